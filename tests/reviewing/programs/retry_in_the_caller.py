import time
import boto3
from botocore.exceptions import ClientError


def disks(arn):
    sgw = boto3.client("storagegateway")
    return sgw.list_local_disks(GatewayARN=arn)["Disks"]  #= handled ThrottlingException; propagates rest


def patient(arn, attempts=4):
    for attempt in range(attempts):
        try:
            return disks(arn)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ThrottlingException" or attempt == attempts - 1:
                raise
            time.sleep(2 ** attempt)
