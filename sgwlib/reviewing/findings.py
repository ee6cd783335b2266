"""Findings: errors that are swallowed, crash the code or loop, and names that never match."""

from __future__ import annotations

import builtins
from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.diagnosis.knowledge import knowledge
from sgwlib.reviewing.documented import exception_class
from sgwlib.reviewing.verdicts import Outcome
from sgwlib.text import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sgwlib.diagnosis.knowledge import Known
    from sgwlib.reviewing.verdicts import Verdict
    from sgwlib.reviewing.walk import Compared

Kind = Literal["wrong name", "wrong place", "undocumented", "swallowed", "crashes", "endless"]

_CODE: Final = 'e.response["Error"]["Code"]'
_ERROR_CODE: Final = 'e.response["error"]["errorCode"]'
_MOST_NAMED: Final = 4
_NO_ERROR: Final = "KeyError('error')"


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
    name
        The name that never matches, if there is one.
    nearest
        The valid names most similar to it.

    Examples
    --------
    >>> from sgwlib import review
    >>> [finding] = review("with suppress(ClientError): client.delete_volume()").findings
    >>> finding.line, finding.kind
    (1, 'swallowed')
    """

    line: int
    kind: Kind
    text: str
    name: str | None = None
    nearest: tuple[str, ...] = ()


def verdict_findings(operation: str, verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    """Yield a finding for each line that swallows errors, crashes or retries forever."""
    groups: defaultdict[tuple[int, Kind, str | None], list[Verdict]] = defaultdict(list)
    for each in verdicts:
        if each.end is not None and each.end.kind == "does not end":
            groups[each.line, "endless", None].append(each)
        elif each.outcome is Outcome.SWALLOWED:
            groups[each.line, "swallowed", None].append(each)
        elif each.outcome is Outcome.CRASHES and each.end is not None:
            groups[each.line, "crashes", each.end.raised].append(each)
    for (line, kind, _), found in groups.items():
        yield Finding(line, kind, _sentence(kind, operation, found))


def _sentence(kind: Kind, operation: str, found: list[Verdict]) -> str:
    errors = [each.error for each in found]
    what = f"{counted(len(errors), 'error')} of {operation} ({named(errors)})"
    if kind == "swallowed":
        return f"swallows {what}: it catches them without naming them and goes on"
    if kind == "endless":
        return f"retries the call forever after {what}"
    note = found[0].note
    why = '; only an error with a code has "error" in its response' if note == _NO_ERROR else ""
    return f"crashes with {note} after {what}{why}"


def named(errors: list[str]) -> str:
    """Return a list of errors as text: all of a few, or the first of many."""
    catalogue = load_catalogue()
    every = catalogue.general_exceptions
    general = [name for name in errors if name in every]
    codes = [name for name in errors if catalogue.kind_of(name) == "error code"]
    others = [name for name in errors if name not in (*general, *codes)]
    parts = [", ".join(codes), ", ".join(general), ", ".join(others)]
    if len(codes) > _MOST_NAMED + 1:
        more = counted(len(codes) - _MOST_NAMED, "other code")
        parts[0] = f"{', '.join(codes[:_MOST_NAMED])} and {more}"
    if len(general) == len(every):
        parts[1] = "all general exceptions"
    elif len(general) > _MOST_NAMED + 1:
        parts[1] = counted(len(general), "general exception")
    return ", ".join(filter(None, parts))


def name_findings(
    compared: Mapping[Compared, Iterable[str]],
) -> Iterator[tuple[Compared, Finding]]:
    """Yield a finding for each name that can never match.

    `compared` maps each comparison in the program to the operations that it may follow.
    """
    known = knowledge(load_catalogue())
    for each, after in compared.items():
        operations = sorted(after)
        finding = _check(known, each, operations)
        if finding is not None:
            yield each, finding


def _check(known: Known, each: Compared, operations: list[str]) -> Finding | None:
    if each.place == "errorCode":
        return _in_error_code(known, each, operations)
    if each.place == "Code":
        return _in_code(known, each)
    if each.place == "client.exceptions":
        return _no_class(known, each, "client.exceptions")
    if each.place == "class" and not _is_class(each.name):
        return _no_class(known, each, "the name of the exception's class")
    if each.place == "text" and known.is_code(each.name):
        text = f"{each.name} is an error code, which str(e) does not hold; compare {_ERROR_CODE}"
        return _misplaced(each, text)
    return None  # a string that was changed first could be compared with anything


def _is_class(name: str) -> bool:
    return hasattr(builtins, name) or exception_class(name) is not None


def _in_error_code(known: Known, each: Compared, operations: list[str]) -> Finding | None:
    catalogue, name = known.catalogue, each.name
    listed = [it for it in operations if catalogue.all_codes_of(it)]
    documented = list(dict.fromkeys(code for it in listed for code in catalogue.all_codes_of(it)))
    if name in documented or any((it, name) in catalogue.observations for it in operations):
        return None
    if name in known.exceptions and not known.is_code(name):
        return _misplaced(each, f"{name} is an exception, not an error code; compare {_CODE}")
    near = nearest(name, documented)
    if not known.is_code(name):
        near = near or nearest(name, catalogue.codes)
        return _unknown(each, f"unknown error code {name!r}", near)
    if listed != operations:
        return None  # an operation that no edition lists
    subject = " and ".join(operations)
    verb = "is" if len(operations) == 1 else "are"
    text = f"{subject} {verb} not documented to return {name}"
    if near:
        text += f"; nearest documented: {', '.join(near)}"
    return Finding(each.line, "undocumented", text, name, near)


def _in_code(known: Known, each: Compared) -> Finding | None:
    # boto3 puts the status here if there is no name.
    if each.name in known.exceptions or each.name.isdigit():
        return None
    if known.is_code(each.name):
        text = (
            f"{each.name} is an error code, but {_CODE} holds the exception, so this never "
            f"matches; compare {_ERROR_CODE}"
        )
        return _misplaced(each, text)
    near = nearest(each.name, known.exceptions)
    return _unknown(each, f"unknown exception {each.name!r} in {_CODE}", near)


def _no_class(known: Known, each: Compared, place: str) -> Finding:
    if known.is_code(each.name):
        text = f"{each.name} is an error code; boto3 has no class for it: compare {_ERROR_CODE}"
        return _misplaced(each, text)
    if each.name in known.exceptions:
        text = f"boto3 has no class for {each.name}; catch ClientError and compare {_CODE}"
        return _misplaced(each, text)
    near = nearest(each.name, (*known.catalogue.carriers, "ClientError"))
    return _unknown(each, f"unknown class {each.name!r} in {place}", near)


def _misplaced(each: Compared, text: str) -> Finding:
    return Finding(each.line, "wrong place", text, each.name)


def _unknown(each: Compared, what: str, near: tuple[str, ...]) -> Finding:
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return Finding(each.line, "wrong name", f"{what}{hint}", each.name, near)
