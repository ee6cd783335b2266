from contextlib import ExitStack, suppress
import boto3
from botocore.exceptions import ClientError


def maintenance(arn):
    sgw = boto3.client("storagegateway")
    with ExitStack() as stack:
        sgw.shutdown_gateway(GatewayARN=arn)  #= propagates rest
        stack.callback(print, "started again")
        stack.enter_context(suppress(ClientError))
        sgw.update_gateway_software_now(GatewayARN=arn)  #= swallowed rest
    return arn
