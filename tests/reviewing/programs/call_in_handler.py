import boto3
from botocore.exceptions import ClientError


def ensure(arn):
    client = boto3.client("storagegateway")
    try:
        client.describe_chap_credentials(TargetARN=arn)  #= handled TargetNotFound; propagates rest
    except ClientError as error:
        if error.response.get("error", {}).get("errorCode") != "TargetNotFound":
            raise
        client.update_chap_credentials(TargetARN=arn, SecretToAuthenticateInitiator="s", InitiatorName="i")  #= propagates rest
