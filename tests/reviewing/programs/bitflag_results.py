import enum
import boto3
from botocore.exceptions import ClientError


class Health(enum.Flag):
    OK = 0
    CACHE = enum.auto()
    BUFFER = enum.auto()


def health(arn):
    sgw = boto3.client("storagegateway")
    found = Health.OK
    try:
        sgw.describe_cache(GatewayARN=arn)  #= reported rest
    except ClientError:
        found |= Health.CACHE
    try:
        sgw.describe_upload_buffer(GatewayARN=arn)  #= handled UnsupportedOperationForGatewayType; reported rest
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") != "UnsupportedOperationForGatewayType":
            found |= Health.BUFFER
    return found
