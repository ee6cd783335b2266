import logging
import time
from dataclasses import dataclass, field
from typing import Optional

import boto3
from botocore.exceptions import ClientError, WaiterError

LOG = logging.getLogger("gateway.poll")


@dataclass
class PollConfig:
    timeout: float = 300.0
    interval: float = 5.0
    ignore: tuple = ("GatewayNotConnected",)
    on_error: Optional[callable] = None


@dataclass
class Poller:
    config: PollConfig = field(default_factory=PollConfig)
    region: str = "eu-west-1"

    def __post_init__(self):
        self.client = boto3.client("storagegateway", region_name=self.region)

    def wait_running(self, arn):
        deadline = time.monotonic() + self.config.timeout
        while time.monotonic() < deadline:
            try:
                info = self.client.describe_gateway_information(GatewayARN=arn)  #= handled GatewayNotConnected; propagates rest
            except ClientError as err:
                code = err.response.get("error", {}).get("errorCode")
                if code not in self.config.ignore:
                    raise
                LOG.info("still %s", code)
                time.sleep(self.config.interval)
                continue
            if info["GatewayState"] == "RUNNING":
                return True
            time.sleep(self.config.interval)
        return False
