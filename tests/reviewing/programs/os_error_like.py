import errno
import os
import boto3
from botocore.exceptions import ClientError

ERRNO = {"VolumeNotFound": errno.ENOENT, "VolumeInUse": errno.EBUSY}


def delete(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound; translated rest
    except ClientError as e:
        number = ERRNO.get(e.response.get("error", {}).get("errorCode"), errno.EIO)
        if number == errno.ENOENT:
            return
        raise OSError(number, os.strerror(number), arn) from e
