"""What an error could be if the text does not show its code or operation, most likely first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.catalogue import Evidence, Pair
from sgwlib.explanation.knowledge import knowledge, normalized

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.catalogue import Catalogue, ErrorCode, Operation
    from sgwlib.explanation.finding import Finding

_STRENGTH: Final = {Evidence.OBSERVED: 0, Evidence.DOCUMENTED: 1, Evidence.INFERRED: 2}
_KINDS: Final = {"reads": 0, "changes": 1, "deletes": 2}
_SIMILAR: Final = 0.5  # the share of words that two similar messages have in common


class Candidate(NamedTuple):
    """One thing that the error could be.

    Parameters
    ----------
    operation, code
        The pair, or the one of them that is unknown.
    reason
        Why it is a candidate.
    exception
        The exception that may carry the code, if that is unknown.

    Examples
    --------
    >>> from sgwlib import explain
    >>> found = explain("InvalidGatewayRequestException: The specified gateway is not connected")
    >>> found.candidates[0].operation
    'DescribeGatewayInformation'
    """

    operation: str | None
    code: str | None
    reason: str
    exception: str | None = None


def candidates_of(finding: Finding, catalogue: Catalogue) -> tuple[Candidate, ...]:
    """Return what an error could be, each candidate once; nothing if nothing is unknown."""
    first: dict[tuple[str | None, ...], Candidate] = {}
    for each in _candidates(finding, catalogue):
        first.setdefault((each.operation, each.code, each.exception), each)
    return tuple(first.values())


def _candidates(finding: Finding, catalogue: Catalogue) -> list[Candidate]:
    by_message = _by_message(finding, catalogue)
    if not finding.found:
        # The names of codes that may mean something else.
        names = [each.value for each in finding.nearest if each.what == "code_name"]
        return [*by_message, *(it for name in names for it in _pairs(catalogue, name))]
    if finding.code is not None:
        pairs = [] if finding.operation else [*by_message, *_pairs(catalogue, finding.code)]
        return [*_carriers(finding, catalogue), *pairs]
    if by_message or finding.exception not in catalogue.carriers:
        return by_message
    return _codes(finding, catalogue)


def _by_message(finding: Finding, catalogue: Catalogue) -> list[Candidate]:
    """Return what comes with a message of the page, or with one that the live service sends."""
    known = knowledge(catalogue)
    key = normalized(finding.message or "")
    live = known.live_messages.get(key)
    found = []
    if live is not None and finding.code in {None, live.code}:
        found += [
            Candidate(operation, live.code, f"seen with this message ({live.source})")
            for operation in live.operations
            if finding.operation in {None, operation}
        ]
    code = known.code_messages.get(key)
    if finding.code is None and code is not None:
        reason = "the page lists this message for the code"
        found.append(Candidate(finding.operation, code, reason))
        found += [] if finding.operation else _pairs(catalogue, code)
    return found


def _carriers(finding: Finding, page: Catalogue) -> list[Candidate]:
    """Return what may carry the code, by the status of the response."""
    status = finding.http_status
    if finding.exception is not None or status is None:
        return []
    carriers = sorted(page.carriers, key=lambda name: page.exceptions[name].status != status)
    return [
        Candidate(
            finding.operation,
            finding.code,
            f"carries codes, usually with status {page.exceptions[name].status}",
            name,
        )
        for name in carriers
    ]


def _pairs(catalogue: Catalogue, code: str) -> list[Candidate]:
    """Return the documented operations of a code, the observed ones first."""
    if code not in catalogue.codes:
        return []
    operations = [catalogue.operations[name] for name in catalogue.operations_of(code)]
    observed = [pair.operation for pair in catalogue.observed if pair.code == code]

    def rank(operation: Operation) -> tuple[bool, bool, int]:
        named = operation.resource.split()[-1].casefold() in code.casefold()
        return operation.name not in observed, not named, _KINDS[operation.kind]

    return [
        Candidate(each.name, code, "observed" if each.name in observed else "documented")
        for each in sorted(operations, key=rank)
    ]


def _codes(finding: Finding, catalogue: Catalogue) -> list[Candidate]:
    """Return the codes that an exception could carry, those with a similar message first."""
    operation = finding.operation
    documented = operation in catalogue.operations
    names: Iterable[str] = catalogue.codes_of(str(operation)) if documented else catalogue.codes
    likeness = {name: _likeness(finding.message, catalogue.codes[name]) for name in names}
    if finding.message:
        names = [name for name in names if likeness[name] >= _SIMILAR]

    def rank(name: str) -> tuple[float, bool, bool, int]:
        code = catalogue.codes[name]
        observed = Pair(operation or "", name) in catalogue.observed
        other_carrier = code.carrier.text != finding.exception
        return -likeness[name], not observed, other_carrier, _STRENGTH[code.cause.evidence]

    other = "documented" if documented else "carried by this exception"
    return [
        Candidate(operation, name, "its message is similar" if likeness[name] else other)
        for name in sorted(names, key=rank)
    ]


def _likeness(message: str | None, code: ErrorCode) -> float:
    ours, its = set((message or "").casefold().split()), set(code.message.casefold().split())
    return len(ours & its) / len(ours | its)
