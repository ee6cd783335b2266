import boto3
from botocore.exceptions import ClientError

REGISTRY = {}


def register(cls):
    REGISTRY[cls.service] = cls
    return cls


class Collector:
    service = None

    def __init__(self, session, region):
        self.client = session.client(self.service, region_name=region)

    def delete_all(self):
        raise NotImplementedError


@register
class Ebs(Collector):
    service = "ec2"

    def delete_all(self):
        for v in self.client.describe_volumes()["Volumes"]:
            try:
                self.client.delete_volume(VolumeId=v["VolumeId"])
            except ClientError as e:
                print(e)


@register
class Fsx(Collector):
    service = "fsx"

    def delete_all(self):
        for v in self.client.describe_volumes()["Volumes"]:
            try:
                self.client.delete_volume(VolumeId=v["VolumeId"])
            except ClientError:
                pass
