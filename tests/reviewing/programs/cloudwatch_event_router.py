import logging
import os
from typing import Callable, Dict

import boto3
import botocore.exceptions as bexc

LOGGER = logging.getLogger()
LOGGER.setLevel(os.environ.get("LOG_LEVEL", "INFO"))
_ROUTES: Dict[str, Callable] = {}


def route(detail_type):
    def register(fn):
        _ROUTES[detail_type] = fn
        return fn

    return register


def client():
    return boto3.client("storagegateway")


@route("Storage Gateway File Upload Event")
def on_upload(detail):
    client().notify_when_uploaded(FileShareARN=detail["share"])  #= reported rest
    return {"ok": True}


@route("Storage Gateway Refresh Cache Event")
def on_refresh(detail):
    try:
        client().refresh_cache(FileShareARN=detail["share"])  #= handled InvalidGatewayRequestException; reported rest
    except bexc.ClientError as err:
        if err.response["Error"]["Code"] != "InvalidGatewayRequestException":
            raise
        LOGGER.info("not refreshed")
        return {"ok": True, "skipped": True}
    return {"ok": True}


def lambda_handler(event, context):
    handler = _ROUTES.get(event["detail-type"])
    if handler is None:
        return {"ok": False, "reason": "no route"}
    try:
        return handler(event["detail"])
    except Exception as err:
        LOGGER.exception("failed")
        return {"ok": False, "reason": type(err).__name__}
