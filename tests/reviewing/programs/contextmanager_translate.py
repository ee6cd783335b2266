from contextlib import contextmanager
import boto3
from botocore.exceptions import ClientError


class NotThere(LookupError):
    pass


@contextmanager
def aws_errors():
    try:
        yield
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") == "VolumeNotFound":
            raise NotThere from e
        raise


def delete(arn):
    sgw = boto3.client("storagegateway")
    with aws_errors():
        sgw.delete_volume(VolumeARN=arn)  #= translated VolumeNotFound; propagates rest
