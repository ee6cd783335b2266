import time
from abc import ABC, abstractmethod

import boto3
from botocore.exceptions import ClientError


class Step(ABC):
    retries = 3

    def __init__(self, client):
        self.client = client

    @abstractmethod
    def execute(self, **inputs): ...

    def should_retry(self, error):
        return error.response["Error"]["Code"] in ("ThrottlingException", "InternalServerError")

    def run(self, **inputs):
        for attempt in range(1, self.retries + 1):
            try:
                return self.execute(**inputs)
            except ClientError as error:
                if attempt == self.retries or not self.should_retry(error):
                    raise
                time.sleep(2**attempt)


class Activate(Step):
    def execute(self, key, name):
        return self.client.activate_gateway(  #= handled ThrottlingException, InternalServerError; propagates rest
            ActivationKey=key, GatewayName=name, GatewayTimezone="GMT", GatewayRegion="eu-west-1"
        )["GatewayARN"]


class AddDisk(Step):
    retries = 1

    def execute(self, arn, disk):
        self.client.add_cache(GatewayARN=arn, DiskIds=[disk])  #= propagates rest


def pipeline(key, disk):
    client = boto3.client("storagegateway")
    arn = Activate(client).run(key=key, name="g")
    AddDisk(client).run(arn=arn, disk=disk)
    return arn
