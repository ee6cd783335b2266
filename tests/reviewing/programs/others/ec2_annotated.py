from mypy_boto3_ec2 import EC2Client
def remove(client: EC2Client, volume: str) -> None:
    try:
        client.delete_volume(VolumeId=volume)
    except Exception:
        return None
