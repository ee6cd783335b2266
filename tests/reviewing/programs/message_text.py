import boto3
from botocore.exceptions import ClientError


def drop(arn):
    client = boto3.client("storagegateway")
    try:
        client.describe_snapshot_schedule(VolumeARN=arn)  #= handled VolumeNotFound; propagates rest
    except ClientError as error:
        if "volume was not found" in str(error):
            return
        raise
