import boto3
from botocore.exceptions import ClientError


def fetch(arn, on_success=print, on_error=None):
    sgw = boto3.client("storagegateway")
    try:
        answer = sgw.describe_file_system_associations(FileSystemAssociationARNList=[arn])  #= handled FileSystemAssociationNotFound; unknown rest
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") == "FileSystemAssociationNotFound":
            return
        if on_error is None:
            raise
        on_error(e)
    else:
        on_success(answer)


class Watcher:
    def __init__(self):
        self.errors = []

    def failed(self, error):
        self.errors.append(error)

    def watch(self, arn):
        run(arn, self.failed)


def run(arn, callback):
    sgw = boto3.client("storagegateway")
    try:
        sgw.describe_cache_report(CacheReportARN=arn)  #= reported rest
    except Exception as e:
        callback(e)
