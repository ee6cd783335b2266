import logging
import boto3
from botocore.exceptions import ClientError
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger(__name__)


def bulk(function, items, workers=5):
    """Calls a function for each item; returns (results, failures)."""
    results, failures = {}, {}

    def one(item):
        try:
            results[item] = function(item)
        except ClientError as error:
            failures[item] = error

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, items))
    return results, failures


def update_all(arns):
    client = boto3.client("storagegateway")
    done, failed = bulk(lambda arn: client.update_gateway_software_now(GatewayARN=arn), arns)  #= reported rest
    for arn, error in failed.items():
        log.error("%s: %s", arn, error)
    return len(done), len(failed)
