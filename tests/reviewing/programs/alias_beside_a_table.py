import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def _stop(gateway):
    return client.shutdown_gateway(GatewayARN=gateway)  #= swallowed rest


stop = _stop
TABLE = {"stop": _stop}


def main(name, gateway):
    try:
        TABLE[name](gateway)
    except ClientError:
        pass
