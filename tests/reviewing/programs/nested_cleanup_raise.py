import contextlib
import uuid

import boto3
from botocore.exceptions import ClientError


class Provisioner:
    def __init__(self, region):
        self.sgw = boto3.client("storagegateway", region_name=region)
        self.ec2 = boto3.client("ec2", region_name=region)

    def volume(self, gateway, size, ip):
        answer = self.sgw.create_cached_iscsi_volume(  #= propagates rest
            GatewayARN=gateway, VolumeSizeInBytes=size, TargetName="t", NetworkInterfaceId=ip, ClientToken=str(uuid.uuid4())
        )
        arn = answer["VolumeARN"]
        try:
            self.sgw.update_chap_credentials(TargetARN=answer["TargetARN"], SecretToAuthenticateInitiator="x" * 12, InitiatorName="i")  #= propagates rest
        except ClientError:
            with contextlib.suppress(ClientError):
                self.sgw.delete_volume(VolumeARN=arn)  #= swallowed rest
            raise
        return arn

    def schedule(self, arn):
        try:
            self.sgw.update_snapshot_schedule(VolumeARN=arn, StartAt=1, RecurrenceInHours=24)  #= translated rest
        except ClientError as err:
            try:
                self.ec2.delete_volume(VolumeId=arn.rsplit("/")[-1])
            except ClientError as second:
                raise RuntimeError(f"cleanup failed after {err}") from second
            raise ValueError("no schedule") from err
        finally:
            print("done")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if isinstance(value, ClientError) and value.response["Error"]["Code"] == "ThrottlingException":
            print("throttled")
            return True
        return False


def describe(region, arn):
    with Provisioner(region) as p:
        return p.sgw.describe_snapshot_schedule(VolumeARN=arn)  #= handled ThrottlingException; propagates rest
