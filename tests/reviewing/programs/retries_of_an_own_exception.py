import time

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


class Busy(Exception):
    pass


def delete(volume):
    try:
        client.delete_volume(VolumeARN=volume)  #= translated VolumeInUse; propagates rest
    except ClientError as error:
        if error.response.get("error", {}).get("errorCode") == "VolumeInUse":
            raise Busy(volume) from error
        raise


def delete_patiently(volume):
    for attempt in range(3):
        try:
            return delete(volume)
        except Busy:
            if attempt == 2:
                raise
            time.sleep(attempt)
