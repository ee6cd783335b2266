import boto3
from botocore.exceptions import ClientError


class Sweep:
    def __init__(self):
        self.sgw = boto3.client("storagegateway")
        self.stats = {"deleted": 0, "errors": 0}

    def tape(self, arn):
        try:
            self.sgw.delete_tape_archive(TapeARN=arn)  #= reported rest
            self.stats["deleted"] += 1
        except ClientError as e:
            print(e)
            self.stats["errors"] += 1

    def pool(self, arn):
        try:
            self.sgw.delete_tape_pool(PoolARN=arn)  #= swallowed rest
            self.stats["deleted"] += 1
        except ClientError as e:
            print(e)
