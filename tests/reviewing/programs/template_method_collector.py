from abc import ABC, abstractmethod

import boto3
from botocore.exceptions import ClientError


class Collector(ABC):
    service = None

    def __init__(self, session, region):
        self.region = region
        self.client = session.client(self.service, region_name=region)
        self.denied = False

    @abstractmethod
    def fetch(self):
        """Return resources."""

    def run(self):
        try:
            return list(self.fetch())
        except ClientError as e:
            code = e.response["Error"]["Code"]
            if code in ("AccessDenied", "AccessDeniedException", "UnrecognizedClientException"):
                self.denied = True
                return []
            raise


class GatewayCollector(Collector):
    service = "storagegateway"

    def fetch(self):
        for page in self.client.get_paginator("list_gateways").paginate():  #= handled UnrecognizedClientException; propagates rest
            for gw in page["Gateways"]:
                gw["Tags"] = self.tags(gw["GatewayARN"])
                yield gw

    def tags(self, arn):
        try:
            return self.client.list_tags_for_resource(ResourceARN=arn)["Tags"]  #= swallowed rest
        except ClientError:
            return []


class VolumeCollector(Collector):
    service = "ec2"

    def fetch(self):
        return self.client.describe_volumes()["Volumes"]


def main():
    session = boto3.Session()
    for kind in (GatewayCollector, VolumeCollector):
        for region in session.get_available_regions("ec2"):
            print(kind.__name__, region, len(kind(session, region).run()))
