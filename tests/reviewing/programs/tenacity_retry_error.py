import boto3
import tenacity


@tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_fixed(2))
def describe(arn):
    client = boto3.client("storagegateway")
    return client.describe_working_storage(GatewayARN=arn)  #= translated rest
