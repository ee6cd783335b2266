import boto3
from botocore.exceptions import ClientError

sgw = boto3.client("storagegateway")


def start(arn):
    try:
        sgw.start_gateway(GatewayARN=arn)  #= handled InternalServerError; swallowed server codes; propagates rest
    except ClientError as e:
        if type(e) is sgw.exceptions.InternalServerError:
            return
        raise


def stop(arn):
    try:
        sgw.shutdown_gateway(GatewayARN=arn)  #= handled InvalidGatewayRequestException; reported request codes; propagates rest
    except ClientError as e:
        if e.__class__ != sgw.exceptions.InvalidGatewayRequestException:
            raise
        return "not running"
