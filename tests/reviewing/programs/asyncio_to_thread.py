import asyncio
import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


async def describe(arn):
    try:
        return await asyncio.to_thread(client.describe_gateway_information, GatewayARN=arn)  #= swallowed rest
    except ClientError:
        return None


async def stop(arn, loop=None):
    loop = loop or asyncio.get_running_loop()
    await loop.run_in_executor(None, lambda: client.shutdown_gateway(GatewayARN=arn))  #= propagates rest


async def with_timeout(arn):
    try:
        async with asyncio.timeout(30):
            return await asyncio.to_thread(client.describe_cache, GatewayARN=arn)  #= translated rest
    except TimeoutError:
        return None
    except ClientError as e:
        raise RuntimeError(arn) from e


async def main(arns):
    infos = await asyncio.gather(*[describe(a) for a in arns])
    for info in filter(None, infos):
        await stop(info["GatewayARN"])
