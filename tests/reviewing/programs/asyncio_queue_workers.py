import asyncio
import logging

import aioboto3
from botocore.exceptions import ClientError

logger = logging.getLogger("refresh")


async def worker(name, queue, failures):
    session = aioboto3.Session()
    async with session.client("storagegateway") as client:
        while True:
            arn = await queue.get()
            try:
                await client.refresh_cache(FileShareARN=arn, Recursive=True)  #= reported rest
                logger.info("%s refreshed %s", name, arn)
            except ClientError as err:
                failures[arn] = err.response["Error"]["Message"]
            finally:
                queue.task_done()


async def main(arns, size=3):
    queue = asyncio.Queue()
    failures = {}
    for arn in arns:
        queue.put_nowait(arn)
    tasks = [asyncio.create_task(worker(f"w{n}", queue, failures)) for n in range(size)]
    await queue.join()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return failures
