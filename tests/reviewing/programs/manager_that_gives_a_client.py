import asyncio
from typing import Protocol

import boto3
from botocore.exceptions import ClientError


class Session:
    def __init__(self, region="us-east-1"):
        self.region = region

    def __enter__(self):
        self.client = boto3.client("storagegateway", region_name=self.region)
        return self.client

    def __exit__(self, *_):
        self.client.close()


class Refreshes(Protocol):
    def refresh_cache(self, *, FileShareARN: str) -> dict: ...


class Shares:
    def __init__(self, gateway: Refreshes):
        self._gateway = gateway

    async def refresh(self, share):
        try:
            return await asyncio.to_thread(self._gateway.refresh_cache, FileShareARN=share)  #= reported rest
        except ClientError as error:
            return str(error)


def update(gateway):
    with Session() as client:
        client.update_gateway_software_now(GatewayARN=gateway)  #= propagates rest
