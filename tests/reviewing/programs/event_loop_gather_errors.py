import asyncio
import aioboto3
from botocore.exceptions import ClientError


async def state(sgw, arn):
    info = await sgw.describe_gateway_information(GatewayARN=arn)  #= translated rest
    return info["GatewayState"]


async def main(arns):
    async with aioboto3.Session().client("storagegateway") as sgw:
        results = await asyncio.gather(*(state(sgw, a) for a in arns), return_exceptions=True)
    errors = [r for r in results if isinstance(r, BaseException)]
    if errors:
        raise ExceptionGroup("states", errors)
    return results


async def stop(arns):
    async with aioboto3.Session().client("storagegateway") as sgw:
        for future in asyncio.as_completed([sgw.shutdown_gateway(GatewayARN=a) for a in arns]):  #= swallowed rest
            try:
                await future
            except ClientError as e:
                print(e)
