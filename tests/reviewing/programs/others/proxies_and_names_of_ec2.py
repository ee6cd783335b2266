import boto3
from botocore.exceptions import ClientError


class Proxy:
    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        method = getattr(self._client, name)

        def call(**kwargs):
            try:
                return method(**kwargs)
            except ClientError:
                return None

        return call


class Api:
    def __init__(self):
        self.ec2 = boto3.client("ec2")

    def _call(self, operation, **parameters):
        try:
            return getattr(self.ec2, operation)(**parameters)
        except ClientError:
            return None

    def remove(self, volume, snapshot):
        self._call("delete_volume", VolumeId=volume)
        self._call("create_snapshot", VolumeId=volume)


def pages(client, operation, key):
    for page in client.get_paginator(operation).paginate():
        yield from page[key]


def main():
    ec2 = Proxy(boto3.client("ec2"))
    ec2.delete_volume(VolumeId="vol-1")
    emr = boto3.client("emr-containers")
    return [*pages(emr, "list_volumes", "Volumes"), *pages(boto3.client("ssm"), "list_tags_for_resource", "Tags")]
