from boto3 import Session
def attach(profile, volume, instance):
    client = Session(profile_name=profile).client("ec2")
    client.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")
    client.detach_volume(VolumeId=volume)
