import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def one(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        if e.get("Code") == "ThrottlingException":
            return
        raise


def two(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        if e["Error"]["Code"] == "ThrottlingException":
            return
        raise


def three(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        if "ThrottlingException" in e:
            return
        raise


def four(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        if e.response("Error"):
            return
        raise


def five(arn):
    try:
        sgw.reset_cache(GatewayARN=arn)  #= crashes rest
    except ClientError as e:
        if err.response["Error"]["Code"] == "ThrottlingException":
            return
        raise
