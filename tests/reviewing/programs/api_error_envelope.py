import functools
import json
import boto3
from botocore.exceptions import BotoCoreError, ClientError

sgw = boto3.client("storagegateway")

STATUS = {
    "GatewayNotFound": 404,
    "VolumeNotFound": 404,
    "VolumeInUse": 409,
    "ThrottlingException": 429,
}


def envelope(status, **payload):
    return {"statusCode": status, "body": json.dumps(payload, default=str)}


def api(function):
    @functools.wraps(function)
    def wrapper(event, context):
        try:
            return envelope(200, data=function(**event.get("pathParameters", {})))
        except ClientError as e:
            code = e.response.get("error", {}).get("errorCode", e.response["Error"]["Code"])
            status = STATUS.get(code, 502)
            if status >= 500:
                print("unexpected", json.dumps(e.response, default=str))
            return envelope(status, error=code)
        except BotoCoreError as e:
            return envelope(504, error=str(e))
        except TypeError as e:
            return envelope(400, error=str(e))
    return wrapper


@api
def delete_volume(arn):
    sgw.delete_volume(VolumeARN=arn)  #= handled GatewayNotFound, VolumeNotFound, VolumeInUse, ThrottlingException; reported rest


@api
def gateway(arn):
    return sgw.describe_gateway_information(GatewayARN=arn)  #= handled GatewayNotFound, ThrottlingException; reported rest


@api
def gateways():
    try:
        return sgw.list_gateways()["Gateways"]  #= handled ThrottlingException; translated InternalServerError, server codes; reported rest
    except sgw.exceptions.InternalServerError as e:
        raise RuntimeError("later") from e
