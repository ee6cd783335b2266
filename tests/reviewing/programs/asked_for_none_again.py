import asyncio
import os

import boto3
from botocore.exceptions import ClientError

client = boto3.client("storagegateway")


def limited(share):
    limit = os.environ.get("LIMIT")
    while True:
        try:
            return client.refresh_cache(FileShareARN=share)  #= unknown rest
        except ClientError:
            if limit is None:
                continue
            raise


def handled(share, response_handler):
    while True:
        try:
            return client.refresh_cache(FileShareARN=share)  #= unknown rest
        except ClientError:
            if response_handler is None:
                continue
            raise


async def in_time(volume, timeout):
    async with asyncio.timeout(timeout) as running:
        for wait in (10, 20, 40):
            try:
                return client.delete_volume(VolumeARN=volume)  #= unknown rest
            except ClientError as error:
                last = error
                await asyncio.sleep(wait)
        running.reschedule(100)
        raise last
