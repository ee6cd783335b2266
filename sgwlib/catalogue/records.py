"""The records of a catalogue: one class for each kind of thing that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "Edition",
    "ErrorCode",
    "Evidence",
    "ExceptionType",
    "HealthEvent",
    "KnownCode",
    "LiveMessage",
    "Observation",
    "Operation",
    "Origin",
    "Pair",
    "Statement",
]


class Evidence(StrEnum):
    """How a statement is known.

    Examples
    --------
    >>> Evidence("observed").name
    'OBSERVED'
    """

    DOCUMENTED = "documented"
    """A page or API model of AWS says it."""
    OBSERVED = "observed"
    """A public live error shows it."""
    INFERRED = "inferred"
    """Only the wording suggests it."""


class Origin(StrEnum):
    """Where a name is known from.

    Examples
    --------
    >>> Origin("file guide").name
    'FILE_GUIDE'
    """

    PAGE = "page"
    """The reference page in a guide of volume or tape gateways."""
    FILE_GUIDE = "file guide"
    """The same page in the guides of file gateways."""
    API = "API"
    """The model of today's API."""
    OBSERVED = "observed"
    """A public live error, or a program that reads live errors."""


class Statement(NamedTuple):
    """A statement about a code or an exception, with its evidence and its source."""

    text: str
    evidence: Evidence
    source: str


class Pair(NamedTuple):
    """The names of an operation and of an error code that it can return."""

    operation: str
    code: str


class Observation(NamedTuple):
    """An error of the live service that is public: its message, and where it was reported."""

    message: str
    source: str


class LiveMessage(NamedTuple):
    """A message that the service is known to send although no edition lists it."""

    text: str
    code: str | None
    operations: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version of the reference page.

    Parameters
    ----------
    name
        Such as ``"file-2023"``.
    guide
        The gateways that its guide is about: ``"volume"``, ``"tape"`` or ``"file"``.
    title
        Title of the guide.
    date
        Date of the revision, such as ``"2023-02-03"``; for the first one, the API version.
    source
        Where it was read.
    exceptions, codes, operations, pairs
        How many of them it has.
    """

    name: str
    guide: str
    title: str
    date: str
    source: str
    exceptions: int
    codes: int
    operations: int
    pairs: int


@dataclass(frozen=True, slots=True)
class ExceptionType:
    """What ``__type`` names in an error response.

    Parameters
    ----------
    name
        Such as ``"ThrottlingException"``.
    message
        Message of the page's table. For an exception that no edition lists, that of its source,
        or a sentence saying that it is not known.
    status
        HTTP status code.
    reason
        HTTP reason phrase.
    carries_code
        Whether it is one of the two carriers, which carry an error code. The others are
        general: any operation can return them.
    sample_message
        Message in the page's sample of a body, where it differs from the table's.
    cause, remedy
        What causes the exception and what to do about it; None if only the code that it carries
        tells that.
    shared
        Whether other AWS services have an exception of this name.
    source
        Where it is known from.
    """

    name: str
    message: str
    status: int
    reason: str
    carries_code: bool
    sample_message: str | None = None
    cause: Statement | None = None
    remedy: Statement | None = None
    shared: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """An operation error code of an edition.

    Parameters
    ----------
    name
        Such as ``"VolumeInUse"``.
    message
        Message of the page's table.
    carrier
        The exception that carries the code by default. The page names two exceptions, but
        doesn't say which of them carries a code, so the evidence matters.
    cause
        What causes the error.
    remedy
        What to do about it.
    family
        What it is about, such as ``"volume"``. The families are ours, not the page's.
    """

    name: str
    message: str
    carrier: Statement
    cause: Statement
    remedy: Statement
    family: str = ""


@dataclass(frozen=True, slots=True)
class KnownCode:
    """An error code that is known from anywhere.

    Parameters
    ----------
    name
        Such as ``"FileShareNotFound"``.
    message
        The message of the editions that list it, if any does.
    carrier
        The exception that carries it by default.
    cause, remedy
        What causes the error and what to do about it; None for a code that no edition lists.
    family
        What it is about. The families are ours.
    origins
        Where it is known from, at least one.
    enum
        The value of the enumeration ``ErrorCode`` in today's API, as it is there: one has a
        trailing blank. None if the enumeration lacks it.
    editions
        The editions that list it.
    shared
        Whether the name alone proves nothing, because others use it, too.
    source
        Where it is known from, in words.
    """

    name: str
    message: str | None
    carrier: Statement
    cause: Statement | None
    remedy: Statement | None
    family: str
    origins: tuple[Origin, ...]
    enum: str | None
    editions: tuple[str, ...]
    shared: bool
    source: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An API action.

    Parameters
    ----------
    name
        Such as ``"DeleteVolume"``.
    resource
        What it acts on, such as ``"volume"``.
    kind
        What it does to it: ``"reads"``, ``"changes"`` or ``"deletes"``.
    gateway_types
        The types of gateway that the API model limits it to: ``"cached"``, ``"stored"``,
        ``"tape"``, ``"s3-file"``, ``"fsx-file"``. Empty if it states none.
    declares
        The exceptions that the API model declares for it.
    shared
        Whether another AWS service has an operation of this name.
    source
        Where it is known from.
    """

    name: str
    resource: str
    kind: str
    gateway_types: tuple[str, ...] = ()
    declares: tuple[str, ...] = ()
    shared: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class HealthEvent:
    """What the health log of a file gateway reports. It is no answer of the API.

    Parameters
    ----------
    name
        What the entry's field ``type`` says, such as ``"S3AccessDenied"``.
    gateway_types
        The types of file gateway that report it.
    kind
        ``"error"`` or ``"notification"``.
    meaning
        What it means.
    source
        Where it is known from.
    """

    name: str
    gateway_types: tuple[str, ...]
    kind: str
    meaning: str
    source: str
