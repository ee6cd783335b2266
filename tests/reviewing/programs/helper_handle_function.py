import logging
import boto3
from botocore.exceptions import ClientError


class Manager:
    def __init__(self):
        self.client = boto3.client("storagegateway")
        self.log = logging.getLogger("manager")

    def _handle(self, error, critical=False):
        self.log.error("failed: %s", error)
        return False

    def create_tape(self, gateway):
        try:
            self.client.create_tapes(GatewayARN=gateway, TapeSizeInBytes=1, ClientToken="t", NumTapesToCreate=1, TapeBarcodePrefix="AA")  #= reported rest
            return True
        except ClientError as error:
            return self._handle(error)
