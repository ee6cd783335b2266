import boto3
def remove(client, volume):
    try:
        client.delete_volume(VolumeId=volume)
    except Exception:
        pass
def main():
    remove(boto3.client("ec2"), "vol-1")
