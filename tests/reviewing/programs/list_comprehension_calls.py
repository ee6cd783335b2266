import boto3
from botocore.exceptions import ClientError


def details(arns):
    client = boto3.client("storagegateway")
    try:
        return [client.describe_cache(GatewayARN=arn) for arn in arns]  #= swallowed rest
    except ClientError:
        return []
