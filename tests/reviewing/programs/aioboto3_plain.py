import aioboto3


async def gateways():
    session = aioboto3.Session()
    async with session.client("storagegateway") as client:
        return (await client.list_gateways())["Gateways"]  #= propagates rest
