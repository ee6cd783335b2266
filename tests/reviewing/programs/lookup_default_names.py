import boto3
from botocore.exceptions import ClientError


def tag(arn, key, default=""):
    sgw = boto3.client("storagegateway")
    try:
        tags = sgw.list_tags_for_resource(ResourceARN=arn)["Tags"]  #= swallowed rest
    except ClientError:
        return default
    return next((t["Value"] for t in tags if t["Key"] == key), default)


def domain(arn, fallback="WORKGROUP"):
    sgw = boto3.client("storagegateway")
    try:
        return sgw.describe_smb_settings(GatewayARN=arn)["DomainName"]  #= reported rest
    except ClientError:
        return fallback


def zone(arn, default=None):
    sgw = boto3.client("storagegateway")
    try:
        return sgw.describe_maintenance_start_time(GatewayARN=arn)["Timezone"]  #= swallowed rest
    except ClientError:
        return default
