import threading
from lib.logger import logger
from lib.service import AWSService


class StorageGateway(AWSService):
    def __init__(self, provider):
        super().__init__("storagegateway", provider)
        self.gateways = []
        self.__threading_call__(self._list_gateways)

    def _list_gateways(self, regional_client):
        logger.info("listing")
        try:
            paginator = regional_client.get_paginator("list_file_shares")  #= swallowed rest
            for page in paginator.paginate():
                for share in page["FileShareInfoList"]:
                    self.gateways.append(share["FileShareARN"])
        except Exception as error:
            logger.error(f"{error.__class__.__name__}: {error}")
