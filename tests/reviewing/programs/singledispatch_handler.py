from functools import singledispatch
import boto3
from botocore.exceptions import BotoCoreError, ClientError


@singledispatch
def explain(error):
    raise error


@explain.register
def _(error: ClientError):
    return error.response["Error"]["Message"]


@explain.register
def _(error: BotoCoreError):
    return "no connection"


def assign(tape, pool):
    sgw = boto3.client("storagegateway")
    try:
        sgw.assign_tape_pool(TapeARN=tape, PoolId=pool)  #= unknown rest
    except Exception as e:
        return explain(e)
    return None
