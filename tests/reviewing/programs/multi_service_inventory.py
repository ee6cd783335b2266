"""Inventories of many services through the same helpers."""
import boto3
from botocore.exceptions import ClientError


class Inventory:
    CALLS = {
        "storagegateway": ("list_gateways", "Gateways"),
        "efs": ("describe_file_systems", "FileSystems"),
        "backup": ("list_backup_vaults", "BackupVaultList"),
    }

    def __init__(self, session):
        self.session = session
        self.errors = {}

    def _paginate(self, client, operation, key, **kwargs):
        items = []
        if client.can_paginate(operation):
            for page in client.get_paginator(operation).paginate(**kwargs):
                items.extend(page.get(key, []))
        else:
            items = getattr(client, operation)(**kwargs).get(key, [])
        return items

    def all(self, region):
        found = {}
        for service, (operation, key) in self.CALLS.items():
            try:
                found[service] = self._paginate(self.session.client(service, region_name=region), operation, key)
            except ClientError as e:
                self.errors[service] = str(e)
        return found

    def gateways(self, region):
        sgw = self.session.client("storagegateway", region_name=region)
        try:
            return self._paginate(sgw, "list_gateways", "Gateways")  #= reported rest
        except ClientError as e:
            self.errors["storagegateway"] = e.response["Error"]["Code"]
            return []

    def tags(self, service, arn):
        client = self.session.client(service)
        return client.list_tags_for_resource(ResourceArn=arn)

    def efs_tags(self, arn):
        efs = self.session.client("efs")
        return self._paginate(efs, "list_tags_for_resource", "Tags", ResourceId=arn)

    def volumes(self, region):
        ec2 = self.session.client("ec2", region_name=region)
        return self._paginate(ec2, "describe_volumes", "Volumes")

    def snapshots(self):
        return self._paginate(self.session.client("fsx"), "list_volumes", "Volumes")
