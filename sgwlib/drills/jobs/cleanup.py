"""Every night at 03:00: delete the scratch volumes of yesterday."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    infos = client.list_volumes(GatewayARN=settings["gateway"])["VolumeInfos"]
    arns = [info["VolumeARN"] for info in infos]
    for volume in client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]:
        target = volume["VolumeiSCSIAttributes"]["TargetARN"].rpartition(":")[2]
        if target.startswith("scratch"):
            log.info("deleting %s, %s", target, volume["VolumeARN"])
            client.delete_volume(VolumeARN=volume["VolumeARN"])
