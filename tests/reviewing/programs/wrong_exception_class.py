import boto3
import requests


def nothing(arn):
    client = boto3.client("storagegateway")
    try:
        return client.describe_tapes(GatewayARN=arn)  #= propagates rest
    except (requests.exceptions.RequestException, KeyError, OSError):
        return None
