import re
from operator import itemgetter

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")
get_code = itemgetter("Code")


def delete(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= handled VolumeInUse; propagates rest
    except ClientError as error:
        if not re.match(".*already in use", str(error)):
            raise


def any_of_the_carrier(arn):
    try:
        client.start_gateway(GatewayARN=arn)  #= swallowed request codes, InvalidGatewayRequestException; propagates rest
    except ClientError as error:
        if not re.match(".*InvalidGatewayRequest", str(error)):
            raise


def describe(arn):
    try:
        return client.describe_cache(GatewayARN=arn)  #= translated ValidationException; propagates rest
    except ClientError as error:
        if get_code(error.response["Error"]) == "ValidationException":
            raise ValueError(arn) from error
        raise
