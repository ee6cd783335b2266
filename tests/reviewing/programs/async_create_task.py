import asyncio
import aioboto3


async def one(client, arn):
    return await client.describe_nfs_file_shares(FileShareARNList=[arn])  #= swallowed rest


async def main(arns):
    async with aioboto3.Session().client("storagegateway") as client:
        tasks = [asyncio.create_task(one(client, arn)) for arn in arns]
        for task in tasks:
            try:
                await task
            except Exception as e:
                print(e)


asyncio.run(main(["a"]))
