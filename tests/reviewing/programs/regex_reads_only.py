import re
import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def printed(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= swallowed rest
    except ClientError as e:
        if found := re.search(r"\b(\w+Exception)\b", str(e)):
            print(found.group(1))


def prefixed(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= reported rest
    except ClientError as e:
        if re.match(r"an error occurred", str(e), re.IGNORECASE):
            return "error"
        raise


def compared(arn):
    try:
        sgw.describe_tapes(GatewayARN=arn)  #= handled ThrottlingException; propagates rest
    except ClientError as e:
        code, operation = re.search(r"\((\w+)\) when calling the (\w+)", str(e)).groups()
        if code == "ThrottlingException" and operation == "DescribeTapes":
            return None
        raise
