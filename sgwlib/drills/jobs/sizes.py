"""Every night at 03:00: report the size of each volume, for the bill."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    sizes = {}
    for info in client.list_volumes()["VolumeInfos"]:
        arn = info["VolumeARN"]
        found = client.describe_cached_iscsi_volumes(VolumeARNs=[arn])["CachediSCSIVolumes"]
        sizes[arn] = found[0]["VolumeSizeInBytes"]
        log.info("%s has %d bytes", arn, sizes[arn])
    return sizes
