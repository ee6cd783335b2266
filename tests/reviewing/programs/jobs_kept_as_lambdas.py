import boto3
from botocore.exceptions import ClientError


class Cleanup:
    """Runs what was registered, last in first out."""

    def __init__(self, region):
        self.sgw = boto3.client("storagegateway", region_name=region)
        self._undo = []
        self.errors = []

    def create_pool(self, name):
        arn = self.sgw.create_tape_pool(PoolName=name, StorageClass="GLACIER")["PoolARN"]  #= propagates rest
        self._undo.append(lambda: self.sgw.delete_tape_pool(PoolARN=arn))  #= reported rest
        return arn

    def create_tape(self, gateway, barcode):
        arn = self.sgw.create_tape_with_barcode(GatewayARN=gateway, TapeSizeInBytes=1, TapeBarcode=barcode)["TapeARN"]  #= propagates rest
        self._undo.append(lambda: self.sgw.delete_tape(GatewayARN=gateway, TapeARN=arn))  #= reported rest
        return arn

    def rollback(self):
        while self._undo:
            undo = self._undo.pop()
            try:
                undo()
            except ClientError as e:
                self.errors.append(e)
