import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def retrying(function):
    def inner(*arguments):
        for _ in range(3):
            try:
                return function(*arguments)
            except ClientError as error:
                last = error
        raise RuntimeError("gave up") from last

    return inner


def safe(function):
    def inner(*arguments):
        try:
            return function(*arguments)
        except ClientError as error:
            return str(error)

    return inner


def _start(gateway):
    return client.start_gateway(GatewayARN=gateway)  #= translated rest


def _stop(gateway):
    return client.shutdown_gateway(GatewayARN=gateway)  #= reported rest


start = retrying(_start)
stop = safe(_stop)
