"""Today's API as botocore models it: its operations, and an output for each of them.

The reference page knows 35 operations, the model of 2013-06-30 about a hundred. Clients call them
all. A call that no fault answers gets an output that holds every member of the model, with a valid
value. The values of one output are those of one invented gateway. Only the mark of a next page is
missing, because a paginator that always got one would never end.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.errors import UnknownNameError
from sgwlib.extras import needed_by

with needed_by("The model of today's API"):
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

if TYPE_CHECKING:
    from botocore.model import Shape

__all__ = ["CANNED", "TARGET_PREFIXES", "api_model", "api_operations", "success_body"]

TARGET_PREFIXES = ("StorageGateway_20120630", "StorageGateway_20130630")
"""What precedes the operation in ``X-Amz-Target``: on the page, and in today's SDKs."""

CANNED = "canned success"
"""The outcome of a call that a sandbox answers with `success_body`, since it has no such state."""

_MOMENT = 1767225600  # 2026-01-01 00:00:00 UTC, as the protocol's number
_PAGE_MARK = "Marker"
"""The shape of every member that marks where the next page of a list begins."""

_STRINGS: dict[str, str] = json.loads(Path(__file__).with_name("strings.json").read_text("utf-8"))
"""Values by the name of the shape, or of the member if the shape is no more than "string"."""


@cache
def api_model() -> ServiceModel:
    """Return botocore's model of the service, from botocore's own files alone."""
    # Not the default search path, since a model in the user's home must change nothing.
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
    )
    return ServiceModel(loader.load_service_model("storagegateway", "service-2"), "storagegateway")


@cache
def api_operations() -> tuple[str, ...]:
    """Return the names of all operations of the model, in alphabetical order."""
    return tuple(sorted(api_model().operation_names))


_ALWAYS = {"boolean": True, "timestamp": _MOMENT, "blob": ""}


@cache
def success_body(operation: str) -> bytes:
    """Return the JSON of a successful response to a call of an operation, the same each time.

    Examples
    --------
    >>> success_body("DeleteVolume").decode()  # doctest: +ELLIPSIS
    '{"VolumeARN": "arn:aws:storagegateway:...:gateway/sgw-12A3456B/volume/vol-1122AABB"}'
    """
    if operation not in api_operations():
        raise UnknownNameError("operation", operation, api_operations())
    shape = api_model().operation_model(operation).output_shape
    return json.dumps({} if shape is None else _value(shape, operation, ())).encode()


def _value(shape: Any, member: str, within: tuple[str, ...]) -> Any:
    """Return a value of a shape. ``within`` names the structures around it, to end recursion."""
    kind = shape.type_name
    if kind == "structure":
        inside = (*within, shape.name)
        return {
            name: _value(each, name, inside)
            for name, each in shape.members.items()
            if each.name != _PAGE_MARK and each.name not in inside
        }
    if kind == "list":
        return [] if shape.member.name in within else [_value(shape.member, member, within)]
    if kind == "map":
        return {_value(shape.key, "key", within): _value(shape.value, "value", within)}
    if kind == "string":
        return _string(shape, member)
    return _ALWAYS[kind] if kind in _ALWAYS else _number(shape)


def _string(shape: Any, member: str) -> str:
    """Return an example of the string. One that has no example is its own name."""
    if shape.enum:
        return str(shape.enum[0])
    name = member if shape.name == "string" else shape.name
    text = _STRINGS.get(name, name).ljust(shape.metadata.get("min", 0), "x")
    return text[: shape.metadata.get("max")]


def _number(shape: Shape) -> float:
    least, most = shape.metadata.get("min", 1), shape.metadata.get("max", 1)
    whole = int(max(least, min(1, most)))
    return whole if shape.type_name in ("integer", "long") else float(whole)
