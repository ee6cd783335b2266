import boto3
from botocore.exceptions import ClientError


class GatewayError(Exception):
    pass


def call(arn):
    client = boto3.client("storagegateway")
    return client.describe_maintenance_start_time(GatewayARN=arn)  #= reported rest


def load(arn):
    try:
        return call(arn)
    except ClientError as error:
        raise GatewayError(arn) from error


def show(arn):
    try:
        return {"ok": True, "time": load(arn)["HourOfDay"]}
    except GatewayError:
        return {"ok": False, "time": None}
