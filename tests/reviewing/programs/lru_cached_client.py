from functools import lru_cache
import os
import sys
import logging

import boto3
from botocore.exceptions import ClientError

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("sgw")


@lru_cache(maxsize=None)
def get_client(service="storagegateway", region=None):
    return boto3.client(service, region_name=region or os.environ.get("AWS_REGION"))


def gateways():
    answer = get_client().list_gateways()  #= translated rest
    return answer["Gateways"]


def report():
    for gw in gateways():
        try:
            window = get_client().describe_maintenance_start_time(GatewayARN=gw["GatewayARN"])  #= swallowed rest
        except ClientError:
            log.exception("no window")
            continue
        print(gw["GatewayName"], window["HourOfDay"])


def main():
    try:
        report()
    except ClientError as e:
        log.error("report failed: %s", e)
        sys.exit(1)


main()
