import logging
from typing import NamedTuple, Optional

import boto3
from botocore.exceptions import ClientError


class Result(NamedTuple):
    ok: bool
    value: Optional[dict] = None
    error: Optional[str] = None

    @classmethod
    def failure(cls, error):
        return cls(False, error=str(error))

    @classmethod
    def success(cls, value):
        return cls(True, value=value)


class Api:
    def __init__(self):
        self._log = logging.LoggerAdapter(logging.getLogger(__name__), {"service": "sgw"})
        self._client = boto3.client("storagegateway")

    def _safe(self, call, **kwargs):
        try:
            return Result.success(call(**kwargs))
        except ClientError as e:
            self._log.error("%s", e)
            return Result.failure(e)

    def volumes(self, arn):
        return self._safe(self._client.list_volumes, GatewayARN=arn)  #= reported rest

    def shares(self, arn):
        result = self._safe(self._client.list_file_shares, GatewayARN=arn)  #= swallowed rest
        return result.value["FileShareInfoList"] if result.ok else []

    def tapes(self):
        result = self._safe(self._client.list_tapes)  #= translated rest
        if not result.ok:
            raise RuntimeError(result.error)
        return result.value
