import re
import boto3
from botocore.exceptions import ClientError

CODE = re.compile(r"An error occurred \((?P<code>\w+)\) when calling the (?P<operation>\w+) operation")


def read(arn):
    client = boto3.client("storagegateway")
    try:
        return client.describe_nfs_file_shares(FileShareARNList=[arn])  #= handled ThrottlingException, ServiceUnavailable; propagates rest
    except ClientError as e:
        found = CODE.match(str(e))
        if found and found.group("code") in ("ThrottlingException", "ServiceUnavailable"):
            return None
        raise
