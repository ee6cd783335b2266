import time
import boto3
from botocore.exceptions import ClientError


def wait(arn, max_attempts=30):
    sgw = boto3.client("storagegateway")
    attempt = 0
    while True:
        attempt += 1
        try:
            return sgw.describe_cache(GatewayARN=arn)  #= propagates rest
        except ClientError:
            if attempt >= max_attempts:
                raise
            time.sleep(10)
