import time
import boto3
from botocore.exceptions import ClientError


def activate(key):
    client = boto3.client("storagegateway")
    last = None
    for attempt in range(5):
        try:
            return client.activate_gateway(ActivationKey=key, GatewayName="n", GatewayTimezone="GMT", GatewayRegion="r")  #= propagates rest
        except ClientError as error:
            last = error
            time.sleep(2 ** attempt)
    raise last
