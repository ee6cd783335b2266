from dataclasses import dataclass, field
from types import MappingProxyType

import boto3
from botocore.exceptions import ClientError

TEXTS = MappingProxyType({"VolumeInUse": "busy", "VolumeNotFound": "gone"})


@dataclass
class Gateways:
    client: object = field(default_factory=lambda: boto3.client("storagegateway"))

    def all(self):
        return self.client.list_gateways()  #= propagates rest

    def remove(self, volume):
        try:
            self.client.delete_volume(VolumeARN=volume)  #= handled VolumeInUse, VolumeNotFound; propagates rest
        except ClientError as error:
            code = error.response.get("error", {}).get("errorCode")
            if code not in TEXTS.keys():
                raise
            print(TEXTS[code])

    def start_time(self, gateway):
        try:
            return self.client.describe_maintenance_start_time(GatewayARN=gateway)  #= swallowed request codes; handled InvalidGatewayRequestException; propagates rest
        except self.client.exceptions.from_code("InvalidGatewayRequestException"):
            return None
