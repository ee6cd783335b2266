import boto3
from botocore.exceptions import ClientError


def delete_share(arn):
    sgw = boto3.client("storagegateway")

    def missing(err):
        return err.response["Error"]["Code"] == "InvalidGatewayRequestException" and "not exist" in str(err)

    try:
        sgw.delete_file_share(FileShareARN=arn)  #= propagates rest
    except ClientError as err:
        if missing(err):
            return False
        raise
    return True
