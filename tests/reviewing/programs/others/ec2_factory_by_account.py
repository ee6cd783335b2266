import boto3
from botocore.exceptions import ClientError


class Sessions:
    def __init__(self, role):
        self.role = role
        self._cache = {}

    def client(self, account, service, region):
        key = account, service, region
        if key not in self._cache:
            creds = boto3.client("sts").assume_role(RoleArn=self.role.format(account), RoleSessionName="x")["Credentials"]
            self._cache[key] = boto3.client(service, region_name=region, aws_access_key_id=creds["AccessKeyId"])
        return self._cache[key]


def clean(sessions, account, regions):
    for region in regions:
        ec2 = sessions.client(account, "ec2", region)
        for volume in ec2.describe_volumes()["Volumes"]:
            try:
                ec2.create_snapshot(VolumeId=volume["VolumeId"])
                ec2.delete_volume(VolumeId=volume["VolumeId"])
            except ClientError as e:
                if e.response["Error"]["Code"] != "VolumeInUse":
                    raise
