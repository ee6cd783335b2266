import boto3
from botocore.exceptions import ClientError


class Share:
    def __init__(self, arn):
        self.arn = arn
        self.sgw = boto3.client("storagegateway")

    @property
    def status(self):
        try:
            return self.sgw.describe_nfs_file_shares(FileShareARNList=[self.arn])["NFSFileShareInfoList"][0]["FileShareStatus"]  #= swallowed rest
        except ClientError:
            return None
