from contextlib import suppress
import boto3
from botocore.exceptions import ClientError


def quiet(arn):
    client = boto3.client("storagegateway")
    with suppress(ClientError):
        client.set_local_console_password(GatewayARN=arn, LocalConsolePassword="secret")  #= swallowed rest
