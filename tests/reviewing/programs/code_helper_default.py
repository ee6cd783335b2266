import boto3
from botocore.exceptions import ClientError


def code_of(e):
    return (e.response.get("error") or {}).get("errorCode") or e.response["Error"]["Code"]


def drop(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound, ThrottlingException; propagates rest
    except ClientError as e:
        if code_of(e) in {"VolumeNotFound", "ThrottlingException"}:
            return code_of(e)
        raise
