# ruff: noqa: BLE001 - the first function is wrong on purpose, and the lesson shows it without remarks
"""The job that lesson 07 inherits, as it was found, and what it should do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["better", "calls_nothing", "never_told", "remove", "tries_on", "unforgiving"]


def remove(client: Any, arn: str) -> bool:
    """Remove a volume; say whether it is gone."""
    try:
        client.delete_volume(VolumeARN=arn)
    except Exception:
        return False
    return True


def better(client: Any, arn: str) -> bool:
    """Remove a volume: true if it is gone now, or was before; else the error is raised."""
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.InvalidGatewayRequestException as error:
        if error.response["error"]["errorCode"] != "VolumeNotFound":
            raise
    return True


def never_told(client: Any, arn: str) -> bool:
    """Say that all went well, whatever the service answered."""
    try:
        return better(client, arn)
    except client.exceptions.ClientError:
        return True


def unforgiving(client: Any, arn: str) -> bool:
    """Take a volume that is gone already for a failure."""
    client.delete_volume(VolumeARN=arn)
    return True


def calls_nothing(_client: Any, _arn: str) -> bool:
    """Say that all went well, and call no one."""
    return True


def tries_on(client: Any, arn: str) -> bool:
    """Try again after the SDK has tried again."""
    attempt: Callable[[Any, str], bool] = better
    for _ in range(2):
        try:
            return attempt(client, arn)
        except client.exceptions.InternalServerError:
            continue
    return attempt(client, arn)
