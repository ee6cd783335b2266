from types import SimpleNamespace

import boto3

aws = SimpleNamespace(ec2=boto3.client("ec2"), fsx=boto3.client("fsx"))


def go(volume):
    try:
        aws.ec2.delete_volume(VolumeId=volume)
        aws.fsx.delete_volume(VolumeId=volume)
    except Exception:
        pass
