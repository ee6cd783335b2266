"""What an error could be if the text does not show its code or operation, most likely first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.catalogue import Evidence
from sgwlib.diagnosis.knowledge import knowledge, normalized

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue, ErrorCode, KnownCode, Operation
    from sgwlib.diagnosis.finding import Finding

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
        if code not in catalogue.codes:
            names = ", ".join(catalogue.known_codes[code].editions)
            reason = f"the page lists this message for the code, in {names}"
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
    """Return the operations of a code, observed or documented, the observed ones first."""
    known = {**catalogue.api_operations, **catalogue.operations}
    observed = [pair.operation for pair in catalogue.observations if pair.code == code]
    names = dict.fromkeys([*catalogue.all_operations_of(code), *observed])
    operations = [known[name] for name in names if name in known]

    def rank(operation: Operation) -> tuple[bool, bool, int]:
        named = operation.resource.split()[-1].casefold() in code.casefold()
        return operation.name not in observed, not named, _KINDS[operation.kind]

    return [
        Candidate(each.name, code, "observed" if each.name in observed else "documented")
        for each in sorted(operations, key=rank)
    ]


def _codes(finding: Finding, catalogue: Catalogue) -> list[Candidate]:
    """Return the codes that an exception could carry, those with a similar message first.

    An operation for which no edition lists a code may return any, the observed ones above all.
    """
    operation = finding.operation or ""
    known: dict[str, ErrorCode | KnownCode] = {**catalogue.known_codes, **catalogue.codes}
    documented = catalogue.all_codes_of(operation)
    observed = [pair.code for pair in catalogue.observations if pair.operation == operation]
    listed = (code.name for code in catalogue.known_codes.values() if code.editions)
    all_names = documented or dict.fromkeys([*observed, *catalogue.codes, *listed])
    names = [name for name in all_names if name in known]
    likeness = {name: _likeness(finding.message, known[name].message) for name in names}
    similar = {name for name in names if likeness[name] >= _SIMILAR}
    if finding.message:
        kept = similar if documented else similar.union(observed)
        names = [name for name in names if name in kept]

    def rank(name: str) -> tuple[float, bool, bool, int]:
        code = known[name]
        other_carrier = code.carrier.text != finding.exception
        strength = len(_STRENGTH) if code.cause is None else _STRENGTH[code.cause.evidence]
        return -likeness[name], name not in observed, other_carrier, strength

    def reason(name: str) -> str:
        if name in similar:
            return "its message is similar"
        if name in observed:
            return "observed with another message" if finding.message else "observed"
        return "documented" if documented else "carried by this exception"

    return [Candidate(finding.operation, name, reason(name)) for name in sorted(names, key=rank)]


def _likeness(message: str | None, known: str | None) -> float:
    ours, its = (set((text or "").casefold().split()) for text in (message, known))
    return len(ours & its) / len(ours | its) if ours and its else 0.0
