import boto3
from botocore.exceptions import ClientError


def read(arn):
    sgw = boto3.client("storagegateway")
    response = error = None
    try:
        response = sgw.describe_smb_settings(GatewayARN=arn)  #= translated rest
    except ClientError as e:
        error = e
    if response is None:
        raise RuntimeError(f"{arn}: {error}")
    return response


def soft(arn):
    sgw = boto3.client("storagegateway")
    response = None
    try:
        response = sgw.describe_smb_settings(GatewayARN=arn)  #= reported rest
    except ClientError as e:
        print(e)
    return {"found": response is not None, "domain": response and response["DomainName"]}
