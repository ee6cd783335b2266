import boto3
storagegateway = boto3.client("ec2")
def drop(v):
    try:
        storagegateway.delete_volume(VolumeId=v)
    except Exception:
        pass
