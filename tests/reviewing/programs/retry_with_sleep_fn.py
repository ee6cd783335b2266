import time, random
import boto3
from botocore.exceptions import ClientError

MAX = 5
client = boto3.client("storagegateway")


def call_with_backoff(fn, *args, **kwargs):
    for i in range(MAX):
        try:
            return fn(*args, **kwargs)
        except ClientError as e:
            code = e.response["Error"]["Code"]
            if code in ("ThrottlingException", "ServiceUnavailable") and i < MAX - 1:
                time.sleep((2 ** i) + random.random())
            else:
                raise


def volumes():
    return call_with_backoff(client.list_volumes)["VolumeInfos"]  #= handled ThrottlingException, ServiceUnavailable; propagates rest
