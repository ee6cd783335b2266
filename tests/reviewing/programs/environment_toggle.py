import os
import boto3
from botocore.exceptions import ClientError

IGNORE = os.getenv("IGNORE_ERRORS", "").lower() in ("1", "true")
DEBUG = bool(os.environ.get("DEBUG"))


def refresh(share):
    sgw = boto3.client("storagegateway")
    try:
        sgw.refresh_cache(FileShareARN=share)  #= unknown rest
    except ClientError as e:
        if not IGNORE:
            raise
        print(e)


def notify(share):
    sgw = boto3.client("storagegateway")
    try:
        sgw.notify_when_uploaded(FileShareARN=share)  #= swallowed rest
    except ClientError as e:
        if DEBUG:
            print(e.response)
        else:
            print(e)
