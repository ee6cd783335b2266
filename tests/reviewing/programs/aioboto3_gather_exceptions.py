import asyncio
import aioboto3


async def delete_all(arns):
    session = aioboto3.Session()
    async with session.client("storagegateway") as sgw:
        results = await asyncio.gather(
            *[sgw.delete_file_share(FileShareARN=a) for a in arns], return_exceptions=True  #= reported rest
        )
    return results
