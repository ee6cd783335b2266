import functools
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

_config = Config(connect_timeout=5, read_timeout=60)
make = functools.partial(boto3.client, config=_config)
storage = functools.partial(make, "storagegateway")


def tags_for(arn):
    client = make("storagegateway", region_name=arn.split(":")[3])
    try:
        return {t["Key"]: t["Value"] for t in client.list_tags_for_resource(ResourceARN=arn)["Tags"]}  #= swallowed rest
    except ClientError:
        return {}


def sizes():
    client = storage()
    total = 0
    for volume in client.list_volumes()["VolumeInfos"]:  #= propagates rest
        total += volume.get("VolumeSizeInBytes", 0)
    return total
