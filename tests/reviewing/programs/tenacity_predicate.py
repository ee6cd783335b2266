import boto3
from botocore.exceptions import ClientError
from tenacity import retry, retry_if_exception, stop_after_attempt


def throttled(error):
    return isinstance(error, ClientError) and error.response["Error"]["Code"] == "ThrottlingException"


@retry(retry=retry_if_exception(throttled), stop=stop_after_attempt(4), reraise=True)
def shutdown(arn):
    sgw = boto3.client("storagegateway")
    sgw.shutdown_gateway(GatewayARN=arn)  #= handled ThrottlingException; propagates rest
