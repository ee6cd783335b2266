import logging
from abc import ABC, abstractmethod

import boto3
import botocore.exceptions as bx

log = logging.getLogger(__name__)


class AwsResource(ABC):
    service: str = ""

    def __init__(self, session=None, region="eu-central-1"):
        self._session = session or boto3.Session(region_name=region)
        self._client = None

    @property
    def client(self):
        if self._client is None:
            self._client = self._session.client(self.service)
        return self._client

    @abstractmethod
    def scan(self):
        ...


class TaggingMixin:
    def tags_of(self, arn):
        try:
            answer = self.client.list_tags_for_resource(ResourceARN=arn)  #= swallowed rest
        except bx.ClientError as err:
            log.debug("no tags for %s: %s", arn, err)
            return {}
        return {t["Key"]: t["Value"] for t in answer["Tags"]}


class StorageGateways(TaggingMixin, AwsResource):
    service = "storagegateway"

    def scan(self):
        found = []
        for page in self.client.get_paginator("list_gateways").paginate():  #= propagates rest
            for gateway in page["Gateways"]:
                gateway["Tags"] = self.tags_of(gateway["GatewayARN"])
                found.append(gateway)
        return found

    def stop(self, arn):
        try:
            self.client.shutdown_gateway(GatewayARN=arn)  #= translated rest
        except bx.ClientError as err:
            raise RuntimeError(f"cannot stop {arn}") from err
