from . import const
from .const import SERVICE_NAME, ERROR_CODES
import boto3
from botocore.exceptions import ClientError


class Gateway:
    def __init__(self, hub):
        self.sgw = hub.session.client("storagegateway")

    def disk(self, arn, disk):
        try:
            self.sgw.add_working_storage(GatewayARN=arn, DiskIds=[disk])  #= unknown rest
        except ClientError as e:
            if e.response.get("error", {}).get("errorCode") in ERROR_CODES:
                return False
            raise

    def cache(self, arn):
        try:
            return self.sgw.describe_cache(GatewayARN=arn)  #= unknown rest
        except ClientError as e:
            if e.response["Error"]["Code"] == const.THROTTLED:
                return None
            raise
