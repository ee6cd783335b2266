import boto3
from botocore.exceptions import ClientError

TRANSIENT = ("not connected", "is busy")


def probe(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.describe_gateway_information(GatewayARN=arn)  #= handled GatewayNotConnected, GatewayProxyNetworkConnectionBusy; propagates rest
    except ClientError as e:
        text = str(e).lower()
        if any(part in text for part in TRANSIENT):
            return "later"
        raise
    return "ok"
