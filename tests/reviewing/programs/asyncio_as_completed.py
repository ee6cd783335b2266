import asyncio
import logging

import aioboto3
from botocore.exceptions import ClientError

log = logging.getLogger(__name__)


async def one(client, arn):
    answer = await client.describe_upload_buffer(GatewayARN=arn)  #= swallowed rest
    return arn, answer["UploadBufferAllocatedInBytes"]


async def buffers(arns):
    total = 0
    async with aioboto3.Session().client("storagegateway") as client:
        for coro in asyncio.as_completed([one(client, arn) for arn in arns]):
            try:
                arn, size = await coro
            except ClientError as e:
                log.warning("%s", e)
                continue
            total += size
    return total
