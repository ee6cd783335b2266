import asyncio
import logging

import boto3
from anyio import to_thread
from asgiref.sync import sync_to_async
from botocore.exceptions import ClientError
from starlette.concurrency import run_in_threadpool

log = logging.getLogger(__name__)
client = boto3.client("storagegateway")


async def gateways():
    try:
        page = await run_in_threadpool(client.list_gateways, Limit=50)  #= reported rest
    except ClientError as e:
        return {"error": e.response["Error"]["Code"]}
    return {"gateways": page["Gateways"]}


async def volumes(arn):
    try:
        page = await to_thread.run_sync(lambda: client.list_volumes(GatewayARN=arn))  #= swallowed rest
        return page["VolumeInfos"]
    except ClientError:
        log.exception("no volumes")
        return []


async def describe(arn):
    loop = asyncio.get_running_loop()
    info = await loop.run_in_executor(None, lambda: client.describe_gateway_information(GatewayARN=arn))  #= propagates rest
    return info["GatewayState"]


async def shares(arn):
    try:
        return await asyncio.wait_for(asyncio.to_thread(client.list_file_shares, GatewayARN=arn), timeout=10)  #= translated rest
    except asyncio.TimeoutError:
        return None
    except ClientError as e:
        raise RuntimeError("shares") from e


async def tapes():
    fetch = sync_to_async(client.list_tapes, thread_sensitive=False)  #= swallowed rest
    try:
        return (await fetch())["TapeInfos"]
    except ClientError:
        return []
