import boto3
from botocore.exceptions import ClientError


def make_client(service, region):
    return boto3.Session(region_name=region).client(service)


def recovery_points(region, gateway):
    sgw = make_client("storagegateway", region)
    try:
        return sgw.list_volume_recovery_points(GatewayARN=gateway)["VolumeRecoveryPointInfos"]  #= swallowed rest
    except ClientError:
        return []
