from contextlib import ExitStack, closing
import boto3


def tapes():
    with ExitStack() as stack:
        client = stack.enter_context(closing(boto3.client("storagegateway")))
        return client.list_tapes()["TapeInfos"]  #= propagates rest
