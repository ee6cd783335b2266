import boto3
from botocore.exceptions import ClientError


def drop(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.delete_gateway(GatewayARN=arn)  #= handled GatewayNotFound; translated rest
    except ClientError as error:
        message = error.response["Error"]["Message"].lower()
        if "gateway was not found" in message:
            return None
        raise SystemExit(f"cannot delete: {message}")
