import boto3
from botocore.exceptions import ClientError

from inventory import Result

client = boto3.client("storagegateway")


def listed(gateway):
    try:
        volumes = client.list_volumes(GatewayARN=gateway)["VolumeInfos"]  #= reported rest
    except ClientError:
        return Result([], "not listed")
    return Result(volumes)


def flagged(gateway):
    try:
        volumes = client.list_volumes(GatewayARN=gateway)["VolumeInfos"]  #= reported rest
    except ClientError:
        return Result(volumes=[], complete=False)
    return Result(volumes=volumes)
