import asyncio
import aioboto3

SEM = asyncio.Semaphore(4)


async def delete(client, arn, results):
    async with SEM:
        try:
            await client.delete_tape_archive(TapeARN=arn)  #= reported rest
            results[arn] = "deleted"
        except Exception as exc:
            results[arn] = f"error: {exc}"


async def main(arns):
    results = {}
    async with aioboto3.Session().client("storagegateway") as client:
        await asyncio.gather(*(delete(client, arn, results) for arn in arns))
    return results
