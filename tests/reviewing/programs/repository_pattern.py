from __future__ import annotations

import typing
import boto3
from botocore.exceptions import ClientError

if typing.TYPE_CHECKING:
    from mypy_boto3_storagegateway import StorageGatewayClient


class RepositoryError(Exception):
    def __init__(self, operation: str, code: str) -> None:
        super().__init__(f"{operation}: {code}")
        self.operation = operation
        self.code = code

    @classmethod
    def wrap(cls, error: ClientError) -> RepositoryError:
        kinds = {"VolumeNotFound": MissingError, "VolumeInUse": BusyError}
        code = error.response.get("error", {}).get("errorCode", error.response["Error"]["Code"])
        return kinds.get(code, cls)(error.operation_name, code)


class MissingError(RepositoryError):
    pass


class BusyError(RepositoryError):
    pass


class Volumes:
    def __init__(self, client: StorageGatewayClient) -> None:
        self.client = client

    def remove(self, arn: str) -> None:
        try:
            self.client.delete_volume(VolumeARN=arn)  #= handled VolumeNotFound; translated rest
        except ClientError as error:
            raise RepositoryError.wrap(error) from error

    def schedule(self, arn: str) -> dict | None:
        try:
            return self.client.describe_snapshot_schedule(VolumeARN=arn)  #= translated rest
        except ClientError as error:
            raise RepositoryError.wrap(error) from error


class Service:
    def __init__(self, volumes: Volumes) -> None:
        self.volumes = volumes

    def remove(self, arn: str) -> bool:
        try:
            self.volumes.remove(arn)
        except MissingError:
            return False
        except BusyError as error:
            raise RuntimeError("try later") from error
        return True
