import logging
import sys
from dataclasses import dataclass
from functools import partial

import boto3
from botocore.exceptions import ClientError, WaiterError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    name: str
    action: callable
    ignore: tuple = ()
    critical: bool = True


class StepFailed(RuntimeError):
    def __init__(self, step, cause):
        super().__init__(f"{step.name}: {cause}")
        self.step = step


class Plan:
    def __init__(self, client, gateway, volume):
        self.steps = [
            Step("detach", partial(client.detach_volume, VolumeARN=volume), ignore=("VolumeNotFound",)),  #= translated rest
            Step("delete", partial(client.delete_volume, VolumeARN=volume), ignore=("VolumeNotFound",)),  #= handled VolumeNotFound; translated rest
            Step("tags", lambda: client.remove_tags_from_resource(ResourceARN=gateway, TagKeys=["x"]), critical=False),  #= swallowed rest
        ]

    def execute(self):
        for step in self.steps:
            try:
                step.action()
            except ClientError as e:
                code = e.response.get("error", {}).get("errorCode")
                if code in step.ignore:
                    logger.info("%s: ignored %s", step.name, code)
                elif step.critical:
                    raise StepFailed(step, e) from e
                else:
                    logger.warning("%s failed: %s", step.name, e)


def main(gateway, volume):
    plan = Plan(boto3.client("storagegateway"), gateway, volume)
    try:
        plan.execute()
    except StepFailed as failed:
        sys.exit(str(failed))
