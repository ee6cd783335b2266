import boto3


class Base:
    service = ""

    def __init__(self):
        self.client = boto3.client(self.service)


class Sgw(Base):
    service = "storagegateway"


class Ec2(Base):
    service = "ec2"

    def drop(self, v):
        try:
            self.client.delete_volume(VolumeId=v)
            self.client.create_snapshot(VolumeId=v)
        except Exception:
            pass
