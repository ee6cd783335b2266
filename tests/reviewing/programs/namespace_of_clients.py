from types import SimpleNamespace

import boto3
from botocore.exceptions import ClientError

session = boto3.Session()
clients = SimpleNamespace(
    sgw=session.client("storagegateway"),
    ec2=session.client("ec2"),
    backup=session.client("backup-gateway"),
)


def names():
    try:
        return [g["GatewayName"] for g in clients.sgw.list_gateways()["Gateways"]]  #= swallowed rest
    except ClientError as e:
        print(f"no gateways: {e}")
        return []


def hypervisors():
    return clients.backup.list_gateways()["Gateways"]
