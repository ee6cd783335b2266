import time
import boto3
from botocore.exceptions import ClientError


def wait_for_cache(arn, timeout=600, interval=15):
    sgw = boto3.client("storagegateway")
    deadline = time.time() + timeout
    while time.time() < deadline:
        try:
            cache = sgw.describe_cache(GatewayARN=arn)  #= translated rest
            if cache["CacheAllocatedInBytes"]:
                return cache
        except ClientError:
            pass
        time.sleep(interval)
    raise TimeoutError(f"no cache on {arn}")
