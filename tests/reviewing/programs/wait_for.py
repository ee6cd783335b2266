import asyncio
import aioboto3


async def info(arn):
    async with aioboto3.Session().client("storagegateway") as sgw:
        try:
            return await asyncio.wait_for(sgw.describe_gateway_information(GatewayARN=arn), 5)  #= translated rest
        except asyncio.TimeoutError:
            return None
        except Exception as e:
            raise ConnectionError(arn) from e
