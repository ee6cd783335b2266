import time

import boto3
from botocore.exceptions import ClientError


class RetryingClient:
    """Proxies a boto3 client, retrying throttled calls."""

    RETRYABLE = ("ThrottlingException", "InternalServerError")

    def __init__(self, client, attempts=4):
        self._client = client
        self._attempts = attempts

    def __getattr__(self, name):
        attribute = getattr(self._client, name)
        if not callable(attribute):
            return attribute

        def wrapper(*args, **kwargs):
            for attempt in range(self._attempts):
                try:
                    return attribute(*args, **kwargs)
                except ClientError as error:
                    if error.response["Error"]["Code"] not in self.RETRYABLE:
                        raise
                    if attempt == self._attempts - 1:
                        raise
                    time.sleep(2**attempt)

        return wrapper


def remove(arn):
    client = RetryingClient(boto3.client("storagegateway"))
    try:
        client.delete_tape(GatewayARN=arn, TapeARN=arn)  #= handled ThrottlingException, InternalServerError; reported rest
    except ClientError as error:
        return {"deleted": False, "reason": error.response["Error"]["Message"]}
    return {"deleted": True}
