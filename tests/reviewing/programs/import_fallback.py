import boto3, logging
import botocore.exceptions

client = boto3.client("storagegateway")


def drop(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except Exception as e:
        try:
            from botocore.exceptions import NewThrottlingError
        except ImportError:
            NewThrottlingError = KeyError
        if isinstance(e, NewThrottlingError):
            return False
        raise


def stop(arn):
    for _ in range(3):
        try:
            from botocore.exceptions import VolumeError
        except ImportError:
            VolumeError = client.exceptions.InvalidGatewayRequestException
        try:
            client.shutdown_gateway(GatewayARN=arn)  #= handled InvalidGatewayRequestException; reported request codes; propagates rest
        except VolumeError:
            return False


def start(arn):
    try:
        client.start_gateway(GatewayARN=arn)  #= crashes rest
    except Exception as e:
        if isinstance(e, botocore.exceptions.NewThrottlingError):
            return False
        raise
