import boto3
from moto import mock_aws
@mock_aws
def test_delete():
    ec2 = boto3.client("ec2", region_name="us-east-1")
    volume = ec2.create_volume(Size=1, AvailabilityZone="us-east-1a")
    ec2.delete_volume(VolumeId=volume["VolumeId"])
