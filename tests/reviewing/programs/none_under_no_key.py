import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def matched(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except ClientError as error:
        match error.response.get("errorCode"):
            case None:
                raise
            case code:
                return code


def typed(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except ClientError as error:
        code = error.response.get("errorCode")
        if isinstance(code, type(None)):
            raise
        return None
