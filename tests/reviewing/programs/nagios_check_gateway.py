#!/usr/bin/env python3
"""Nagios plug-in: the state of a gateway."""
import argparse
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

OK, WARNING, CRITICAL, UNKNOWN = range(4)


def finish(status, text):
    print(("OK", "WARNING", "CRITICAL", "UNKNOWN")[status], "-", text)
    sys.exit(status)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("arn")
    parser.add_argument("-w", "--warning", type=float, default=80)
    args = parser.parse_args()
    client = boto3.client("storagegateway")
    try:
        info = client.describe_gateway_information(GatewayARN=args.arn)  #= translated rest
    except ClientError as e:
        code = e.response.get("error", {}).get("errorCode", "")
        finish(CRITICAL if code == "GatewayNotConnected" else UNKNOWN, str(e))
    except BotoCoreError as e:
        finish(UNKNOWN, e)
    if info["GatewayState"] != "RUNNING":
        finish(CRITICAL, info["GatewayState"])
    try:
        used = client.describe_cache(GatewayARN=args.arn)["CacheUsedPercentage"]  #= swallowed rest
    except ClientError:
        used = 0
    finish(WARNING if used > args.warning else OK, f"{used} %")


if __name__ == "__main__":
    main()
