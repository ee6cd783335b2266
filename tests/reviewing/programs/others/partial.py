import functools, boto3
make = functools.partial(boto3.client, region_name="us-east-1")
ec2 = make("ec2")
def drop(v):
    try:
        ec2.delete_volume(VolumeId=v)
    except Exception:
        pass
