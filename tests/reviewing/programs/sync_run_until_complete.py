import asyncio
import aioboto3


async def names():
    async with aioboto3.Session().client("storagegateway") as client:
        return (await client.list_gateways())["Gateways"]  #= translated rest


def main():
    loop = asyncio.get_event_loop()
    try:
        print(loop.run_until_complete(names()))
    except Exception as error:
        raise SystemExit(f"failed: {error}")
