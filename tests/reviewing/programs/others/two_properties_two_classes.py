import boto3
class A:
    @property
    def client(self):
        return boto3.client("storagegateway")
class B:
    @property
    def client(self):
        return boto3.client("ec2")
    def drop(self, id):
        try:
            self.client.delete_volume(VolumeId=id)
        except Exception:
            pass
def go(id):
    b = B()
    try:
        b.client.create_snapshot(VolumeId=id)
    except Exception:
        pass
