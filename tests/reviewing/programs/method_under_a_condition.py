import sys
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


class Gateway:
    if sys.platform != "win32":
        def stop(self):
            client.shutdown_gateway(GatewayARN="a")  #= swallowed rest


def main():
    gateway = Gateway()
    try:
        gateway.stop()
    except ClientError:
        pass
