import boto3
from botocore.exceptions import ClientError
from tenacity import retry, retry_if_result, stop_after_attempt, wait_fixed

client = boto3.client("storagegateway")


@retry(retry=retry_if_result(lambda state: state != "RUNNING"), stop=stop_after_attempt(10), wait=wait_fixed(30))
def running(arn):
    return client.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= propagates rest
