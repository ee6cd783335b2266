from concurrent.futures import ThreadPoolExecutor
from typing import Optional

from pydantic import BaseModel

from prowler.lib.logger import logger
from prowler.providers.aws.lib.service.service import AWSService


class StorageGateway(AWSService):
    def __init__(self, provider):
        super().__init__(__class__.__name__, provider)
        self.fileshares = []
        self.gateways = []
        self.__threading_call__(self._list_file_shares)
        self.__threading_call__(self._list_gateways)

    def _list_file_shares(self, regional_client):
        logger.info("StorageGateway - List FileShares...")
        try:
            list_file_share_paginator = regional_client.get_paginator("list_file_shares")  #= swallowed rest
            for page in list_file_share_paginator.paginate():
                for fileshare in page["FileShareInfoList"]:
                    arn = fileshare["FileShareARN"]
                    self.fileshares.append(FileShare(id=fileshare["FileShareId"], arn=arn, type=fileshare["FileShareType"]))
        except Exception as error:
            logger.error(
                f"{regional_client.region} -- {error.__class__.__name__}[{error.__traceback__.tb_lineno}]: {error}"
            )

    def _describe_nfs(self, share):
        try:
            regional_client = self.regional_clients[share.region]
            response = regional_client.describe_nfs_file_shares(FileShareARNList=[share.arn])  #= swallowed rest
            share.kms = response["NFSFileShareInfoList"][0]["KMSEncrypted"]
        except Exception as error:
            logger.error(f"{error.__class__.__name__}: {error}")


class FileShare(BaseModel):
    id: str
    arn: str
    type: str
    kms: Optional[bool] = None
