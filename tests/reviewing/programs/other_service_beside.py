import boto3
from botocore.exceptions import ClientError

ec2 = boto3.client("ec2")
sgw = boto3.client("storagegateway")


def clean(volume, arn):
    try:
        ec2.delete_volume(VolumeId=volume)
    except ClientError:
        pass
    try:
        sgw.delete_volume(VolumeARN=arn)  #= translated rest
    except ClientError as error:
        raise Exception("not deleted") from error
