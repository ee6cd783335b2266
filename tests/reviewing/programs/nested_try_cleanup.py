import boto3
from botocore.exceptions import ClientError


def create(arn):
    sgw = boto3.client("storagegateway")
    try:
        try:
            made = sgw.create_cached_iscsi_volume(GatewayARN=arn, VolumeSizeInBytes=1, TargetName="t", NetworkInterfaceId="n", ClientToken="c")  #= reported rest
        except ClientError:
            print("cleaning up")
            raise
        return {"volume": made["VolumeARN"]}
    except Exception as error:
        return {"error": error.__class__.__name__}
