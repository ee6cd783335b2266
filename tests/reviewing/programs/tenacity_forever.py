import boto3
from tenacity import retry, wait_random


@retry(wait=wait_random(1, 2))
def start(arn):
    boto3.client("storagegateway").start_gateway(GatewayARN=arn)  #= endless rest
