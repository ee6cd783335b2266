import re
import boto3
from botocore.exceptions import ClientError


def gone(arn):
    client = boto3.client("storagegateway")
    try:
        client.delete_chap_credentials(TargetARN=arn, InitiatorName="i")  #= handled TargetNotFound; propagates rest
    except ClientError as error:
        if (found := re.search(r"target .* not found", str(error), re.IGNORECASE)):
            print(found.group(0))
            return
        raise
