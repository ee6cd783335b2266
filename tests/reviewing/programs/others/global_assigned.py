import boto3
client = None
def setup():
    global client
    client = boto3.client("ec2")
def drop(v):
    try:
        client.delete_volume(VolumeId=v)
    except Exception:
        pass
