"""From an error text, or a caught exception, to what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from traceback import format_exception_only
from typing import TYPE_CHECKING, Any, Final

from sgwlib.catalogue import Pair, load_catalogue
from sgwlib.diagnosis import render
from sgwlib.diagnosis.candidates import Candidate, candidates_of
from sgwlib.diagnosis.decoding import View, join_wrapped
from sgwlib.diagnosis.evidence import Cluster
from sgwlib.diagnosis.finding import (
    NOTHING,
    Finding,
    by_line,
    conclude,
    group,
    hint,
    is_part,
    no_response,
)
from sgwlib.diagnosis.knowledge import IN_CLOUDTRAIL, knowledge
from sgwlib.diagnosis.mentions import only_mentions, separate
from sgwlib.diagnosis.parsing import parse
from sgwlib.diagnosis.sources import UnreadableError
from sgwlib.diagnosis.sources import text as decoded
from sgwlib.errors import ExplainError
from sgwlib.retries import Retried, who_retries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType, KnownCode, Statement
    from sgwlib.diagnosis.knowledge import Known


@dataclass(frozen=True)
class Explanation(Finding):
    """What an error text means.

    Parameters
    ----------
    text
        The original text, which the offsets of `evidence` refer to.
    exception
        What ``__type`` names.
    code
        The operation error code; see `code_basis`.
    operation
        The operation that was called; see `operation_basis`.
    message
        The message, on one line.
    http_status
        The HTTP status, if the text has it.
    request_id
        The service's id of the request, which AWS support asks for.
    attempts
        How often the client sent the request, the first time included.
    certain
        Whether the text shows that the error comes from Storage Gateway.
    reason
        Why that is certain, or why it isn't.
    code_basis
        ``"read"`` from the text, or concluded from the ``"message"``; None without a code.
    operation_basis
        ``"read"`` from the text, or concluded from a tool's ``"words"`` before the error.
    evidence
        Which piece of the text shows what.
    nearest
        If nothing was found: the evidence that came nearest to an error.
    others
        Further errors in the same text, in its order.
    mentioned
        Names of errors that the text mentions without saying that they happened: in a retry
        policy, a count, a source line.
    catalogue
        The catalogue that everything else is looked up in.

    Examples
    --------
    >>> from sgwlib import explain
    >>> found = explain(
    ...     "An error occurred (InvalidGatewayRequestException) when calling the "
    ...     "DeleteVolume operation: The specified volume is already in use."
    ... )
    >>> found.operation, found.code, found.code_basis, found.documented, found.certain
    ('DeleteVolume', 'VolumeInUse', 'message', True, True)
    >>> found.remedy.text
    'Disconnect every initiator from the volume, then delete it.'
    """

    others: tuple[Explanation, ...] = field(default=(), repr=False)
    mentioned: tuple[str, ...] = field(default=(), repr=False)
    catalogue: Catalogue = field(default_factory=load_catalogue, repr=False, compare=False)

    @property
    def documented(self) -> bool | None:
        """Whether an edition lists the pair; None if operation or code is unknown."""
        if self.operation is None or self.code is None:
            return None
        return self.catalogue.documented_anywhere(self.operation, self.code)

    @property
    def pair(self) -> Pair | None:
        """The pair, if the page has both names. The page is that of the catalogue's edition."""
        operation, code = self.operation or "", self.code or ""
        both = operation in self.catalogue.operations and code in self.catalogue.codes
        return Pair(operation, code) if both else None

    @property
    def line(self) -> int | None:
        """The line of the text on which the error is named; 1 is the first one."""
        named = [each for each in self.evidence if each.what in {"exception", "code"}]
        first = next(iter([*named, *self.evidence]), None)
        return first and self.text.count("\n", 0, first.start) + 1

    @property
    def outside(self) -> tuple[str, ...]:
        """The names in the text that the page doesn't have."""
        page = self.catalogue
        names = (
            (self.exception, page.exceptions),
            (self.code, page.codes),
            (self.operation, page.operations),
        )
        return tuple(name for name, known in names if name is not None and name not in known)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the error could be if its code or operation is unknown, most likely first."""
        return candidates_of(self, self.catalogue)

    @property
    def cause(self) -> Statement | None:
        """What provokes the code, or the exception if there is no code; None if unknown."""
        known = self._known
        return None if known is None else known.cause

    @property
    def remedy(self) -> Statement | None:
        """What to do about it, if that is known."""
        known = self._known
        return None if known is None else known.remedy

    @property
    def _known(self) -> ErrorCode | KnownCode | ExceptionType | None:
        return self._known_exception if self.code is None else self._known_code

    @property
    def _known_code(self) -> ErrorCode | KnownCode | None:
        name = self.code or ""
        return self.catalogue.codes.get(name) or self.catalogue.known_codes.get(name)

    @property
    def retried(self) -> Retried | None:
        """Which clients retry the request by themselves; None if exception and status are unknown.

        Examples
        --------
        >>> from sgwlib import explain
        >>> explain("InvalidGatewayRequestException").retried
        Retried(clients=(), because='neither status 400 nor the name is retried')
        """
        if not self.found:
            return None
        if self.http_status is not None:
            return who_retries(self.exception, self.http_status)
        known = self._known_exception
        if known is None:
            return None
        usual = who_retries(known.name, known.status)
        # The page and today's API reference disagree on the status of this carrier.
        if known.carries_code and usual.clients:
            return usual._replace(because=f"{usual.because}; status 400 is not")
        return usual

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know before acting: assumptions, and what is unusual.

        Examples
        --------
        >>> from sgwlib import explain
        >>> explain("InvalidGatewayRequestException").remarks
        ('The text has no status. 400 is assumed, as documented for the exception.',)
        """
        return tuple(self._remarks()) if self.found else ()

    def _remarks(self) -> Iterator[str]:
        exception = self._known_exception
        if self.http_status is None and exception is not None:
            status = exception.status
            yield f"The text has no status. {status} is assumed, as documented for the exception."
        code = self._known_code
        carriers = self.catalogue.carriers
        if code is not None and self.exception in carriers and self.exception != code.carrier.text:
            yield (
                f"{self.code} usually comes with {code.carrier.text}, not with {self.exception} "
                f"({code.carrier.evidence.value})."
            )
        operation = self.catalogue.api_operations.get(self.operation or "")
        if (self.attempts or 1) > 1 and operation is not None and operation.kind != "reads":
            yield (
                f"The client sent the request {self.attempts} times. An earlier attempt may have "
                "succeeded: check before you send it again."
            )

    @property
    def _known_exception(self) -> ExceptionType | None:
        name = IN_CLOUDTRAIL.get(self.exception or "", self.exception or "")
        return self.catalogue.exceptions.get(name) or self.catalogue.known_exceptions.get(name)

    @property
    def hint(self) -> str | None:
        """What to paste as well, if little is known and the text shows that there is more.

        Examples
        --------
        >>> from sgwlib import explain
        >>> explain("An error occurred (InvalidGatewayRequestException) when calling").hint
        'paste more of the text: it ends in the middle of a sentence'
        """
        return hint(self, knowledge(self.catalogue))

    @property
    def summary(self) -> str:
        """The answer in one line.

        Examples
        --------
        >>> from sgwlib import explain
        >>> explain(
        ...     "InvalidGatewayRequestException: The specified gateway is not connected"
        ... ).summary
        'InvalidGatewayRequestException with GatewayNotConnected (concluded from the message)'
        """
        return render.summary(self, self.candidates)

    def __iter__(self) -> Iterator[Explanation]:
        """Iterate over every error of the text: this one, then the others."""
        yield self
        yield from self.others

    def __str__(self) -> str:
        return "\n\n".join(render.as_text(each.to_dict()) for each in self)

    def _repr_html_(self) -> str:
        return "".join(render.as_html(each, each.to_dict()) for each in self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values that JSON can hold.

        Examples
        --------
        >>> from sgwlib import explain
        >>> explain("InvalidGatewayRequestException").to_dict()["exception"]
        'InvalidGatewayRequestException'
        """
        retried = self.retried
        names = (
            "found", "certain", "reason", "exception", "code", "code_basis", "operation",
            "operation_basis", "documented", "message", "http_status", "request_id", "attempts",
            "line",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names} | {
            "summary": self.summary,
            "edition": self.catalogue.edition,
            "outside": list(self.outside),
            "elsewhere": {name: list(self.catalogue.editions_with(name)) for name in self.outside},
            "cause": _plain(self.cause),
            "remedy": _plain(self.remedy),
            "remarks": list(self.remarks),
            "hint": self.hint,
            "retried": retried and {"clients": list(retried.clients), "because": retried.because},
            "candidates": [each._asdict() for each in self.candidates],
            "evidence": [each._asdict() for each in self.evidence],
            "nearest": [each._asdict() for each in self.nearest],
            "mentioned": list(self.mentioned),
            "others": [other.to_dict() for other in self.others],
        }


def _plain(statement: Statement | None) -> dict[str, str] | None:
    return statement and {
        "text": statement.text,
        "evidence": statement.evidence.value,
        "source": statement.source,
    }


def explain(
    error: str | bytes | bytearray | BaseException | Mapping[str, Any],
    *,
    catalogue: Catalogue | None = None,
) -> Explanation:
    """Return what an error text, a caught exception or a response means.

    Parameters
    ----------
    error
        What a client printed: a line of a log, a traceback, a response. Or the exception object
        itself, or the ``response`` of a ``ClientError``.
    catalogue
        The catalogue to look everything up in. Default: the bundled one.

    Returns
    -------
    Explanation
        The first error that certainly comes from Storage Gateway, otherwise the first that may.
        Further ones are in its ``others``. If there is none, ``found`` is false.

    Raises
    ------
    ExplainError
        If ``error`` is anything else. It is a `TypeError` too.

    Examples
    --------
    >>> found = explain(
    ...     '{"__type":"InvalidGatewayRequestException","error":{"errorCode":"VolumeInUse'
    ... )
    >>> found.code, found.code_basis, found.certain
    ('VolumeInUse', 'read', True)
    >>> explain("The specified volume was not found.").found
    False
    """
    catalogue = catalogue or load_catalogue()
    text = _as_text(error)
    found, mentioned = diagnose(text, catalogue)
    errors = sorted((each for each in found if each.found), key=lambda each: not each.certain)
    if not errors:
        nothing = Finding(text, reason=NOTHING if text.strip() else "the text is empty")
        first = next(iter(found), nothing)
        nearest = tuple(it for each in found for it in each.nearest)
        logged = [it for it in catalogue.health_log if f'"{it}' in text and '"sgw-' in text]
        reasons = [f"a file gateway's health log reports {it} (see sgw show {it})" for it in logged]
        reasons += [each.reason for each in found if each.reason != NOTHING]
        if mentioned:
            names = ", ".join(dict.fromkeys(mentioned))
            reasons.append(f"the text mentions {names}, but nothing in it says that a call failed")
        reason = next(iter(reasons), None) or no_response(text, nearest) or first.reason
        errors = [replace(first, reason=reason, nearest=nearest)]
    main, *others = (Explanation(**vars(each), catalogue=catalogue) for each in errors)
    happened = {name for each in errors for name in (each.exception, each.code)}
    only = tuple(name for name in dict.fromkeys(mentioned) if name not in happened)
    return replace(main, others=tuple(others), mentioned=only)


def diagnose(
    text: str, catalogue: Catalogue, *, alone: bool = True
) -> tuple[list[Finding], list[str]]:
    """Return the findings of a text in its order, and each name that it mentions.

    ``alone`` says that a text of nothing but a name asks for that error.
    """
    known = knowledge(catalogue)
    found, mentioned = _findings(View(text), text, known, alone=alone)
    is_complete = all(it.certain and it.code_basis == "read" and it.request_id for it in found)
    if "\n" in text and not (found and is_complete):  # a wrap may hide something
        joined = join_wrapped(View(text))
        if joined is not None:
            more, again = _findings(joined, text, known, alone=alone)
            if _amount(more) > _amount(found):
                found, mentioned = more, again
    return found, mentioned


def _findings(
    view: View, text: str, known: Known, *, alone: bool
) -> tuple[list[Finding], list[str]]:
    possible, mentioned = separate(by_line(parse(view, known), text), text, known)
    findings = []
    for error in group(possible, text):
        if only_mentions(error, text, known, alone=alone):
            mentioned.append(error)
        else:
            findings.append(conclude(error, text, known))
            mentioned += [Cluster([it]) for it in error if it.what == "code_name"]
    names = [
        (each.start, each.value)
        for cluster in mentioned
        for each in cluster
        if each.what in {"exception", "code", "code_name"}
    ]
    return findings, [name for _, name in sorted(names)]


_facts: Final = attrgetter(
    "exception", "code", "operation", "http_status", "request_id", "attempts"
)


def _amount(found: list[Finding]) -> list[int]:
    """Return how many errors there are and how much is known of them, the certain ones first.

    What a wrap cuts off is worse than nothing: of two that know as much, the shorter one is better.
    """
    amounts = []
    for errors in ([it for it in found if it.certain], [it for it in found if it.found]):
        known = {}
        for each in errors:  # equal ones once
            known[_facts(each)] = len({it.what for it in each.evidence}) + (each.code is not None)
        # A wrap may cut off what is only a part of an error.
        whole = [known[each] for each in known if not any(is_part(each, it) for it in known)]
        amounts += [len(whole), sum(whole)]
    return [*amounts, -len(found)]


# --- the text of whatever is given ----------------------------------------------------------

_MOST: Final = 20  # exceptions of a chain, each the cause of the next
# What botocore's ClientError keeps of a response without printing it.
_KEPT: Final = ("Error", "error", "ResponseMetadata")
_KEPT_OF_METADATA: Final = ("RequestId", "HTTPStatusCode", "RetryAttempts")


def _as_text(error: object) -> str:
    if isinstance(error, str):
        return error
    if isinstance(error, bytes | bytearray):
        stored = bytes(error)
        with suppress(UnreadableError):  # in what is no text, there may be one all the same
            stored = b"".join(decoded([stored], 0))
        return stored.decode(errors="replace")
    if isinstance(error, BaseException):
        return "\n".join(part for each in _chain(error) for part in _parts(each))
    if isinstance(error, Mapping):
        is_response = "ResponseMetadata" in error or "Error" in error
        return json.dumps(_kept(error) if is_response else dict(error), default=str)
    raise ExplainError(
        f"explain expects a string, bytes, an exception or a response, not {type(error).__name__}"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, the members of a group, and their causes."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(seen) < _MOST:
        each = waiting.pop(0)
        if each is None or any(each is other for other in seen):
            continue
        seen.append(each)
        yield each
        members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        context = None if each.__suppress_context__ else each.__context__
        waiting[:0] = [*members, each.__cause__ or context]


def _parts(error: BaseException) -> Iterator[str]:
    yield "".join(format_exception_only(error)).rstrip("\n")
    for name in ("response", "stderr", "output"):  # the last two of CalledProcessError
        value = None
        with suppress(Exception):  # a property may raise anything
            value = getattr(error, name, None)
        if isinstance(value, str | bytes | Mapping):
            yield _as_text(value)


def _kept(response: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: response[key] for key in _KEPT if key in response}
    metadata = kept.get("ResponseMetadata")
    if isinstance(metadata, dict):
        names = [name for name in _KEPT_OF_METADATA if name in metadata]
        kept["ResponseMetadata"] = {name: metadata[name] for name in names}
    return kept
