import logging
import sys
import traceback
import boto3

log = logging.getLogger("sgw")


def one(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.disable_gateway(GatewayARN=arn)  #= swallowed rest
    except Exception:
        log.error("failed", exc_info=sys.exc_info())
        return None


def two(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.disable_gateway(GatewayARN=arn)  #= reported rest
    except Exception:
        kind, value, _ = sys.exc_info()
        return "".join(traceback.format_exception_only(kind, value)).strip()


def three(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.disable_gateway(GatewayARN=arn)  #= swallowed rest
    except Exception:
        traceback.print_exc(file=sys.stdout)
        sys.stdout.flush()


def four(arn):
    sgw = boto3.client("storagegateway")
    try:
        sgw.disable_gateway(GatewayARN=arn)  #= propagates rest
    except Exception:
        kind, value, trace = sys.exc_info()
        log.error("%s", value)
        raise value.with_traceback(trace)
