import boto3
from botocore.exceptions import ClientError


def collectors(client):
    return {
        "gateways": lambda: client.list_gateways()["Gateways"],  #= reported rest
        "volumes": lambda: client.list_volumes()["VolumeInfos"],  #= reported rest
    }


def collect_all():
    found, failed = {}, {}
    for name, collector in collectors(boto3.client("storagegateway")).items():
        try:
            found[name] = collector()
        except ClientError as e:
            failed[name] = str(e)
    return found, failed
