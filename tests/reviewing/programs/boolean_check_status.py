import boto3


def is_running(arn):
    client = boto3.client("storagegateway")
    try:
        info = client.describe_gateway_information(GatewayARN=arn)  #= swallowed rest
        return info["GatewayState"] == "RUNNING"
    except Exception:
        return False
