import asyncio

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


async def within(gateway):
    try:
        async with asyncio.timeout(20):
            while True:
                try:
                    return client.describe_cache(GatewayARN=gateway)  #= swallowed rest
                except ClientError:
                    await asyncio.sleep(5)
    except TimeoutError:
        return None


async def waited(gateway, seconds):
    async def loop():
        while True:
            try:
                return client.describe_upload_buffer(GatewayARN=gateway)  #= translated rest
            except ClientError:
                await asyncio.sleep(5)

    try:
        return await asyncio.wait_for(loop(), timeout=seconds)
    except TimeoutError:
        raise RuntimeError("slow")


async def without_limit(gateway):
    while True:
        try:
            return client.start_gateway(GatewayARN=gateway)  #= endless rest
        except ClientError:
            async with asyncio.timeout(None):
                await asyncio.sleep(5)
