import boto3
import logging

log = logging.getLogger()


class Result:
    def __init__(self):
        self.items = []
        self.errors = []

    @property
    def ok(self):
        return not self.errors

    def __iter__(self):
        return iter(self.items)


def gather(region):
    result = Result()
    client = boto3.client("storagegateway", region_name=region)
    try:
        result.items += client.list_tapes()["TapeInfos"]  #= reported rest
    except Exception as e:
        result.errors.append(e)
    try:
        result.items += client.list_volumes()["VolumeInfos"]  #= swallowed rest
    except Exception as e:
        log.debug(e)
    return result


def summary(regions):
    return {region: len(list(gather(region))) for region in regions}
