import boto3


def pairs():
    for r in ("a", "b"):
        yield r, boto3.client("ec2", region_name=r), boto3.client("storagegateway", region_name=r)


def go():
    for region, ec2, _ in pairs():
        try:
            ec2.delete_volume(VolumeId=region)
        except Exception:
            continue
