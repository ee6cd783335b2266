import functools
import time
import boto3
from botocore.exceptions import ClientError


def retry(times, delay=1):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except ClientError as error:
                    if error.response["Error"]["Code"] != "ThrottlingException" or attempt == times - 1:
                        raise
                    time.sleep(delay * 2 ** attempt)
        return wrapper
    return decorate


@retry(times=4)
def attach(arn, target):
    client = boto3.client("storagegateway")
    return client.attach_volume(GatewayARN=arn, VolumeARN=target, NetworkInterfaceId="10.0.0.1")  #= handled ThrottlingException; propagates rest
