from functools import partial
import boto3


def fetch(client, arn):
    return client.describe_upload_buffer(GatewayARN=arn)  #= reported rest


def attempt(action):
    try:
        return True, action()
    except Exception as error:
        return False, error


def main(arn):
    sgw = boto3.client("storagegateway")
    ok, value = attempt(partial(fetch, sgw, arn))
    return ok
