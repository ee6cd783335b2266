import boto3
from botocore.exceptions import ClientError

BUSY = ["GatewayProxyNetworkConnectionBusy", "SnapshotInProgressException"]
client = boto3.client("storagegateway")


def is_busy(e):
    return any(code in str(e.response) for code in BUSY)


def is_client_side(e):
    return e.response["Error"]["Code"].startswith("Invalid")


def remove(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= handled GatewayProxyNetworkConnectionBusy, SnapshotInProgressException; propagates rest
    except ClientError as e:
        if is_busy(e):
            return "busy"
        raise


def schedule(arn):
    try:
        client.describe_snapshot_schedule(VolumeARN=arn)  #= handled InvalidGatewayRequestException, InvalidAction, InvalidClientTokenId, InvalidSignatureException; swallowed request codes; propagates rest
    except ClientError as e:
        if is_client_side(e):
            return None
        raise
