"""What an error could be where the text does not tell code or operation, most likely first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.catalogue import Evidence, Pair
from sgwlib.explanation.knowledge import knowledge, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.catalogue import Catalogue, ErrorCode, Operation
    from sgwlib.explanation.explanation import Explanation

__all__ = ["Candidate", "candidates_of"]

_STRENGTH: Final = {Evidence.OBSERVED: 0, Evidence.DOCUMENTED: 1, Evidence.INFERRED: 2}
_KINDS: Final = {"reads": 0, "changes": 1, "deletes": 2}
_ALIKE: Final = 0.5  # share of words from which two messages are alike


class Candidate(NamedTuple):
    """One thing that the error could be.

    Parameters
    ----------
    operation, code
        The pair, or the one of them that is open.
    reason
        Why it stands here.
    exception
        What carries the code, where that is open.
    """

    operation: str | None
    code: str | None
    reason: str
    exception: str | None = None


def candidates_of(explanation: Explanation) -> tuple[Candidate, ...]:
    """Return what an explained error could be; nothing where nothing is open.

    Examples
    --------
    >>> from sgwlib import explain
    >>> told = explain("InvalidGatewayRequestException: The specified gateway is not connected")
    >>> told.candidates[0][:2], len(told.candidates)
    (('DescribeGatewayInformation', 'GatewayNotConnected'), 29)
    """
    by_message = _of_message(explanation)
    if not explanation.found:
        return _unique([*by_message, *_of_names(explanation)])
    if explanation.code is not None:
        open_operation = [*by_message, *_operations(explanation, explanation.code)]
        return _unique(
            [*_carriers(explanation), *([] if explanation.operation else open_operation)]
        )
    if by_message or explanation.exception not in explanation.catalogue.carriers:
        return by_message
    return _codes(explanation)


def _of_message(explanation: Explanation) -> tuple[Candidate, ...]:
    """Return what a message of the page, or one seen live, is known to come with."""
    known = knowledge(explanation.catalogue)
    key = squeezed(explanation.message or "")
    live = known.live_messages.get(key)
    found = []
    if live is not None and explanation.code in {None, live.code}:
        found += [
            Candidate(operation, live.code, f"seen with this message ({live.source})")
            for operation in live.operations
            if explanation.operation in {None, operation}
        ]
    code = known.code_messages.get(key)
    if explanation.code is None and code is not None:
        found.append(Candidate(explanation.operation, code, "the page's message of this code"))
        found += [] if explanation.operation else _operations(explanation, code)
    return _unique(found)


def _carriers(explanation: Explanation) -> list[Candidate]:
    """Return what may carry the code, by the status of the response."""
    status, page = explanation.http_status, explanation.catalogue
    if explanation.exception is not None or status is None:
        return []
    carriers = sorted(page.carriers, key=lambda name: page.exceptions[name].status != status)
    return [
        Candidate(
            explanation.operation,
            explanation.code,
            f"carries codes, usually with status {page.exceptions[name].status}",
            name,
        )
        for name in carriers
    ]


def _of_names(explanation: Explanation) -> list[Candidate]:
    """Return what the names of codes could mean that were seen, and may be of something else."""
    names = dict.fromkeys(sign.value for sign in explanation.nearest if sign.what == "code_name")
    return [each for name in names for each in _operations(explanation, name)]


def _operations(explanation: Explanation, code: str) -> list[Candidate]:
    catalogue = explanation.catalogue
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


def _codes(explanation: Explanation) -> tuple[Candidate, ...]:
    """Return the codes that an exception could carry, those with a like message first."""
    catalogue, operation = explanation.catalogue, explanation.operation
    names: Iterable[str] = catalogue.codes
    if operation in catalogue.operations:
        names = catalogue.codes_of(str(operation))
    likeness = {name: _likeness(explanation.message, catalogue.codes[name]) for name in names}
    if explanation.message:
        names = [name for name in names if likeness[name] >= _ALIKE]

    def rank(name: str) -> tuple[float, bool, bool, int]:
        code = catalogue.codes[name]
        observed = Pair(operation or "", name) in catalogue.observed
        other_carrier = code.carrier.text != explanation.exception
        return -likeness[name], not observed, other_carrier, _STRENGTH[code.cause.evidence]

    return tuple(
        Candidate(operation, name, _reason(catalogue, operation, likeness[name]))
        for name in sorted(names, key=rank)
    )


def _reason(catalogue: Catalogue, operation: str | None, likeness: float) -> str:
    if likeness:
        return "its message is alike"
    return "documented" if operation in catalogue.operations else "carried by this exception"


def _likeness(message: str | None, code: ErrorCode) -> float:
    ours, its = set((message or "").casefold().split()), set(code.message.casefold().split())
    return len(ours & its) / len(ours | its)


def _unique(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    first: dict[tuple[str | None, ...], Candidate] = {}
    for each in candidates:
        first.setdefault((each.operation, each.code, each.exception), each)
    return tuple(first.values())
