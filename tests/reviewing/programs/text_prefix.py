import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")
THROTTLED = "An error occurred (ThrottlingException)"


def one(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= handled ThrottlingException; propagates rest
    except ClientError as e:
        if str(e).startswith(THROTTLED):
            return
        raise


def two(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= handled ThrottlingException; propagates rest
    except ClientError as e:
        if e.args[0].split()[3].strip("()") == "ThrottlingException":
            return
        raise


def three(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= propagates rest
    except ClientError as e:
        if e.args[0] == "ThrottlingException":
            return
        raise


def four(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= handled ThrottlingException; reported rest
    except ClientError as e:
        text = "%s" % e
        if "rate exceeded" in text.lower():
            return
        return text
