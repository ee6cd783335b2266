"""Calls of a sandbox in its process, and what is wrong with an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sgwlib import load_catalogue
from sgwlib.simulation.api import api_model
from sgwlib.simulation.general import ServiceError
from sgwlib.simulation.validation import _broken, _check_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib import ErrorResponse, Sandbox

GIB = 2**30
FILE_EDITION = load_catalogue(edition="file-2023")


def answer(sandbox: Sandbox, operation: str, **given: Any) -> dict[str, Any] | ErrorResponse:
    """Call an operation, check the answer, and return it."""
    found = sandbox.answer(operation, json.dumps(given).encode())
    if isinstance(found, bytes):
        output: dict[str, Any] = json.loads(found)
        assert [*problems_of(operation, output)] == []
        return output
    if found.code is not None:
        assert FILE_EDITION.documented_anywhere(operation, found.code), (operation, found.code)
    return found


def refused(sandbox: Sandbox, operation: str, **given: Any) -> str:
    """Call an operation that is refused, and return the code, or else the exception."""
    found = answer(sandbox, operation, **given)
    assert not isinstance(found, dict), found
    return found.code or str(found.exception)


def done(sandbox: Sandbox, operation: str, **given: Any) -> dict[str, Any]:
    """Call an operation that succeeds, and return the output."""
    found = answer(sandbox, operation, **given)
    assert isinstance(found, dict), found
    return found


def problems_of(operation: str, output: dict[str, Any]) -> Iterator[str]:
    """Yield what botocore's output shape refuses, and members that it does not have."""
    shape: Any = api_model().operation_model(operation).output_shape
    try:
        _check_type(shape, output)
    except ServiceError as error:
        yield str(error)
    yield from _broken(shape, output, "")
    yield from _unknown(shape, output)


def _unknown(shape: Any, value: Any) -> Iterator[str]:
    if value is None:
        yield "a member is null"
    elif shape.type_name == "structure":
        yield from value.keys() - shape.members.keys()
        for name in value.keys() & shape.members.keys():
            yield from _unknown(shape.members[name], value[name])
    elif shape.type_name == "list":
        for each in value:
            yield from _unknown(shape.member, each)


def new_volume(sandbox: Sandbox, gateway: Any, name: str = "data", **more: Any) -> str:
    """Create a volume on a cached or stored gateway, and return its ARN."""
    given = {"GatewayARN": gateway.arn, "TargetName": name, "NetworkInterfaceId": gateway.address}
    if gateway.kind == "cached":
        given |= {"VolumeSizeInBytes": 10 * GIB, "ClientToken": f"token-{name}"}
        return str(done(sandbox, "CreateCachediSCSIVolume", **given | more)["VolumeARN"])
    free = next(disk.id for disk in gateway.disks if not disk.use)
    given |= {"DiskId": free, "PreserveExistingData": False}
    return str(done(sandbox, "CreateStorediSCSIVolume", **given | more)["VolumeARN"])
