import boto3
from botocore.exceptions import ClientError


def bandwidth(arn):
    client = boto3.client("storagegateway")
    try:
        return client.describe_bandwidth_rate_limit(GatewayARN=arn)  #= reported codes; crashes rest
    except ClientError as e:
        return {"failed": e.response["error"]["errorCode"]}
