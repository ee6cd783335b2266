import boto3
from botocore.exceptions import ClientError


class Api:
    def __init__(self):
        self.sgw = boto3.client("storagegateway")

    def evict(self, share):
        return self.sgw.evict_files_failing_upload(FileShareARN=share)  #= reported rest

    def get(self, arn):
        return self.sgw.describe_gateway_information(GatewayARN=arn)  #= propagates rest


def evict_all(api, shares):
    failed = []
    for share in shares:
        try:
            api.evict(share)
        except ClientError:
            failed.append(share)
    return failed


def main(event):
    api = Api()
    arn = event.get("arn")
    info = api.get(arn)
    return evict_all(api, event["shares"]), info
