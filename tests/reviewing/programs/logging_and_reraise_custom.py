import logging
import boto3
import botocore

logger = logging.getLogger(__name__)


class StorageGatewayException(Exception):
    def __init__(self, message, code=None):
        super().__init__(message)
        self.code = code


class Api:
    def __init__(self, region):
        self.sgw = boto3.client("storagegateway", region_name=region)

    def _call(self, name, **kwargs):
        try:
            return getattr(self.sgw, name)(**kwargs)
        except botocore.exceptions.ClientError as e:
            raise StorageGatewayException(str(e)) from e

    def cache(self, arn):
        try:
            return self.sgw.describe_cache(GatewayARN=arn)  #= translated rest
        except botocore.exceptions.ClientError as e:
            logger.error("cache: %s", e)
            raise StorageGatewayException("cache failed", e.response["Error"]["Code"])
