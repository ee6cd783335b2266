import boto3
from botocore.exceptions import ClientError


class Unavailable:
    def __bool__(self):
        return False

    def __repr__(self):
        return "<unavailable>"


UNAVAILABLE = Unavailable()


def info(arn):
    sgw = boto3.client("storagegateway")
    try:
        return sgw.describe_maintenance_start_time(GatewayARN=arn)  #= reported rest
    except ClientError:
        return UNAVAILABLE


def name(arn, default=...):
    sgw = boto3.client("storagegateway")
    try:
        return sgw.describe_gateway_information(GatewayARN=arn)["GatewayName"]  #= unknown rest
    except ClientError:
        if default is ...:
            raise
        return default
