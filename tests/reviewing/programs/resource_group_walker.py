import operator
import boto3
from botocore.exceptions import ClientError, EndpointConnectionError

DESCRIBERS = {
    "CACHED": "describe_cached_iscsi_volumes",
    "STORED": "describe_stored_iscsi_volumes",
}


class Walker:
    def __init__(self, client):
        self.client = client
        self.unreachable = set()

    def volumes(self, gateway):
        try:
            found = self.client.list_volumes(GatewayARN=gateway)["VolumeInfos"]  #= reported rest
        except (ClientError, EndpointConnectionError):
            self.unreachable.add(gateway)
            return
        for kind, name in DESCRIBERS.items():
            arns = [v["VolumeARN"] for v in found if v["VolumeType"] == kind]
            describe = operator.methodcaller(name, VolumeARNs=arns)
            yield from describe(self.client)

    def initiators(self, volume):
        return self.client.list_volume_initiators(VolumeARN=volume)["Initiators"]  #= propagates rest


def walk(gateways):
    walker = Walker(boto3.client("storagegateway"))
    return {g: list(walker.volumes(g)) for g in gateways}, walker.unreachable
