import boto3
from botocore.exceptions import ClientError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

client = boto3.client("storagegateway")


@retry(retry=retry_if_exception_type(ClientError), stop=stop_after_attempt(5), wait=wait_exponential(), reraise=True)
def describe(arn):
    return client.describe_upload_buffer(GatewayARN=arn)  #= propagates rest
