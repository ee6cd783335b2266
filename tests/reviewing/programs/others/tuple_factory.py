import boto3


def clients(region):
    return boto3.client("storagegateway", region_name=region), boto3.client("ec2", region_name=region)


def go():
    sgw, ec2 = clients("a")
    try:
        ec2.delete_volume(VolumeId="a")
        ec2.create_snapshot(VolumeId="a")
    except Exception:
        pass
