"""Every night at 03:00: delete the volumes that are no longer needed."""

import logging
import time

log = logging.getLogger(__name__)


def main(client, settings):
    for arn in settings["volumes"]:
        while True:
            try:
                client.delete_volume(VolumeARN=arn)
                log.info("deleted %s", arn)
                break
            except Exception as error:
                log.warning("%s Trying again in a minute.", error)
                time.sleep(60)
