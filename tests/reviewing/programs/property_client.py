import boto3
import botocore


class Share:
    def __init__(self, arn):
        self.arn = arn

    @property
    def client(self):
        return boto3.client("storagegateway")

    def exists(self):
        try:
            self.client.describe_nfs_file_shares(FileShareARNList=[self.arn])  #= reported rest
            return True
        except botocore.exceptions.ClientError:
            return False
