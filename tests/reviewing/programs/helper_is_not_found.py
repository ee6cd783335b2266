import boto3
from botocore.exceptions import ClientError

GONE = frozenset({"VolumeNotFound", "TargetNotFound"})


def error_code(error):
    return error.response.get("error", {}).get("errorCode", "")


def is_gone(error):
    return error_code(error) in GONE


def delete(arn):
    client = boto3.client("storagegateway")
    try:
        client.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound, TargetNotFound; propagates rest
    except ClientError as error:
        if not is_gone(error):
            raise
