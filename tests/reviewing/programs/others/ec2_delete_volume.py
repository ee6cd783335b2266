import boto3
from botocore.exceptions import ClientError
ec2 = boto3.client("ec2")
def delete(volume):
    try:
        ec2.delete_volume(VolumeId=volume)
    except ClientError as e:
        if e.response["Error"]["Code"] == "VolumeInUse":
            return False
        raise
