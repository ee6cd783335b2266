from enum import Enum

import boto3
import botocore


class GatewayErrorCode(str, Enum):
    NOT_FOUND = "VolumeNotFound"
    IN_USE = "VolumeInUse"
    BUSY = "GatewayProxyNetworkConnectionBusy"


class Result(Enum):
    DELETED = 1
    MISSING = 2
    RETRY = 3


def code_of(error):
    return error.response.get("error", {}).get("errorCode")


class Volumes:
    def __init__(self, client=None):
        self.client = client or boto3.client("storagegateway")

    def delete(self, arn):
        try:
            self.client.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound, VolumeInUse, GatewayProxyNetworkConnectionBusy; propagates rest
        except botocore.exceptions.ClientError as error:
            code = code_of(error)
            if code == GatewayErrorCode.NOT_FOUND:
                return Result.MISSING
            if code in (GatewayErrorCode.IN_USE, GatewayErrorCode.BUSY.value):
                return Result.RETRY
            raise
        return Result.DELETED

    def snapshot(self, arn):
        try:
            self.client.create_snapshot(VolumeARN=arn, SnapshotDescription="x")  #= handled VolumeNotFound, GatewayProxyNetworkConnectionBusy; translated rest
        except botocore.exceptions.ClientError as error:
            try:
                known = GatewayErrorCode(code_of(error))
            except ValueError:
                raise RuntimeError("unexpected") from error
            return known
