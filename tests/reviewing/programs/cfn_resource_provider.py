import random
import string

import boto3
from botocore.exceptions import ClientError
from cfn_resource_provider import ResourceProvider


class CacheProvider(ResourceProvider):
    def __init__(self):
        super(CacheProvider, self).__init__()
        self.sgw = boto3.client("storagegateway")

    def disks(self):
        if self.get("DiskIds") is not None:
            return self.get("DiskIds")
        found = self.sgw.list_local_disks(GatewayARN=self.get("GatewayARN"))  #= reported rest
        return [each["DiskId"] for each in found["Disks"]]

    @staticmethod
    def token(size=8):
        return "".join(random.choice(string.ascii_lowercase) for _ in range(size))

    def share(self):
        try:
            self.sgw.create_nfs_file_share(ClientToken=self.token(), Role="r", GatewayARN="g", LocationARN="l")  #= swallowed rest
        except ClientError as error:
            print(error)

    def create(self):
        try:
            self.sgw.add_cache(  #= reported rest
                GatewayARN=self.get("GatewayARN"),
                DiskIds=self.disks(),
            )
            self.physical_resource_id = "cache"
        except ClientError as error:
            self.physical_resource_id = "could-not-create"
            self.fail(str(error))
