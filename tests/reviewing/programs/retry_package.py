import boto3
from botocore.exceptions import ClientError
from retry import retry

sgw = boto3.client("storagegateway")


@retry(ClientError, tries=3, delay=2, backoff=2)
def describe(arn):
    return sgw.describe_working_storage(GatewayARN=arn)  #= propagates rest


@retry()
def forever(arn):
    return sgw.describe_vtl_devices(GatewayARN=arn)  #= endless rest
