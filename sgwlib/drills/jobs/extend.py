"""Every night at 03:00: see to it that the planned disks are in the upload buffer."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    gateway = settings["gateway"]
    used = client.describe_upload_buffer(GatewayARN=gateway)["DiskIds"]
    missing = [disk for disk in settings["disks"] if disk not in used]
    if missing:
        log.info("adding %s", ", ".join(missing))
        client.add_upload_buffer(GatewayARN=gateway, DiskIds=missing)
