import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

import aioboto3
from botocore.exceptions import ClientError

log = logging.getLogger(__name__)


class GiveUp(Exception):
    pass


async def supervised(make: Callable[[], Awaitable], *, attempts=3):
    for attempt in range(attempts):
        try:
            return await make()
        except ClientError as e:
            if e.response["Error"]["Code"] not in ("ThrottlingException", "ServiceUnavailable"):
                raise
            await asyncio.sleep(random.random() * 2**attempt)
    raise GiveUp(f"after {attempts} attempts")


async def disks(arn):
    async with aioboto3.Session().client("storagegateway") as client:
        return await supervised(lambda: client.list_local_disks(GatewayARN=arn))  #= translated ThrottlingException, ServiceUnavailable; propagates rest


async def main(arns):
    for arn in arns:
        try:
            found = await disks(arn)
        except GiveUp:
            raise
        log.info("%s: %d", arn, len(found["Disks"]))
