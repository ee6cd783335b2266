import boto3
from retrying import retry


@retry(stop_max_attempt_number=3, wait_fixed=1000)
def names():
    return boto3.client("storagegateway").list_gateways()["Gateways"]  #= propagates rest
