"""A report of file shares, in the style of account inventories."""
import sys
from typing import Any, Dict, List, Optional

import utils

logger = utils.setup_logging("storagegateway-export")


@utils.aws_error_handler("Listing Storage Gateways", default_return=[])
def list_gateways(region: str) -> List[str]:
    sgw = utils.get_boto3_client("storagegateway", region_name=region)
    arns = []
    for page in sgw.get_paginator("list_gateways").paginate():  #= unknown rest
        arns.extend(gw["GatewayARN"] for gw in page.get("Gateways", []))
    return arns


@utils.log_calls
@utils.timed(unit="ms")
def describe(arn: str, region: str) -> Optional[Dict[str, Any]]:
    sgw = utils.get_boto3_client("storagegateway", region_name=region)
    return sgw.describe_gateway_information(GatewayARN=arn)  #= reported rest


def collect(regions):
    rows, errors = [], 0
    for region in regions:
        for arn in list_gateways(region):
            try:
                rows.append(describe(arn, region))
            except Exception as e:
                logger.warning("%s: %s", arn, e)
                errors += 1
    return rows, errors


def main():
    rows, errors = collect(utils.regions())
    utils.save(rows)
    if errors:
        sys.exit(1)
