import boto3
from botocore.exceptions import ClientError
from mycompany.inventory import BaseCollector, register


@register
class StorageGatewayCollector(BaseCollector):
    service = "storagegateway"
    resource_types = ("gateway", "volume")

    def collect_gateways(self):
        gateways = []
        for page in self.client.get_paginator("list_gateways").paginate():  #= propagates rest
            gateways.extend(page["Gateways"])
        return gateways

    def collect_volumes(self):
        try:
            return self.client.list_volumes()["VolumeInfos"]  #= swallowed rest
        except ClientError as e:
            self.logger.warning("no volumes: %s", e)
            return []


@register
class EfsCollector(BaseCollector):
    service = "efs"

    def tags(self, id):
        try:
            return self.client.list_tags_for_resource(ResourceId=id)["Tags"]
        except ClientError:
            return []
