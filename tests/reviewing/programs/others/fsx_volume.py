import boto3
fsx = boto3.client("fsx")
def drop(volume):
    try:
        fsx.delete_volume(VolumeId=volume)
    except fsx.exceptions.VolumeNotFound:
        return None
