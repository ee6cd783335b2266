import boto3
class Base:
    service = "s3"
    def __init__(self, region):
        self.client = boto3.client(self.service, region_name=region)
class Volumes(Base):
    service = "ec2"
    def drop(self, volume):
        try:
            self.client.delete_volume(VolumeId=volume)
        except Exception:
            print("no")
