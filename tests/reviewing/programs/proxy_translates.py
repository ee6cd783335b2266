import functools

import boto3
from botocore.exceptions import ClientError


class GatewayError(Exception):
    pass


class Translating:
    def __init__(self, wrapped):
        self._wrapped = wrapped

    def __getattr__(self, name):
        method = getattr(self._wrapped, name)

        @functools.wraps(method)
        def call(**kwargs):
            try:
                return method(**kwargs)
            except ClientError as e:
                raise GatewayError(str(e)) from e

        return call


sgw = Translating(boto3.client("storagegateway"))


def reboot(arn):
    try:
        sgw.shutdown_gateway(GatewayARN=arn)  #= reported rest
        sgw.start_gateway(GatewayARN=arn)  #= reported rest
    except GatewayError as e:
        return str(e)
    return "ok"


def drop(arn):
    try:
        sgw.delete_volume(VolumeARN=arn)  #= translated rest
    except ClientError:
        return False
    return True
