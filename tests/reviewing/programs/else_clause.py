import boto3
from botocore.exceptions import ClientError


def stop(arn):
    client = boto3.client("storagegateway")
    try:
        found = client.describe_gateway_information(GatewayARN=arn)  #= swallowed rest
    except ClientError:
        print("cannot describe")
    else:
        client.shutdown_gateway(GatewayARN=found["GatewayARN"])  #= propagates rest
