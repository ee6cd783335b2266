import boto3


def size(arn):
    client = boto3.client("storagegateway")
    result = None
    try:
        result = client.describe_cache(GatewayARN=arn)["CacheAllocatedInBytes"]  #= swallowed rest
    finally:
        return result
