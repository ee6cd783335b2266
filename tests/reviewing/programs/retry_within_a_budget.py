import os
import random
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError


class Budget:
    def __init__(self, seconds):
        self._end = time.monotonic() + seconds

    @property
    def left(self):
        return max(0.0, self._end - time.monotonic())

    def __bool__(self):
        return self.left > 0


RETRY_CODES = {"ThrottlingException", "InternalServerError", "ServiceUnavailable"}
RETRY_OPERATION_CODES = {"GatewayInternalError", "GatewayProxyNetworkConnectionBusy"}


def is_transient(error):
    if isinstance(error, (ConnectTimeoutError, ReadTimeoutError)):
        return True
    if isinstance(error, ClientError):
        if error.response["Error"]["Code"] in RETRY_CODES:
            return True
        return error.response.get("error", {}).get("errorCode") in RETRY_OPERATION_CODES
    return False


def call(budget, function, **arguments):
    delay = 0.2
    while True:
        try:
            return function(**arguments)
        except Exception as error:
            if not is_transient(error) or not budget:
                raise
        time.sleep(min(delay, budget.left) * random.random())
        delay *= 2


def rotate(gateway, password):
    sgw = boto3.client("storagegateway", config=Config(retries={"max_attempts": 1}))
    budget = Budget(float(os.environ.get("BUDGET", "30")))
    call(budget, sgw.set_local_console_password, GatewayARN=gateway, LocalConsolePassword=password)  #= handled ThrottlingException, InternalServerError, ServiceUnavailable; propagates rest
    return call(budget, sgw.describe_gateway_information, GatewayARN=gateway)["GatewayState"]  #= handled ThrottlingException, InternalServerError, ServiceUnavailable, GatewayProxyNetworkConnectionBusy; propagates rest
