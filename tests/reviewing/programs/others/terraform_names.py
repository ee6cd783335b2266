import boto3
client = boto3.client("ec2")
def drop(v):
    try:
        client.delete_volume(VolumeId=v)
    except client.exceptions.ClientError as e:
        if "InvalidVolume.NotFound" in str(e):
            return
        raise
