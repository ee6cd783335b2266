import asyncio

from ScoutSuite.core.console import print_exception, print_warning
from ScoutSuite.providers.aws.facade.basefacade import AWSBaseFacade
from ScoutSuite.providers.aws.facade.utils import AWSFacadeUtils
from ScoutSuite.providers.utils import run_concurrently, map_concurrently


class StorageGatewayFacade(AWSBaseFacade):
    async def get_gateways(self, region):
        client = AWSFacadeUtils.get_client("storagegateway", self.session, region)
        try:
            gateways = (await run_concurrently(client.list_gateways))["Gateways"]  #= swallowed rest
            await map_concurrently(self._get_and_set_tags, gateways, region=region)
            return gateways
        except Exception as e:
            print_exception(f"Failed to list gateways: {e}")
            return []

    async def _get_and_set_tags(self, gateway: {}, region: str):
        client = AWSFacadeUtils.get_client("storagegateway", self.session, region)
        try:
            tags = await run_concurrently(
                lambda: client.list_tags_for_resource(ResourceARN=gateway["GatewayARN"])["Tags"]  #= handled InvalidGatewayRequestException; swallowed rest
            )
            gateway["tags"] = {t["Key"]: t["Value"] for t in tags}
        except Exception as e:
            if "InvalidGatewayRequest" in str(e):
                print_warning(f"no tags: {e}")
            else:
                print_exception(f"Failed to get tags: {e}")

    async def get_volumes(self, region):
        try:
            client = AWSFacadeUtils.get_client("storagegateway", self.session, region)
            return await AWSFacadeUtils.get_all_pages("storagegateway", region, self.session, "list_volumes", "VolumeInfos")
        except Exception as e:
            print_exception(f"Failed: {e}")
