import boto3
from botocore.exceptions import ClientError


def get(arn):
    client = boto3.client("storagegateway")
    try:
        return client.describe_vtl_devices(GatewayARN=arn)  #= translated rest
    except ClientError as error:
        raise type(error)(error.response, "wrapped")
