import logging
import boto3
from botocore.exceptions import ClientError
from tenacity import before_sleep_log, retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

log = logging.getLogger()


class Gw:
    def __init__(self):
        self._sgw = boto3.client("storagegateway")

    @retry(
        reraise=True,
        stop=stop_after_attempt(4),
        wait=wait_random_exponential(max=10),
        retry=retry_if_exception_type(ClientError),
        before_sleep=before_sleep_log(log, logging.WARNING),
    )
    def names(self):
        return [g["GatewayName"] for g in self._sgw.list_gateways()["Gateways"]]  #= reported rest

    def safe_names(self):
        try:
            return {"ok": True, "names": self.names()}
        except ClientError:
            return {"ok": False, "names": []}
