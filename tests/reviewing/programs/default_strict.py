import boto3
from botocore.exceptions import ClientError


def detach(arn, strict=False):
    client = boto3.client("storagegateway")
    try:
        client.detach_volume(VolumeARN=arn)  #= unknown rest
    except ClientError:
        if strict:
            raise
