"""Associate the gateway with our file systems. It can run again: what is done stays."""

import logging

log = logging.getLogger(__name__)


def main(client, settings):
    for number, plan in enumerate(settings["file systems"]):
        more = {"EndpointNetworkConfiguration": {"IpAddresses": [plan["ip"]]}} if plan["ip"] else {}
        log.info("associating %s", plan["name"])
        client.associate_file_system(
            GatewayARN=settings["gateway"],
            LocationARN=plan["arn"],
            UserName="Admin",
            Password=settings["password"],
            ClientToken=f"file-system-{number}",  # the same each time, so nothing is made twice
            **more,
        )
