# ruff: noqa: BLE001 - the first function is wrong on purpose
"""The job that lesson 07 inherits, a better one, and typical mistakes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any


def remove(client: Any, arn: str) -> bool:
    """Remove a volume; return whether it is gone."""
    try:
        client.delete_volume(VolumeARN=arn)
    except Exception:
        return False
    return True


def better(client: Any, arn: str) -> bool:
    """Remove a volume. Return True if it is gone; raise any other error."""
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.InvalidGatewayRequestException as error:
        if error.response.get("error", {}).get("errorCode") != "VolumeNotFound":
            raise
    return True


def cautious(client: Any, arn: str) -> str:
    """Remove a volume, with a clause for each class; lesson 05 traces it."""
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.InvalidGatewayRequestException as error:
        if error.response.get("error", {}).get("errorCode") == "VolumeNotFound":
            return "gone"
        raise
    except client.exceptions.InternalServerError:
        return "later"
    return "deleted"


def hides_errors(client: Any, arn: str) -> bool:
    """Return True whatever the service answers."""
    try:
        return better(client, arn)
    except client.exceptions.ClientError:
        return True


def unforgiving(client: Any, arn: str) -> bool:
    """Fail if the volume is already gone."""
    client.delete_volume(VolumeARN=arn)
    return True


def calls_nothing(_client: Any, _arn: str) -> bool:
    """Return True without a call."""
    return True


def tries_on(client: Any, arn: str) -> bool:
    """Retry after the SDK has retried."""
    for _ in range(2):
        with suppress(client.exceptions.InternalServerError):
            return better(client, arn)
    return better(client, arn)
