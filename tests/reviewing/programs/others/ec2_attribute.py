import boto3
class Disks:
    def __init__(self):
        self.c = boto3.client("ec2")
    def snap(self, volume):
        try:
            return self.c.create_snapshot(VolumeId=volume)["SnapshotId"]
        except Exception:
            pass
