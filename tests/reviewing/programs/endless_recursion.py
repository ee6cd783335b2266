import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def describe(arn):
    try:
        return sgw.describe_cache(GatewayARN=arn)  #= endless rest
    except ClientError:
        return describe(arn)
