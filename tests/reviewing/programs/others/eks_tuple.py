import boto3
ec2, rds = boto3.client("ec2"), boto3.client("rds")
try:
    ec2.create_snapshot(VolumeId="v")
    rds.list_tags_for_resource(ResourceName="r")
except Exception:
    pass
