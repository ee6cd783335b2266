"""Findings: what is wrong with how a call's errors are handled, and what to write instead."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.text import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sgwlib.reviewing.report import Decision

Kind = Literal["wrong name", "wrong place", "undocumented", "swallowed", "crashes", "endless"]

_CODE: Final = 'e.response["Error"]["Code"]'
_ERROR_CODE: Final = 'e.response.get("error", {}).get("errorCode")'
_MOST_NAMED: Final = 4
_IGNORE: Final = re.compile(r"#\s*sgw:\s*ignore(?:\[([^\]]*)\])?")  # "# sgw: ignore[swallowed]"
_BUILTIN: Final = re.compile(r"[A-Z]\w*(Error|Exception|Interrupt|Exit)")


class Finding(NamedTuple):
    """One problem in the code.

    Parameters
    ----------
    line
        Number of the line.
    kind
        What is wrong there.
    text
        A sentence that explains it.
    instead
        What to write instead.
    name
        The name that never matches, if there is one.
    nearest
        The valid names most similar to it.

    Examples
    --------
    >>> from sgwlib import review
    >>> [finding] = review('''
    ... try:
    ...     client.start_gateway(GatewayARN=arn)
    ... except Exception:
    ...     pass
    ... ''').findings
    >>> finding.line, finding.kind
    (4, 'swallowed')
    """

    line: int
    kind: Kind
    text: str
    instead: str = ""
    name: str | None = None
    nearest: tuple[str, ...] = ()


_INSTEAD: Final[dict[str, str]] = {
    "swallowed": f"Compare {_ERROR_CODE} with the codes that you expect, and raise the others.",
    "endless": "Limit the number of attempts, and raise the error after the last one.",
    "crashes": "Read what every error has, or test first whether it is there.",
}


def outcome_findings(operation: str, decisions: Mapping[str, Decision]) -> Iterator[Finding]:
    """Yield a finding for each line that swallows errors, crashes or retries forever."""
    groups: defaultdict[tuple[int, Any, str], list[str]] = defaultdict(list)
    for name, (outcome, line, note, _) in decisions.items():
        if outcome in _INSTEAD:
            groups[line, str(outcome), note if outcome == "crashes" else ""].append(name)
    for (line, kind, note), names in groups.items():
        what = f"{counted(len(names), 'error')} of {operation} ({listed(names)})"
        instead = _INSTEAD[kind]
        if kind == "swallowed":
            text = f"swallows {what}: it catches them without recognising them and goes on"
        elif kind == "endless":
            text = f"retries the call forever after {what}"
        else:
            text = f"crashes with {note} after {what}"
            if note == "KeyError('error')":
                text += '; only an error with a code has "error" in its response'
                instead = f"Read {_ERROR_CODE}."
        yield Finding(line, kind, text, instead)


def listed(names: Iterable[str]) -> str:
    """Return errors as text: all of a few, or the first of many."""
    catalogue = load_catalogue()
    general = [name for name in names if name in catalogue.general_exceptions]
    others = [name for name in names if name not in general]
    parts = [", ".join(others), ", ".join(general)]
    if len(others) > _MOST_NAMED + 1:
        parts[0] = f"{', '.join(others[:_MOST_NAMED])} and {len(others) - _MOST_NAMED} others"
    if len(general) == len(catalogue.general_exceptions):
        parts[1] = "all general exceptions"
    elif len(general) > _MOST_NAMED + 1:
        parts[1] = counted(len(general), "general exception")
    return ", ".join(filter(None, parts))


class Compared(NamedTuple):
    """A comparison of the error with a name, in all calls that it follows."""

    line: int
    place: str
    name: str
    operations: tuple[str, ...]
    forced: str  # what would become of the error if it matched


def compared_in(calls: Iterable[dict[str, Any]]) -> list[Compared]:
    """Return the comparisons that match no error of any of the calls."""
    found: dict[tuple[int, str, str], dict[str, str]] = {}
    hits = set()
    for call in calls:
        for line, place, name, hit, forced in call["compared"]:
            key = (line, place, name)
            found.setdefault(key, {})[call["operation"]] = forced[0] if forced else ""
            if hit:
                hits.add(key)
    return [
        Compared(*key, tuple(sorted(after)), next(filter(None, after.values()), ""))
        for key, after in found.items()
        if key not in hits
    ]


def name_finding(each: Compared) -> Finding | None:
    """Return a finding for a name that can't match where it is compared."""
    catalogue = load_catalogue()
    name, place = each.name, each.place
    is_code = name in catalogue.known_codes
    is_exception = name in catalogue.known_exceptions
    if place == "errorCode":
        return _in_error_code(each, is_code=is_code, is_exception=is_exception)
    if place == "Code":
        # boto3 puts the status here if there is no name.
        if is_exception or name.isdigit():
            return None
        if is_code:
            text = (
                f"{name} is an error code, but {_CODE} holds the exception, so this never matches"
            )
            return _misplaced(each, text, _ERROR_CODE)
        near = nearest(name, catalogue.known_exceptions)
        return _unknown(each, f"unknown exception {name!r} in {_CODE}", near)
    if place == "text" and is_code:
        return _misplaced(each, f"{name} is an error code, which str(e) does not hold", _ERROR_CODE)
    if place in {"client.exceptions", "class"}:
        where = "client.exceptions" if place == "client.exceptions" else "the name of a class"
        if is_code:
            return _misplaced(
                each, f"{name} is an error code; boto3 has no class for it", _ERROR_CODE
            )
        declared = {it for op in catalogue.api_operations.values() for it in op.declares}
        if name in declared or (place == "class" and _BUILTIN.fullmatch(name) and not is_exception):
            return None
        if is_exception:
            return _misplaced(each, f"boto3 has no class for {name}", _CODE)
        return _unknown(
            each, f"unknown class {name!r} in {where}", nearest(name, (*declared, "ClientError"))
        )
    return None


def _in_error_code(each: Compared, *, is_code: bool, is_exception: bool) -> Finding | None:
    catalogue, name, operations = load_catalogue(), each.name, each.operations
    if any((it, name) in catalogue.observations for it in operations):
        return None
    if is_exception and not is_code:
        return _misplaced(each, f"{name} is an exception, not an error code", _CODE)
    documented = [code for it in operations for code in catalogue.all_codes_of(it)]
    near = nearest(name, documented)
    if not is_code:
        return _unknown(
            each, f"unknown error code {name!r}", near or nearest(name, catalogue.codes)
        )
    if not all(catalogue.all_codes_of(it) for it in operations):
        return None  # an operation that no edition lists
    verb = "is" if len(operations) == 1 else "are"
    text = f"{' and '.join(operations)} {verb} not documented to return {name}"
    instead = f"Did you mean {' or '.join(near)}?" if near else ""
    return Finding(each.line, "undocumented", text, instead, name, near)


def _misplaced(each: Compared, text: str, right: str) -> Finding:
    return Finding(
        each.line, "wrong place", f"{text}{_forced(each)}", f"Compare {right}.", each.name
    )


def _unknown(each: Compared, text: str, near: tuple[str, ...]) -> Finding:
    instead = f"Did you mean {' or '.join(near)}?" if near else ""
    return Finding(each.line, "wrong name", f"{text}{_forced(each)}", instead, each.name, near)


def _forced(each: Compared) -> str:
    """Return what stands behind a comparison that never matches, if that is a problem, too."""
    bad = each.forced in {"crashes", "endless", "swallowed"}
    return f"; if it matched: {each.forced}" if bad else ""


def is_ignored(finding: Finding, lines: list[str], call: int) -> bool:
    """Return whether a comment at a finding's line, or at the call's, says to ignore it."""
    for number in (finding.line, call):
        found = _IGNORE.search(lines[number - 1]) if 0 < number <= len(lines) else None
        if found is not None:
            kinds = [each.strip() for each in (found[1] or "").split(",")]
            return not found[1] or finding.kind in kinds
    return False
