import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def one(arn):
    try:
        sgw.describe_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        if e.response["Error"]["Code"] in 404:
            return
        raise


def two(arn):
    try:
        sgw.describe_cache(GatewayARN=arn)  #= handled GatewayNotFound; propagates rest
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") in "GatewayNotFound" if "error" in e.response else False:
            return
        raise


def three(arn):
    try:
        sgw.describe_cache(GatewayARN=arn)  #= crashes InternalServerError, InvalidGatewayRequestException, general; handled GatewayNotFound; propagates rest
    except ClientError as e:
        code = e.response.get("error", {}).get("errorCode")
        if code.startswith("GatewayNotFound"):
            return
        raise


def four(arn):
    try:
        sgw.describe_cache(GatewayARN=arn)  #= swallowed rest
    except ClientError as e:
        if e.response["Error"]["Code"] == "GatewayNotFound" or "VolumeNotFound":
            return
        raise
