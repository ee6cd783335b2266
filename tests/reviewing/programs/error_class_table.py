import boto3
from botocore.exceptions import ClientError


class Missing(Exception):
    pass


class Busy(Exception):
    pass


class Other(Exception):
    pass


ERRORS = {"VolumeNotFound": Missing, "VolumeInUse": Busy}


def delete(arn):
    client = boto3.client("storagegateway")
    try:
        client.delete_volume(VolumeARN=arn)  #= translated rest
    except ClientError as error:
        code = error.response.get("error", {}).get("errorCode")
        raise ERRORS.get(code, Other)(arn) from error
