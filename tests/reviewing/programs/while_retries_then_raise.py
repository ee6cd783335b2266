import time
import boto3
from botocore.exceptions import ClientError


class GaveUp(Exception):
    pass


def attach(disk, arn, max_retries):
    client = boto3.client("storagegateway")
    attempt = 0
    while attempt < max_retries:
        try:
            return client.add_cache(GatewayARN=arn, DiskIds=[disk])  #= translated rest
        except ClientError as error:
            if error.response["Error"]["Code"] == "ThrottlingException":
                time.sleep(2)
            attempt += 1
    raise GaveUp(arn)
