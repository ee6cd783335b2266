"""Every night at 03:00: report the status of each volume."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    infos = client.list_volumes()["VolumeInfos"]
    arns = [info["VolumeARN"] for info in infos]
    log.info("describing %d volumes", len(arns))
    volumes = client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    return {volume["VolumeARN"]: volume["VolumeStatus"] for volume in volumes}
