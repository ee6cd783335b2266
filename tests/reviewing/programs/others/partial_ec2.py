import functools
import boto3

ec2 = functools.partial(boto3.client, "ec2")
get = lambda: boto3.client("ec2")


def go():
    try:
        ec2().delete_volume(VolumeId="v")
        get().create_snapshot(VolumeId="v")
    except Exception:
        pass
