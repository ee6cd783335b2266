import boto3
from tenacity import Retrying, stop_after_attempt, wait_fixed


def describe(arn):
    client = boto3.client("storagegateway")
    for attempt in Retrying(stop=stop_after_attempt(3), wait=wait_fixed(1), reraise=True):
        with attempt:
            return client.describe_cache(GatewayARN=arn)  #= propagates rest
