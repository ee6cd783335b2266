import boto3


def snap(arn):
    client = boto3.client("storagegateway")
    try:
        return client.create_snapshot(VolumeARN=arn, SnapshotDescription="s")  #= handled ServiceUnavailableError; propagates rest
    except client.exceptions.ServiceUnavailableError:
        return None
