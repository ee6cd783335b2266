import boto3
from botocore.exceptions import ClientError


class JobError(RuntimeError):
    pass


def work(client, arn):
    try:
        client.create_cached_iscsi_volume(GatewayARN=arn, VolumeSizeInBytes=1, TargetName="t", NetworkInterfaceId="n", ClientToken="c")  #= handled TargetAlreadyExists; translated rest
    except ClientError as e:
        raise JobError("volume") from e


def main(arn):
    client = boto3.client("storagegateway")
    try:
        work(client, arn)
    except JobError as e:
        cause = e.__cause__
        if isinstance(cause, ClientError) and cause.response.get("error", {}).get("errorCode") == "TargetAlreadyExists":
            return 0
        raise SystemExit(3)
    return 0
