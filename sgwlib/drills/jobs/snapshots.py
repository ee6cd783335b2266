"""Every night at 03:00: take a snapshot of each volume of our gateways."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    for gateway in settings["gateways"]:
        for volume in client.list_volumes(GatewayARN=gateway)["VolumeInfos"]:
            found = client.create_snapshot(
                VolumeARN=volume["VolumeARN"], SnapshotDescription="nightly"
            )
            log.info("%s of %s", found["SnapshotId"], volume["VolumeARN"])
