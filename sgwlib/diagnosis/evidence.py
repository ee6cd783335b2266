"""Evidence: what a piece of a text shows, and the clusters of evidence that belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from sgwlib.diagnosis.knowledge import IN_CLOUDTRAIL
from sgwlib.response import bare_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.diagnosis.knowledge import Known

    FieldReader = Callable[[str, Known], "list[Field]"]

What = Literal[
    "exception",
    "code",
    "code_name",
    "operation",
    "message",
    "http_status",
    "request_id",
    "attempts",
    "failure",
    "service",
    "other_service",
]
"""A fact of the error, that a call failed, or which service sent the error.

A ``code_name`` is the name of an error code that may well mean something else.
"""


class Evidence(NamedTuple):
    """A piece of the text that shows something.

    Parameters
    ----------
    what
        What it shows, such as ``"operation"``. ``"service"`` shows that the error comes from
        Storage Gateway, and ``"other_service"`` that it does not.
    value
        The value in plain form: ``"DeleteVolume"``, ``"400"``.
    start, end
        Where it stands in the original text.
    how
        The notation that it was read in, such as ``"botocore"`` or ``"field"``.

    Examples
    --------
    >>> from sgwlib import explain
    >>> explain("InvalidGatewayRequestException").evidence[0].what
    'exception'
    """

    what: What
    value: str
    start: int
    end: int
    how: str


@dataclass(slots=True)
class Cluster:
    """Evidence that the text prints together, so that it belongs to one error.

    ``scope`` is the number of the JSON object that it stands in, or 0.
    """

    evidence: list[Evidence]
    scope: int = 0
    start: int = field(init=False)
    end: int = field(init=False)
    _first: dict[What, str] = field(init=False)

    def __post_init__(self) -> None:
        self.start = min(each.start for each in self.evidence)
        self.end = max(each.end for each in self.evidence)
        self._first = {each.what: each.value for each in reversed(self.evidence)}

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self.evidence)

    def get(self, what: What) -> str | None:
        """Return the first value of a kind."""
        return self._first.get(what)

    @property
    def names_error(self) -> bool:
        """Whether it names an exception or a code, or shows that a call failed."""
        return not self._first.keys().isdisjoint(("exception", "code", "failure"))

    @property
    def is_message_alone(self) -> bool:
        """Whether it is a message and nothing else."""
        return self._first.keys() == {"message"}

    def add(self, other: Cluster) -> None:
        """Add the evidence of another cluster."""
        self.evidence += other.evidence
        self._first = other._first | self._first
        self.start = min(self.start, other.start)
        self.end = max(self.end, other.end)
        self.scope = self.scope or other.scope


LOGGED: Final = "logged field"
"""The notation of what a program logs about an error in fields of its own: code=VolumeInUse."""

# --- named fields, in any notation ----------------------------------------------------------

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,99}")  # "VolumeInUse"
_STATUS: Final = re.compile(r"[45][0-9]{2}")  # "400"
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
# "5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e", or an id with a digit that is no truncated UUID.
REQUEST_ID: Final = (
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|(?![0-9a-fA-F]{8}-)(?=[A-Za-z-]{0,63}[0-9])[0-9A-Za-z-]{8,64}+"
)
_SEPARATOR: Final = re.compile(r"\.|::|\\")  # of namespaces
_EXCEPTION_ENDS: Final = ("Exception", "Error", "Fault")
# What surrounds a service's name, as in "AWSStorageGateway" and "StorageGatewayClient".
_AROUND_SERVICE: Final = re.compile(r"^(?:aws|amazon)|[^a-z0-9]|(?:client|service)$")
# "com.amazonaws.dynamodb.v20120810#", but for the protocol's own, which every service uses
_NAMESPACE: Final = re.compile(r"com\.amazonaws\.(?!coral\.)([a-z0-9]{2,40})[^#]*#")


class Field(NamedTuple):
    """What a named field shows."""

    what: What
    value: str


def read_field(key: str, value: str, known: Known) -> list[Field]:
    """Return what a field shows; nothing if errors have no such field."""
    name = key.strip("_$").replace("-", "").replace("_", "").lower()
    if name in _MESSAGE_KEYS:
        return [Field("message", value)] if value.strip() else []
    # "type" alone is in half of all JSON objects.
    reader = None if key.lower() == "type" else _READERS.get(name)
    return reader(value.strip(), known) if reader else []


def _name_in(value: str, known: Known) -> str:
    """Return a name without its namespace, such as java.lang. or Aws::StorageGateway::Errors::."""
    last = _SEPARATOR.split(value)[-1]
    return last if last in known.exceptions else bare_name(value)


def _type(value: str, known: Known) -> list[Field]:
    name = _name_in(value, known)
    if not _NAME.fullmatch(name) or (name in known.codes and name not in known.exceptions):
        return []
    namespace = _NAMESPACE.match(value)
    return [Field("exception", name), *([service_of(namespace[1])] if namespace else [])]


def _exception(value: str, known: Known) -> list[Field]:
    return _type(value, known) if _is_exception(_name_in(value, known), known) else []


def _error_code(value: str, known: Known) -> list[Field]:
    """Read the exception in the output of Java v2 and CloudTrail, or the code in a response."""
    found = _exception(value, known)
    return found if found or not _NAME.fullmatch(value) else [Field("code", value)]


def _code_in_error(value: str, known: Known) -> list[Field]:
    """Read a code where a response has one, even if an exception has the same name."""
    return [Field("code", value)] if value in known.codes else []


def _operation(value: str, known: Known) -> list[Field]:
    name = operation_name(value.removesuffix("Command"), known)
    if name is None and not (_NAME.fullmatch(value) and value[0].isupper()):
        return []
    return [Field("operation", name or value)]


def _service(value: str, _: Known) -> list[Field]:
    return [service_of(value)] if _NAME.fullmatch(value.replace(" ", "")) else []


def _program(value: str, known: Known) -> list[Field]:
    """Return only our own service, because most logs name the logging program so."""
    return [each for each in _service(value, known) if each.what == "service"]


def _matching(pattern: re.Pattern[str], what: What) -> FieldReader:
    return lambda value, _: [Field(what, value)] if pattern.fullmatch(value) else []


def _retries(value: str, _: Known) -> list[Field]:
    return [Field("attempts", str(int(value) + 1))] if _NUMBER.fullmatch(value) else []


# What reads the values of some keys, which are in lower case and without blanks, hyphens and
# underscores.
_READERS_OF: Final[tuple[tuple[str, FieldReader], ...]] = (
    ("type xamznerrortype", _type),
    (
        "name exception exceptiontype errorname error.type exception.type err.type",
        # A client has a class of its own if it has none for the exception.
        lambda it, known: _type(it, known) if _name_in(it, known) in known.exceptions else [],
    ),
    # What programs log as a code: the exception of a client, or a known code
    ("code", lambda it, known: _exception(it, known) or _code_in_error(it, known)),
    ("errorcode", _error_code),
    ("error.errorcode", _code_in_error),
    ("eventname operation operationname commandname aws.operation rpc.method", _operation),
    # Step Functions' history: "resource": "deleteVolume"
    ("resource", lambda it, known: _operation(it, known) if operation_name(it, known) else []),
    ("eventsource serviceid clientname", _service),
    ("service servicename rpc.service", _program),
    ("statuscode httpstatuscode httpstatus http.statuscode", _matching(_STATUS, "http_status")),
    ("requestid awsrequestid aws.requestid", _matching(re.compile(REQUEST_ID), "request_id")),
    ("attempts", _matching(_NUMBER, "attempts")),
    ("retryattempts", _retries),
)
_READERS: Final = {key: reader for keys, reader in _READERS_OF for key in keys.split()}
_MESSAGE_KEYS: Final = frozenset(
    {"message", "errormessage", "exceptionmessage"}
    | {"error.message", "exception.message", "err.message"}
)


def _is_exception(name: str, known: Known) -> bool:
    """Return whether a name is an exception's, and not an error code's."""
    if name in known.exceptions or name in IN_CLOUDTRAIL:
        return True
    ends = name not in known.codes and name.endswith(_EXCEPTION_ENDS)
    return ends and _NAME.fullmatch(name) is not None


def operation_name(spelt: str, known: Known) -> str | None:
    """Return the operation that a method or command is named after; None if there is none."""
    return known.spelt_operations.get(spelt.replace("_", "").replace("-", "").lower())


def service_of(name: str) -> Field:
    """Return whether a service's name is Storage Gateway's or another one's."""
    bare = _AROUND_SERVICE.sub("", name.lower().removesuffix(".amazonaws.com"))
    return Field("service" if bare == "storagegateway" else "other_service", name)


# --- named groups of a notation ---------------------------------------------------------------


def read_group(name: str, value: str, known: Known) -> list[Field]:
    """Return what a named group of a notation shows."""
    reader = _GROUPS.get(name)
    return reader(value, known) if reader else [Field(name, value)]  # type: ignore[arg-type]


def _unquoted(name: str, known: Known) -> list[Field]:
    """Read a name that a line end may have broken only if it is known."""
    whole = name not in known.beginnings and (_is_exception(name, known) or name in known.codes)
    return _error_code(name, known) if whole else []


def _spelt(name: str, known: Known) -> list[Field]:
    operation = operation_name(name.removesuffix("Async"), known)
    return [Field("operation", operation)] if operation else []


def _words(words: str, known: Known) -> list[Field]:
    # What stands in parentheses is the address of a thing. At the end it says nothing.
    named = re.sub(r" ?\([^()]*\)", " {}", " ".join(words.split()))  # "X (sgw-1) Y" -> "X {} Y"
    operation = known.terraform.get(named.removesuffix(" {}").casefold())
    return [Field("operation", operation)] if operation else []


# The groups without a reader are kinds of evidence.
_GROUPS: Final[dict[str, FieldReader]] = {
    "exception": lambda it, _: [Field("exception", bare_name(it))],
    "errorcode": _error_code,
    "unquoted": _unquoted,
    "code": _code_in_error,
    "service_name": lambda it, _: [service_of(it)],
    "program": _program,
    "ours": lambda it, _: [Field("service", it)],
    "theirs": lambda it, _: [Field("other_service", it)],
    "retries": _retries,
    "spelt": _spelt,
    "words": _words,
}
