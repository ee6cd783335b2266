"""Activate our new gateways, and give them their disks. It can run again: what is done stays."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    known = {each["GatewayName"]: each["GatewayARN"] for each in client.list_gateways()["Gateways"]}
    for name, plan in settings.items():
        arn = known.get(name) or activate(client, name, plan)
        allocate(client.add_cache, arn, free(client, arn, plan["cache"], "CACHE STORAGE"))
        allocate(client.add_upload_buffer, arn, free(client, arn, plan["buffer"], "UPLOAD BUFFER"))
        log.info("%s is ready", name)


def activate(client, name, plan):
    log.info("activating %s", name)
    return client.activate_gateway(
        ActivationKey=plan["key"],
        GatewayName=name,
        GatewayTimezone="GMT",
        GatewayRegion=plan["region"],
        GatewayType="CACHED",
    )["GatewayARN"]


def free(client, arn, paths, use):
    """Return the ids of the disks that are not yet in their use."""
    disks = client.list_local_disks(GatewayARN=arn)["Disks"]
    return [
        disk["DiskId"]
        for disk in disks
        if disk["DiskPath"] in paths and disk["DiskAllocationType"] != use
    ]


def allocate(add, arn, ids):
    if ids:
        log.info("%s to %s", ", ".join(ids), add.__name__)
        add(GatewayARN=arn, DiskIds=ids)
