import boto3
clients = {name: boto3.client(name) for name in ("ec2", "rds")}
def drop(volume):
    try:
        clients["ec2"].delete_volume(VolumeId=volume)
    except Exception:
        pass
