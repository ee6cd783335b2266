import boto3
def make(service, region):
    return boto3.client(service, region_name=region)
def a(volume):
    ec2 = make("ec2", "a")
    try:
        ec2.delete_volume(VolumeId=volume)
        ec2.create_snapshot(VolumeId=volume)
    except Exception:
        pass
def b():
    return make("storagegateway", "a")
