from dataclasses import dataclass
import boto3
from botocore.exceptions import ClientError


@dataclass
class Result:
    ok: bool
    detail: object = None


def resync(arn):
    client = boto3.client("storagegateway")
    try:
        return Result(True, client.notify_when_uploaded(FileShareARN=arn))  #= reported rest
    except ClientError:
        return Result(False)
