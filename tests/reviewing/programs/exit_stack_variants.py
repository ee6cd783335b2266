import contextlib
import boto3
from botocore.exceptions import ClientError


class Ignore(contextlib.ContextDecorator):
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, ClientError)


@Ignore()
def reset(arn):
    boto3.client("storagegateway").reset_cache(GatewayARN=arn)  #= swallowed rest


def stop(arn):
    sgw = boto3.client("storagegateway")
    with contextlib.ExitStack() as stack:
        stack.enter_context(Ignore())
        sgw.shutdown_gateway(GatewayARN=arn)  #= swallowed rest


def start(arn):
    sgw = boto3.client("storagegateway")
    with contextlib.ExitStack() as stack:
        stack.callback(print, "end")
        stack.push(lambda kind, error, trace: print(error))
        sgw.start_gateway(GatewayARN=arn)  #= propagates rest
