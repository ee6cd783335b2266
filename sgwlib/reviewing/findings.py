"""Findings: what is wrong with how a call's errors are handled, and what to write instead."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.text import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

Kind = Literal["wrong name", "wrong place", "undocumented", "swallowed", "crashes", "endless"]

_CODE: Final = 'e.response["Error"]["Code"]'
_ERROR_CODE: Final = 'e.response.get("error", {}).get("errorCode")'
_NO_ERROR: Final = "KeyError('error')"
_MOST_NAMED: Final = 4
_LIKE: Final = 0.8
# How other services say it: "TooManyRequestsException", "LimitExceededException", "SlowDown".
_THROTTLES: Final = re.compile(r"thrott|limitexceeded|toomanyrequests|slowdown", re.IGNORECASE)
_IGNORE: Final = re.compile(r"#\s*sgw:\s*ignore(?:\[([^\]]*)\])?")  # "# sgw: ignore[swallowed]"
_INSTEAD: Final[dict[str, str]] = {
    "swallowed": "Compare {} with the {} that you expect, and raise the others.",
    "endless": "Limit the number of attempts, and raise the error after the last one.",
    "crashes": "Read what every error has, or test first whether it is there.",
}
_MISTAKES: Final = {
    "NameError": "Use the name that the handler gives the error, or define this one.",
    "UnboundLocalError": "Give the name a value before the call that may fail.",
    "NoneType": "Test first whether there is a result.",
}


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
    name: str = ""
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}. {self.instead}".strip()


def outcome_findings(
    operation: str, place: str, decisions: Iterable[tuple[str, Any]], handlers: Mapping[int, str]
) -> Iterator[Finding]:
    """Yield a finding for each line that swallows errors, crashes or retries forever.

    Of the line of each handler, `handlers` has the name for the error, or "".
    """
    codes = load_catalogue().all_codes_of(operation)
    groups: defaultdict[tuple[int, Any, str], dict[str, str]] = defaultdict(dict)
    for name, (outcome, line, note, _) in decisions:
        if outcome in _INSTEAD:
            mistake = note if note == _NO_ERROR else note.partition("(")[0]
            mistake = "NoneType" if "TypeError(\"'NoneType'" in note else mistake
            groups[line, str(outcome), mistake if outcome == "crashes" else ""][name] = note
    for (line, kind, mistake), names in groups.items():
        what = f"{counted(len(names), 'error')} of {operation}{place} ({listed(tuple(names))})"
        coded = any(each.rpartition("/")[2] in codes for each in names)
        above = [at for at in handlers if at <= line]  # a mistake is in the body of its handler
        error = handlers.get(max(above, default=line)) or "e"
        code = error + (_ERROR_CODE if coded else _CODE)[1:]
        text, instead = f"retries the call forever after {what}", _INSTEAD[kind]
        if kind == "swallowed":
            text = f"swallows {what}: it doesn't recognise them, and the caller can't tell"
            instead = instead.format(code, "codes" if coded else "exceptions")
            if not handlers.get(line):  # such as a `suppress`
                instead = f'Catch them "as e". {instead}'
        elif kind == "crashes":
            text = f"crashes with {next(iter(names.values()))} after {what}"
            instead = _MISTAKES.get(mistake, instead)
            if mistake == _NO_ERROR:
                text += '; only an error with a code has "error" in its response'
                read = f"{error}{_ERROR_CODE[1:]}, which is None for the others"
                instead = f"Read {read if codes else code}."
        yield Finding(line, kind, text, instead)


def listed(names: Sequence[str]) -> str:
    """Return errors as text: all of a few, or the first of many."""
    every = load_catalogue().general_exceptions
    general = [name for name in names if name in every]
    others = [name for name in names if name not in every]
    parts = [", ".join(others), ", ".join(general)]
    if len(others) > _MOST_NAMED + 1:
        parts[0] = f"{', '.join(others[:_MOST_NAMED])} and {len(others) - _MOST_NAMED} others"
    if len(general) > _MOST_NAMED + 1:
        parts[1] = counted(len(general), "general exception")
    if len(general) == len(every):
        parts[1] = "all general exceptions"
    return ", ".join(filter(None, parts))


# --- names that never match -----------------------------------------------------------------


def name_findings(
    calls: Iterable[Mapping[str, Any]], fallbacks: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for each comparison that can match no error of any of the calls.

    The fallbacks stand for no error, if they aren't misspelt: ``.get("errorCode", "Unknown")``.
    """
    found: defaultdict[tuple[int, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    right: defaultdict[int, set[str]] = defaultdict(set)  # the names that match, by line
    for call in calls:
        for line, place, name, hit, forced in call["compared"]:
            after = found[line, name].setdefault(place, {})
            after[call["operation"]] = forced[0] if forced else ""
            right[line] |= {name} if hit else set()
    for (line, name), places in found.items():
        wrong = [_wrong(place, name, sorted(after)) for place, after in places.items()]
        if None in wrong or name in right[line] or wrong[-1] is None:
            continue  # one of the places is the right one: `errorCode or Code`
        if name in fallbacks and not _is_nearly_known(name):
            continue
        kind, text, instead, near = wrong[-1]
        if kind == "wrong name" and right[line] and not {*near} - right[line]:
            continue  # a list for many services: `("Throttling", "ThrottlingException")`
        forced = next(filter(None, (it for after in places.values() for it in after.values())), "")
        behind = f"; if it matched: {forced}" if forced in {"crashes", "endless"} else ""
        yield Finding(line, kind, text + behind, instead, name, near)


_Wrong = tuple[Kind, str, str, tuple[str, ...]]


def _wrong(place: str, name: str, operations: list[str]) -> _Wrong | None:
    """Return what is wrong about a name in a place of the error."""
    catalogue = load_catalogue()
    is_code, is_exception = name in catalogue.known_codes, name in catalogue.known_exceptions
    if place == "errorCode":
        return _wrong_code(name, operations, is_exception=is_exception and not is_code)
    if " has no " in place:  # `e.response["Error"].get("errorCode")`
        instead = f"Compare {_ERROR_CODE if is_code else _CODE}."
        wrong: _Wrong = "wrong place", f"{place}, so this never matches", instead, ()
        return wrong if is_code or is_exception else None
    classes = {it for each in catalogue.api_operations.values() for it in each.declares}
    where = {
        "Code": (_CODE, "holds the exception", catalogue.known_exceptions),
        "text": ("str(e)", "doesn't hold it", {name}),
        "class": ("the class", "is none for a code", {*classes, "ClientError", name}),
        "client.exceptions": (
            "client.exceptions",
            "has none for a code",
            {*classes, "ClientError"},
        ),
    }
    what, why, valid = where[place]
    if place == "Code" and name.isdigit():
        return None  # boto3 puts the status here if there is no name
    if is_code and not (is_exception and place == "Code"):
        end = "fails with an AttributeError" if place == "client.exceptions" else "never matches"
        text = f"{name} is an error code, but {what} {why}, so this {end}"
        return "wrong place", text, f"Compare {_ERROR_CODE}.", ()
    if is_exception and place in {"class", "client.exceptions"} and name not in classes:
        return "wrong place", f"boto3 has no class for {name}", f"Compare {_CODE}.", ()
    if name in valid:
        return None
    text, near = f"unknown name {name!r} in {what}", _like(name, valid)
    if not near and (codes := _like(name, catalogue.known_codes)):
        return "wrong name", text, f"{_did_you_mean(codes)} Compare {_ERROR_CODE}.", codes
    if near:
        return "wrong name", text, _did_you_mean(near), near
    instead = "It throttles with ThrottlingException." if _THROTTLES.search(name) else ""
    return "wrong name", f"{text}: Storage Gateway documents no such error", instead, ()


def _is_nearly_known(name: str) -> bool:
    """Return whether a name is an error's, or one that is misspelt."""
    catalogue = load_catalogue()
    near = nearest(name, [*catalogue.known_codes, *catalogue.known_exceptions])
    return any(_is_similar(name, each) for each in near)


def _like(name: str, valid: Iterable[str]) -> tuple[str, ...]:
    """Return the nearest names if one may be what is meant. Another service's name is its own."""
    near, mine = nearest(name, valid), name.lower()
    for its in map(str.lower, near):
        if mine in its or its in mine or _is_similar(mine, its):
            return near
    return ()


def _is_similar(one: str, other: str) -> bool:
    from difflib import SequenceMatcher  # for a name that never matches, which is rare

    return SequenceMatcher(None, one, other).ratio() >= _LIKE


def _wrong_code(name: str, operations: list[str], *, is_exception: bool) -> _Wrong | None:
    catalogue = load_catalogue()
    documented = [code for it in operations for code in catalogue.all_codes_of(it)]
    if is_exception:
        text = f"{name} is an exception, not an error code"
        return "wrong place", text, f"Compare {_CODE}.", ()
    if name not in catalogue.known_codes:
        near = nearest(name, documented) or nearest(name, catalogue.codes)
        return "wrong name", f"unknown error code {name!r}", _did_you_mean(near), near
    observed = any((it, name) in catalogue.observations for it in operations)
    if observed or not all(map(catalogue.all_codes_of, operations)):
        return None  # reported, or of an operation that no edition lists
    verb = "is" if len(operations) == 1 else "are"
    text = f"{' and '.join(operations)} {verb} not documented to return {name}"
    near = nearest(name, documented)
    return "undocumented", text, _did_you_mean(near), near


def _did_you_mean(near: tuple[str, ...]) -> str:
    return f"Did you mean {' or '.join(near)}?" if near else ""


def is_ignored(finding: Finding, lines: list[str], call: int) -> bool:
    """Return whether a comment at a finding's line, or at the call's, says to ignore it."""
    for number in (finding.line, call):
        found = _IGNORE.search(lines[number - 1]) if 0 < number <= len(lines) else None
        if found is not None:
            kinds = [each.strip() for each in (found[1] or finding.kind).split(",")]
            return finding.kind in kinds
    return False
