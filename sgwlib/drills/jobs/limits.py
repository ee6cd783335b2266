"""Every night at 03:00: report the upload limit of each gateway."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    report = {}
    for gateway in client.list_gateways()["Gateways"]:
        log.info("asking %s", gateway["GatewayName"])
        limits = client.describe_bandwidth_rate_limit(GatewayARN=gateway["GatewayARN"])
        report[gateway["GatewayName"]] = limits["AverageUploadRateLimitInBitsPerSec"]
    return report
