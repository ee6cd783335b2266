import sys
import logging
from functools import reduce

import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger("driver")


class VolumeStats:
    __slots__ = ("arn", "size", "used")

    def __init__(self, arn, size, used=None):
        self.arn = arn
        self.size = size
        self.used = used

    @classmethod
    def load(cls, client, info):
        arn = info["VolumeARN"]
        try:
            described = client.describe_cached_iscsi_volumes(VolumeARNs=[arn])  #= handled VolumeNotFound; swallowed rest
        except ClientError as err:
            inner = err.response.get("error")
            if inner and inner["errorCode"] == "VolumeNotFound":
                return cls(arn, 0, 0)
            logger.exception("cannot describe %s", arn)
            return None
        return cls(arn, info["VolumeSizeInBytes"], described["CachediSCSIVolumes"][0].get("VolumeUsedInBytes"))


def total(gateway):
    client = boto3.client("storagegateway")
    infos = client.list_volumes(GatewayARN=gateway)["VolumeInfos"]  #= propagates rest
    stats = filter(None, (VolumeStats.load(client, each) for each in infos))
    return reduce(lambda a, b: a + b.size, stats, 0)


print(total(sys.argv[1]))
