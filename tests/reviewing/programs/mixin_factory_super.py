import abc

import boto3
import botocore.exceptions


class AWSResource(abc.ABC):
    service = None

    def __init__(self, region):
        self.region = region
        self.errors = []

    @property
    def client(self):
        if not hasattr(self, "_client"):
            self._client = boto3.client(self.service, region_name=self.region)
        return self._client

    @abc.abstractmethod
    def fetch(self):
        ...

    @abc.abstractmethod
    def remove(self, item):
        ...

    def clean(self):
        for item in self.fetch():
            try:
                self.remove(item)
            except botocore.exceptions.ClientError as error:
                code = error.response["Error"]["Code"]
                if code == "ThrottlingException":
                    raise
                self.errors.append((item, code))
        return not self.errors


class Gateways(AWSResource):
    service = "storagegateway"

    def fetch(self):
        for page in self.client.get_paginator("list_gateways").paginate():  #= propagates rest
            yield from page["Gateways"]

    def remove(self, item):
        self.client.delete_gateway(GatewayARN=item["GatewayARN"])  #= propagates ThrottlingException; reported rest


class Snapshots(AWSResource):
    service = "ec2"

    def fetch(self):
        return self.client.describe_snapshots()["Snapshots"]

    def remove(self, item):
        self.client.delete_snapshot(SnapshotId=item["SnapshotId"])


def main():
    for kind in (Gateways, Snapshots):
        kind("us-east-1").clean()
