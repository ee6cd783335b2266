# ruff: noqa: BLE001 - a job catches everything on purpose
"""Jobs that the lessons show and test: good ones, and ones with typical mistakes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def two_clauses(client: Any, arn: str) -> str:
    """Delete a volume, and return what happened."""
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.InvalidGatewayRequestException:
        return "refused"
    except client.exceptions.InternalServerError:
        return "failed"
    return "deleted"


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


def hides_errors(client: Any, arn: str) -> bool:
    """Return True whatever the service answers."""
    try:
        return better(client, arn)
    except client.exceptions.ClientError:
        return True


def raises_its_own(client: Any, arn: str) -> bool:
    """Raise an error that no ``except ClientError`` catches."""
    try:
        return better(client, arn)
    except client.exceptions.ClientError as error:
        raise RuntimeError(arn) from error


def unforgiving(client: Any, arn: str) -> bool:
    """Fail if the volume is already gone."""
    client.delete_volume(VolumeARN=arn)
    return True


def says_nothing(client: Any, arn: str) -> None:
    """Raise each error but one, and return nothing."""
    better(client, arn)


def calls_nothing(_client: Any, _arn: str) -> bool:
    """Return True without a call."""
    return True


def deletes_another(client: Any, arn: str) -> bool:
    """Try to delete another volume."""
    client.delete_volume(VolumeARN=f"{arn}0")
    return True


def tries_on(client: Any, arn: str) -> bool:
    """Retry once after the SDK has retried, and raise all the same."""
    try:
        return better(client, arn)
    except client.exceptions.InternalServerError:
        with suppress(client.exceptions.ClientError):
            better(client, arn)
        raise


def gives_up() -> Callable[[Any, str], bool]:
    """Return a function that takes a volume as gone once it has tried to delete it."""
    tried: list[str] = []

    def remove(client: Any, arn: str) -> bool:
        tried.append(arn)
        return tried.count(arn) > 1 or better(client, arn)

    return remove
