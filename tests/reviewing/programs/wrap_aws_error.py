from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from pydantic import BaseModel

from .client import get_client
from .exceptions import wrap_aws_error


class GatewayResult(BaseModel):
    arn: str
    name: str | None = None
    extra: dict[str, Any] = {}


def _parse(gw: dict[str, Any]) -> GatewayResult:
    return GatewayResult(arn=gw["GatewayARN"], name=gw.get("GatewayName"), extra=gw)


def describe_gateway(gateway_arn: str, *, region_name: str | None = None) -> GatewayResult:
    client = get_client("storagegateway", region_name)
    try:
        resp = client.describe_gateway_information(GatewayARN=gateway_arn)  #= translated rest
    except ClientError as exc:
        raise wrap_aws_error(exc, "describe_gateway_information failed") from exc
    return _parse(resp)


def list_gateways(*, region_name: str | None = None) -> list[GatewayResult]:
    client = get_client("storagegateway", region_name)
    results: list[GatewayResult] = []
    kwargs: dict[str, Any] = {}
    try:
        while True:
            resp = client.list_gateways(**kwargs)  #= translated rest
            for gw in resp.get("Gateways", []):
                results.append(_parse(gw))
            marker = resp.get("Marker")
            if not marker:
                break
            kwargs["Marker"] = marker
    except ClientError as exc:
        raise wrap_aws_error(exc, "list_gateways failed") from exc
    return results


def ensure_deleted(arn: str) -> bool:
    client = get_client("storagegateway")
    try:
        client.delete_gateway(GatewayARN=arn)  #= handled GatewayNotFound; translated rest
    except ClientError as exc:
        if exc.response.get("error", {}).get("errorCode") == "GatewayNotFound":
            return False
        raise wrap_aws_error(exc, "delete failed") from exc
    return True
