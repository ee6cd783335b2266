from concurrent.futures import Future

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def submit(arn):
    future = Future()
    try:
        future.set_result(client.describe_vtl_devices(GatewayARN=arn))  #= reported rest
    except ClientError as error:
        future.set_exception(error)
    return future
