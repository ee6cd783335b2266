import boto3
import botocore
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def one(arn):
    try:
        client.reset_cache(GatewayARN=arn)  #= crashes rest
    except [ClientError, KeyError]:
        return None


def two(arn):
    try:
        client.reset_cache(GatewayARN=arn)  #= crashes rest
    except "ClientError":
        return None


def three(arn):
    try:
        client.reset_cache(GatewayARN=arn)  #= crashes rest
    except client.exceptions:
        return None


def four(arn):
    try:
        client.reset_cache(GatewayARN=arn)  #= crashes rest
    except botocore.exceptions.ThrottlingException:
        return None


def five(arn):
    try:
        client.reset_cache(GatewayARN=arn)  #= swallowed rest
    except client.exceptions.ClientError:
        return None


def six(arn):
    try:
        client.reset_cache(GatewayARN=arn)  #= propagates rest
    except (botocore.exceptions.HTTPClientError, botocore.exceptions.WaiterError):
        return None
