import asyncio
import aioboto3
from botocore.exceptions import ClientError


async def refresh(client, arn):
    try:
        await client.refresh_cache(FileShareARN=arn)  #= reported rest
    except ClientError as error:
        return arn, str(error)
    return arn, None


async def main(arns):
    session = aioboto3.Session()
    async with session.client("storagegateway") as client:
        return await asyncio.gather(*(refresh(client, arn) for arn in arns))
