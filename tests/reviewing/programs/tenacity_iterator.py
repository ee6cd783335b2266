import boto3
from botocore.exceptions import ClientError
from tenacity import Retrying, RetryError, stop_after_attempt, wait_fixed, retry_if_exception_type

client = boto3.client("storagegateway")


def describe(arn):
    try:
        for attempt in Retrying(stop=stop_after_attempt(3), wait=wait_fixed(1)):
            with attempt:
                info = client.describe_gateway_information(GatewayARN=arn)  #= swallowed rest
    except RetryError:
        return None
    return info


def describe_strict(arn):
    for attempt in Retrying(retry=retry_if_exception_type(ClientError), stop=stop_after_attempt(3), reraise=True):
        with attempt:
            return client.describe_cache(GatewayARN=arn)  #= propagates rest
