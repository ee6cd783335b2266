import time
import boto3
from botocore.exceptions import ClientError


def attach(disk, arn):
    client = boto3.client("storagegateway")
    retries = 5
    while retries:
        try:
            client.add_upload_buffer(GatewayARN=arn, DiskIds=[disk])  #= swallowed rest
            return
        except ClientError:
            retries -= 1
            time.sleep(1)
