import time
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def create(arn, attempt=0):
    try:
        return client.create_snapshot_from_volume_recovery_point(VolumeARN=arn, SnapshotDescription="d")  #= handled ThrottlingException; propagates rest
    except ClientError as e:
        if e.response["Error"]["Code"] == "ThrottlingException" and attempt < 5:
            time.sleep(1)
            return create(arn, attempt + 1)
        raise
