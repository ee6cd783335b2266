import boto3
from botocore.exceptions import ClientError


def enable(arn):
    client = boto3.client("storagegateway")
    try:
        client.describe_gateway_information(GatewayARN=arn)  #= handled GatewayNotFound; propagates GatewayNotConnected; translated rest
    except ClientError as error:
        match error.response:
            case {"error": {"errorCode": "GatewayNotFound"}}:
                return
            case {"error": {"errorCode": "GatewayNotConnected"}}:
                raise
        raise SystemExit(2)
