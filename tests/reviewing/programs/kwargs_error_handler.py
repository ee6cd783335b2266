import boto3
from botocore.exceptions import ClientError


class Base:
    def error(self, message, code=500):
        return {"statusCode": code, "body": message}

    def ok(self, body):
        return {"statusCode": 200, "body": body}


class Handler(Base):
    def __init__(self):
        self.sgw = boto3.client("storagegateway")

    def get(self, arn):
        try:
            return self.ok(self.sgw.describe_smb_file_shares(FileShareARNList=[arn]))  #= reported rest
        except ClientError:
            return self.error("not available", 502)
