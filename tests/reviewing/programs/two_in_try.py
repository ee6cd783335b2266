import boto3
from botocore.exceptions import ClientError


def rebuild(arn):
    sgw = boto3.client("storagegateway")
    try:
        old = sgw.describe_upload_buffer(GatewayARN=arn)  #= propagates rest
        sgw.add_upload_buffer(GatewayARN=arn, DiskIds=old["DiskIds"])  #= handled DiskAlreadyAllocated; propagates rest
    except ClientError as e:
        if e.response.get("error", {}).get("errorCode") != "DiskAlreadyAllocated":
            raise
