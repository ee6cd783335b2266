import boto3
from botocore.exceptions import ClientError


def activate(key):
    client = boto3.client("storagegateway")
    try:
        return client.activate_gateway(ActivationKey=key, GatewayName="n", GatewayTimezone="GMT", GatewayRegion="r")["GatewayARN"]  #= handled ActivationKeyExpired; translated rest
    except ClientError as error:
        message = error.response["Error"]["Message"]
        if "expired" in message:
            print("get a new key")
            return None
        raise ValueError(message)
