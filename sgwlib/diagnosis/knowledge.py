"""The names and messages to recognise: those of a catalogue, and those known beyond the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sgwlib.catalogue import Catalogue, ExceptionType, KnownCode, LiveMessage, Operation


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
    normalized_messages: tuple[str, ...]  # the keys of all three
    terraform: Mapping[str, str]  # what it writes in lower case, to the operation it called
    spelt_operations: Mapping[str, str]  # in lower case, to the name
    messages: tuple[str, ...]  # of codes and exceptions, without final period
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
    # If two codes have the same message, that of the edition counts.
    of_codes = {it.message: it.name for it in catalogue.known_codes.values() if it.message}
    of_page = {it.message: it.name for it in catalogue.codes.values()}
    of_exceptions = {
        text: each.name
        for each in page.values()
        if not each.carries_code
        for text in (each.message, each.sample_message)
        if text
    }
    live = {each.text: each.code for each in catalogue.all_messages if each.code}
    names = sorted({*operations, *exceptions, *codes})
    code_messages = _by_message(of_codes) | _by_message(of_page)
    exception_messages = _by_message(of_exceptions)
    live_messages = _merged(catalogue.all_messages)
    return Known(
        catalogue=catalogue,
        operations=operations,
        exceptions=exceptions,
        codes=codes,
        code_messages=code_messages,
        exception_messages=exception_messages,
        live_messages=live_messages,
        normalized_messages=(*code_messages, *exception_messages, *live_messages),
        terraform={words.casefold(): name for words, name in catalogue.terraform.items()},
        spelt_operations={name.lower(): name for name in operations},
        messages=tuple(
            text.removesuffix(".").rstrip()
            for text in {**of_page, **of_codes, **of_exceptions, **live}
        ),
        beginnings=frozenset(name for name, longer in pairwise(names) if longer.startswith(name)),
    )


def _shared(
    page: Iterable[str], known: Mapping[str, Operation | ExceptionType | KnownCode]
) -> dict[str, bool]:
    """Return each name, to whether other services use it. An unknown one might be."""
    return dict.fromkeys(page, True) | {name: each.shared for name, each in known.items()}


def _by_message(names: Mapping[str, str]) -> dict[str, str]:
    return {normalized(text): name for text, name in names.items()}


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


def normalized(text: str) -> str:
    """Return a message without blanks and final period, so that wrapping does not matter."""
    return "".join(text.split()).removesuffix(".")
