import os
import sys
import traceback

import boto3

client = boto3.client("storagegateway")


def located(gateway):
    try:
        return client.describe_cache(GatewayARN=gateway)  #= propagates rest
    except Exception:
        kind, error, trace = sys.exc_info()
        print(kind, os.path.basename(trace.tb_frame.f_code.co_filename), trace.tb_lineno)
        raise


def formatted(gateway):
    try:
        return client.describe_cache(GatewayARN=gateway)  #= translated rest
    except Exception:
        raise RuntimeError(traceback.format_exc(limit=1))
