import abc
import boto3

class Nuker(abc.ABC):
    def __init__(self, session):
        self.session = session
    def nuke(self):
        for each in self.find():
            try:
                self.remove(each)
            except Exception as e:
                print(e)

class Ebs(Nuker):
    @property
    def client(self):
        return self.session.client("ec2")
    def find(self):
        return self.client.describe_volumes()["Volumes"]
    def remove(self, each):
        self.client.delete_volume(VolumeId=each["VolumeId"])

class Rds(Nuker):
    @property
    def client(self):
        return self.session.client("rds")
    def find(self):
        return self.client.list_tags_for_resource(ResourceName="a")
    def remove(self, each):
        self.client.remove_tags_from_resource(ResourceName="a", TagKeys=[])
