import boto3
from botocore.exceptions import ClientError
import logging

logger = logging.getLogger()
logger.setLevel(logging.INFO)
client = boto3.client("storagegateway")


class Retryable(Exception):
    pass


def describe(event):
    return client.describe_tapes(GatewayARN=event["gateway"], TapeARNs=[event["tape"]])["Tapes"][0]  #= translated rest


def retrieve(event):
    try:
        return client.retrieve_tape_recovery_point(TapeARN=event["tape"], GatewayARN=event["gateway"])  #= translated rest
    except client.exceptions.InternalServerError as e:
        raise Retryable("internal") from e


ACTIONS = dict(describe=describe, retrieve=retrieve)


def lambda_handler(event, context):
    action = ACTIONS.get(event["action"])
    if action is None:
        raise ValueError(f"unknown action {event['action']}")
    try:
        return {"ok": True, "result": action(event)}
    except ClientError as e:
        code = e.response["Error"]["Code"]
        if code in ("ThrottlingException", "ServiceUnavailable"):
            raise Retryable(code) from e
        logger.exception("failed")
        raise RuntimeError("failed") from None
