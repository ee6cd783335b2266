import asyncio
import contextlib
import logging

import aioboto3
from botocore.exceptions import ClientError

log = logging.getLogger(__name__)


class Fleet:
    def __init__(self, regions):
        self.regions = regions
        self._stack = contextlib.AsyncExitStack()
        self._clients = {}

    async def __aenter__(self):
        session = aioboto3.Session()
        for region in self.regions:
            self._clients[region] = await self._stack.enter_async_context(
                session.client("storagegateway", region_name=region)
            )
        return self

    async def __aexit__(self, *exc):
        await self._stack.aclose()

    async def gateways(self, region):
        client = self._clients[region]
        found = []
        async for page in client.get_paginator("list_gateways").paginate():  #= swallowed rest
            found += page["Gateways"]
        return found

    async def all(self):
        results = await asyncio.gather(*(self.gateways(r) for r in self.regions), return_exceptions=True)
        found = {}
        for region, result in zip(self.regions, results):
            if isinstance(result, Exception):
                log.warning("%s: %s", region, result)
                continue
            found[region] = result
        return found


async def main():
    async with Fleet(["eu-west-1", "us-east-1"]) as fleet:
        print(await fleet.all())


asyncio.run(main())
