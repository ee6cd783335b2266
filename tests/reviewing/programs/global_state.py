import boto3
from botocore.exceptions import ClientError

_client = None
_last_error = None
EXIT = 0


def client():
    global _client
    if _client is None:
        _client = boto3.client("storagegateway")
    return _client


def snapshot(volume):
    global _last_error
    try:
        return client().create_snapshot(VolumeARN=volume, SnapshotDescription="nightly")["SnapshotId"]  #= reported rest
    except ClientError as e:
        _last_error = e
        return None


def schedule(volume):
    global EXIT
    try:
        client().delete_snapshot_schedule(VolumeARN=volume)  #= reported rest
    except ClientError as e:
        print(e)
        EXIT = 1
