"""The names and messages to recognise: those of a catalogue, and those known beyond the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from sgwlib.catalogue import LiveMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sgwlib.catalogue import Catalogue, ExceptionType, KnownCode, Operation


@dataclass(frozen=True, eq=False)
class Known:
    """Names and messages to recognise. The keys of messages are normalized."""

    catalogue: Catalogue
    # Every name of today and of the page, to whether other services use it too.
    operations: Mapping[str, bool]
    exceptions: Mapping[str, bool]
    codes: Mapping[str, bool]
    code_messages: Mapping[str, str]
    exception_messages: Mapping[str, str]
    live_messages: Mapping[str, LiveMessage]
    terraform: Mapping[str, str]  # what it writes before an error, to the operation it called
    spelt_operations: Mapping[str, str]  # in lower case, to the name
    messages: tuple[str, ...]  # of the page, without final period
    beginnings: frozenset[str]  # names with which a longer name begins; they may be truncated

    def is_code(self, name: str) -> bool:
        """Return whether a name is an error code of the page or of today."""
        return name in self.codes


@lru_cache(maxsize=4)
def knowledge(catalogue: Catalogue) -> Known:
    """Return what can be recognised with a catalogue."""
    page = catalogue.exceptions
    operations = _shared(catalogue.operations, catalogue.api_operations)
    exceptions = _shared(page, catalogue.known_exceptions)
    codes = _shared(catalogue.codes, catalogue.known_codes)
    of_codes = {code.message: code.name for code in catalogue.codes.values()}
    of_exceptions = {
        text: each.name
        for each in page.values()
        if not each.carries_code
        for text in (each.message, each.sample_message)
        if text
    }
    names = sorted({*operations, *exceptions, *codes})
    return Known(
        catalogue=catalogue,
        operations=operations,
        exceptions=exceptions,
        codes=codes,
        code_messages={normalized(text): name for text, name in of_codes.items()},
        exception_messages={normalized(text): name for text, name in of_exceptions.items()},
        live_messages=_merged(_messages(catalogue)),
        terraform=catalogue.terraform,
        spelt_operations={name.lower(): name for name in operations},
        messages=tuple(text.removesuffix(".").rstrip() for text in (*of_codes, *of_exceptions)),
        beginnings=frozenset(name for name, longer in pairwise(names) if longer.startswith(name)),
    )


def _shared(
    page: Iterable[str], known: Mapping[str, Operation | ExceptionType | KnownCode]
) -> dict[str, bool]:
    """Return each name, to whether other services use it. An unknown one might be."""
    return dict.fromkeys(page, True) | {name: each.shared for name, each in known.items()}


def _merged(messages: Iterable[LiveMessage]) -> dict[str, LiveMessage]:
    """Return the messages by their text. Several operations may send the same one."""
    found: dict[str, LiveMessage] = {}
    for each in messages:
        key = normalized(each.text)
        first = found.setdefault(key, each)
        if first is not each and first.code == each.code:
            operations = tuple(dict.fromkeys([*first.operations, *each.operations]))
            found[key] = first._replace(operations=operations)
    return found


def _messages(catalogue: Catalogue) -> Iterator[LiveMessage]:
    """Yield the messages that the edition lacks: of other editions, live and observed ones."""
    for code in catalogue.known_codes.values():
        if code.message and code.name not in catalogue.codes:
            operations = catalogue.all_operations_of(code.name)
            yield LiveMessage(code.message, code.name, operations, code.source)
    yield from catalogue.all_messages


def normalized(text: str) -> str:
    """Return a message without blanks and final period, so that wrapping does not matter."""
    return "".join(text.split()).removesuffix(".")
