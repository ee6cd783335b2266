import boto3
from botocore.exceptions import ClientError


def gateway_names():
    client = boto3.client("storagegateway")
    try:
        response = client.list_gateways()  #= crashes rest
    except ClientError as e:
        print("failed", e)
    return [g["GatewayName"] for g in response["Gateways"]]
