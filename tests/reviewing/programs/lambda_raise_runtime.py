import boto3


def lambda_handler(event, context):
    client = boto3.client("storagegateway")
    try:
        response = client.create_snapshot(VolumeARN=event["VolumeARN"], SnapshotDescription="daily")  #= translated rest
    except Exception as error:
        raise RuntimeError("snapshot failed: " + str(error))
    return response["SnapshotId"]
