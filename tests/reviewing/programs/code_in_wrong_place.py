import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def remove(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except ClientError as e:
        if e.response["Error"]["Code"] == "VolumeNotFound":
            return False
        raise
