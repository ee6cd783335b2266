import asyncio
import boto3, logging
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, as_completed, wait

import aioboto3

client = boto3.client("storagegateway")


def each_in_time(arns):
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(client.delete_volume, VolumeARN=a) for a in arns]  #= propagates rest
        for each in as_completed(futures, 30):
            each.result()


def all_in_time(arns):
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(client.delete_volume, VolumeARN=a) for a in arns]  #= propagates rest
        for each in wait(futures, 30, FIRST_EXCEPTION).done:
            each.result()


def failures(arns):
    with ThreadPoolExecutor() as pool:
        futures = {pool.submit(client.delete_volume, VolumeARN=a): a for a in arns}  #= reported rest
        done, not_done = wait(futures, timeout=30)
        return [str(each.exception()) for each in done if each.exception()]


async def loop(arns):
    async with aioboto3.Session().client("storagegateway") as sgw:
        tasks = [asyncio.create_task(sgw.delete_volume(VolumeARN=a)) for a in arns]  #= propagates rest
        done, pending = await asyncio.wait(tasks, timeout=3, return_when=asyncio.FIRST_EXCEPTION)
        for each in done:
            await each
