import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def drop(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= unknown rest
    except ClientError as error:
        text = str(error).encode()
        if b"in use" in text:
            return "busy"
        raise


def send(arn, queue):
    try:
        client.start_gateway(GatewayARN=arn)  #= propagates rest
    except ClientError as error:
        queue.send(str(error).encode())
        raise
