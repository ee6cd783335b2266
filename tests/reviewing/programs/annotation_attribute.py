from __future__ import annotations
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_storagegateway.client import StorageGatewayClient


@dataclass
class Volumes:
    client: StorageGatewayClient
    gateway: str

    def arns(self) -> list[str]:
        return [v["VolumeARN"] for v in self.client.list_volumes(GatewayARN=self.gateway)["VolumeInfos"]]  #= propagates rest
