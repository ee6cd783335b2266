import aioboto3


class Gateways:
    def __init__(self):
        self.session = aioboto3.Session()

    async def __aenter__(self):
        self._cm = self.session.client("storagegateway")
        self.client = await self._cm.__aenter__()
        return self

    async def __aexit__(self, *args):
        await self._cm.__aexit__(*args)

    async def names(self):
        try:
            found = await self.client.list_gateways()  #= swallowed rest
        except Exception:
            return []
        return [g["GatewayName"] for g in found["Gateways"]]


async def main():
    async with Gateways() as gateways:
        print(await gateways.names())
