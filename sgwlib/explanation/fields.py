"""What a named field of an error tells, whatever notation it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.signs import What

__all__ = ["Told", "bare_name", "is_exception", "operation_name", "tell", "whose"]

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,99}")
_STATUS: Final = re.compile(r"[45][0-9]{2}")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
# Live ones are UUIDs; a part of one is none.
_REQUEST_ID: Final = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?![0-9a-fA-F]{8}-)[0-9A-Za-z-]{8,64}"
)
_EXCEPTION_ENDS: Final = ("Exception", "Error", "Fault")
# What stands around a service's name, as in AWSStorageGateway and StorageGatewayClient.
_AROUND_SERVICE: Final = re.compile(r"^(?:aws|amazon)|[^a-z0-9]|(?:client|service)$")
_SERVICE: Final = "storagegateway"
# The protocol's own namespace, which says nothing of the service.
_ANY_SERVICE: Final = ("com.amazon.coral.", "com.amazonaws.coral.", "aws.protocols", "smithy.")
_NAMESPACE: Final = re.compile(r"com\.amazonaws\.([a-z0-9]{2,40})")


class Told(NamedTuple):
    """What a field tells."""

    what: What
    value: str


# Key, in lower case and without blanks, hyphens and underscores, to what its value may tell.
_KEYS: Final[Mapping[str, str]] = {
    "type": "type",
    "xamznerrortype": "type",
    "code": "exception",
    "name": "exception",
    "exception": "exception",
    "exceptiontype": "exception",
    "errorname": "exception",
    "errorcode": "errorcode",
    "message": "message",
    "errormessage": "message",
    "statuscode": "http_status",
    "httpstatuscode": "http_status",
    "httpstatus": "http_status",
    "requestid": "request_id",
    "xamznrequestid": "request_id",
    "eventname": "operation",
    "operation": "operation",
    "operationname": "operation",
    "commandname": "operation",
    "eventsource": "service",
    "service": "program",
    "servicename": "program",
    "serviceid": "service",
    "clientname": "service",
    "attempts": "attempts",
    "retryattempts": "retries",
    "xamztarget": "target",
    "aws.operation": "operation",
    "aws.requestid": "request_id",
    "http.statuscode": "http_status",
    "rpc.method": "operation",
    "rpc.service": "program",
    "error.awsrequestid": "request_id",
    "extras.awsrequestid": "request_id",
}
_TARGET: Final = re.compile(r"(\w{1,60}?)_\d{8}\.(\w{1,80})")


def tell(key: str, value: str, known: Known) -> list[Told]:
    """Return what a field tells; nothing if it is none that an error has.

    ``errorCode`` is the exception in what Java v2 and CloudTrail print, and the error code in a
    response: the name itself says which.

    Examples
    --------
    >>> from sgwlib.catalogue import load_catalogue
    >>> from sgwlib.explanation.knowledge import knowledge
    >>> known = knowledge(load_catalogue())
    >>> tell("errorCode", "VolumeInUse", known)
    [Told(what='code', value='VolumeInUse')]
    >>> tell("errorCode", "ThrottlingException", known)
    [Told(what='exception', value='ThrottlingException')]
    """
    kind = _KEYS.get(key.strip("_$").replace("-", "").replace("_", "").lower())
    # "type" alone is in half of all JSON objects.
    if kind is None or (kind == "type" and key == "type"):
        return []
    if kind == "message":
        return [Told("message", value)] if value.strip() else []
    return _READERS[kind](value.strip(), known)


def _type(value: str, known: Known) -> list[Told]:
    name = bare_name(value)
    if not _NAME.fullmatch(name) or (known.is_code(name) and name not in known.exceptions):
        return []
    return [Told("exception", name), *_namespace(value)]


def _namespace(value: str) -> list[Told]:
    space = value.partition("#")[0] if "#" in value else ""
    match = _NAMESPACE.match(space)
    if match is None or space.startswith(_ANY_SERVICE):
        return []
    return [whose(match[1])]


def _exception(value: str, known: Known) -> list[Told]:
    name = bare_name(value)
    return [Told("exception", name), *_namespace(value)] if is_exception(name, known) else []


def _error_code(value: str, known: Known) -> list[Told]:
    found = _exception(value, known)
    if found or not _NAME.fullmatch(value):
        return found
    return [Told("code", value)]


def _operation(value: str, known: Known) -> list[Told]:
    name = operation_name(value.removesuffix("Command"), known)
    if name is None and not (_NAME.fullmatch(value) and value[0].isupper()):
        return []
    return [Told("operation", name or value)]


def _service(value: str, _: Known) -> list[Told]:
    return [whose(value)] if _NAME.fullmatch(value.replace(" ", "")) else []


def _program(value: str, known: Known) -> list[Told]:
    """Take only ours: most logs name the program that writes them so."""
    return [told for told in _service(value, known) if told.what == "service"]


def _target(value: str, _: Known) -> list[Told]:
    match = _TARGET.fullmatch(value)
    return [whose(match[1]), Told("operation", match[2])] if match else []


def _matching(pattern: re.Pattern[str], what: What, value: str) -> list[Told]:
    return [Told(what, value)] if pattern.fullmatch(value) else []


_READERS: Final[Mapping[str, Callable[[str, Known], list[Told]]]] = {
    "type": _type,
    "exception": _exception,
    "errorcode": _error_code,
    "operation": _operation,
    "service": _service,
    "program": _program,
    "target": _target,
    "http_status": lambda value, _: _matching(_STATUS, "http_status", value),
    "request_id": lambda value, _: _matching(_REQUEST_ID, "request_id", value),
    "attempts": lambda value, _: _matching(_NUMBER, "attempts", value),
    "retries": lambda value, _: [
        Told(what, str(int(number) + 1)) for what, number in _matching(_NUMBER, "attempts", value)
    ],
}


def bare_name(value: str) -> str:
    """Drop what services put around an exception's name: ``namespace#Name:address``."""
    return value.partition(":")[0].rpartition("#")[2]


def is_exception(name: str, known: Known) -> bool:
    """Say whether a name is an exception's, rather than an error code's."""
    if name in known.exceptions:
        return True
    return (
        not known.is_code(name)
        and name.endswith(_EXCEPTION_ENDS)
        and _NAME.fullmatch(name) is not None
    )


def operation_name(spelt: str, known: Known) -> str | None:
    """Return the operation that is spelt as a method, a command or a name; None if it is none.

    Examples
    --------
    >>> from sgwlib.catalogue import load_catalogue
    >>> from sgwlib.explanation.knowledge import knowledge
    >>> known = knowledge(load_catalogue())
    >>> operation_name("list_volumes", known), operation_name("list-local-disks", known)
    ('ListVolumes', 'ListLocalDisks')
    """
    return known.spelt_operations.get(spelt.replace("_", "").replace("-", "").lower())


def whose(service: str) -> Told:
    """Return the sign that an error is of Storage Gateway, or of another service."""
    bare = _AROUND_SERVICE.sub("", service.lower().removesuffix(".amazonaws.com"))
    return Told("service" if bare == _SERVICE else "other_service", service)
