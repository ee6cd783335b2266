import boto3
from botocore.exceptions import ClientError

RETRYABLE = {"ThrottlingException", "InternalFailure", "ServiceUnavailable"}


def call(function, **arguments):
    for attempt in range(5):
        try:
            return function(**arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] not in RETRYABLE or attempt == 4:
                raise


def main(arn):
    sgw = boto3.client("storagegateway")
    return call(sgw.describe_bandwidth_rate_limit, GatewayARN=arn)  #= handled ThrottlingException, InternalFailure, ServiceUnavailable; propagates rest
