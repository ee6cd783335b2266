import functools
import boto3

ec2 = functools.partial(boto3.client, "ec2")


def go(volume):
    try:
        ec2().create_snapshot(VolumeId=volume)
        ec2(region_name="a").delete_volume(VolumeId=volume)
    except Exception as e:
        print(e)
