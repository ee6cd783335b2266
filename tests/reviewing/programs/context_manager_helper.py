import contextlib
import boto3
from botocore.exceptions import ClientError


@contextlib.contextmanager
def ignoring(*codes):
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in codes:
            print("ignored", error)
        else:
            raise


def remove(arn):
    client = boto3.client("storagegateway")
    with ignoring("ThrottlingException", "InvalidGatewayRequestException"):
        client.delete_tape_archive(TapeARN=arn)  #= handled ThrottlingException, InvalidGatewayRequestException; swallowed request codes; propagates rest
