import boto3
from botocore.exceptions import ClientError


class AwsService:
    def __init__(self, name, region):
        self.name = name
        self.client = boto3.client(name, region_name=region)

    def paginate(self, operation, key, **kwargs):
        for page in self.client.get_paginator(operation).paginate(**kwargs):
            yield from page[key]


class Gateways(AwsService):
    def __init__(self, region):
        super().__init__("storagegateway", region)

    def all(self):
        return list(self.paginate("list_gateways", "Gateways"))  #= propagates rest

    def tags(self, arn):
        try:
            return self.client.list_tags_for_resource(ResourceARN=arn)["Tags"]  #= swallowed rest
        except ClientError:
            return []


class Databases(AwsService):
    def __init__(self, region):
        super().__init__("rds", region)

    def tags(self, arn):
        try:
            return self.client.list_tags_for_resource(ResourceName=arn)["TagList"]
        except ClientError:
            return []
