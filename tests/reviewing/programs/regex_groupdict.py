import re
import boto3
from botocore.exceptions import ClientError

PATTERN = re.compile(r"\((?P<code>[A-Za-z]+)\).*operation: (?P<message>.*)$")


def reset(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.reset_cache(GatewayARN=arn)  #= handled ServiceUnavailable, ThrottlingException; translated rest
    except ClientError as e:
        parts = PATTERN.search(str(e)).groupdict()
        if parts["code"] == "ServiceUnavailable" or parts["message"].startswith("Rate exceeded"):
            return parts["message"]
        raise RuntimeError(parts["message"])


def names(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.disable_gateway(GatewayARN=arn)  #= handled ThrottlingException; swallowed rest
    except ClientError as e:
        if "ThrottlingException" in re.findall(r"\w+", str(e)):
            return
        print(re.sub(r"\s+", " ", str(e)))
