import boto3
from botocore.exceptions import ClientError


def sync(share, bucket):
    s3 = boto3.client("s3")
    sgw = boto3.client("storagegateway")
    try:
        s3.head_bucket(Bucket=bucket)
        sgw.refresh_cache(FileShareARN=share)  #= handled ThrottlingException; reported rest
    except ClientError as e:
        code = e.response["Error"]["Code"]
        if code in ("404", "NoSuchBucket"):
            return "no bucket"
        if code in ("SlowDown", "ThrottlingException"):
            return "throttled"
        return f"error {code}"
    return "ok"


def audit(arn):
    events = boto3.client("events")
    sgw = boto3.client("storagegateway")
    try:
        info = sgw.describe_gateway_information(GatewayARN=arn)  #= propagates rest
    except events.exceptions.ResourceNotFoundException:
        return None
    return info
