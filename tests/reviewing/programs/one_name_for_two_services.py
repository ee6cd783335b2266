import boto3


def copy(volume, arn):
    client = boto3.client("ec2")
    client.create_snapshot(VolumeId=volume)
    client = boto3.client("storagegateway")
    return client.create_snapshot(VolumeARN=arn, SnapshotDescription="copy")  #= propagates rest


client = boto3.client("ec2")
try:
    client.delete_volume(VolumeId="vol-11111111")
except Exception as error:
    print(error)
client = boto3.client("storagegateway")
client.delete_volume(VolumeARN="arn")  #= propagates rest
