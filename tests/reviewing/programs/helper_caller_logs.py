import logging
import boto3

log = logging.getLogger(__name__)


def get_gateways():
    client = boto3.client("storagegateway")
    return client.list_gateways()["Gateways"]  #= swallowed rest


def audit():
    try:
        for gateway in get_gateways():
            log.info(gateway)
    except Exception:
        log.exception("audit failed")
