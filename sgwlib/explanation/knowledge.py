"""The names and messages to recognise: those of a catalogue, and those known beyond the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from sgwlib.beyond import LiveMessage, beyond_the_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue import Catalogue


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
    beyond, page = beyond_the_page(), catalogue.exceptions
    operations = dict.fromkeys(catalogue.operations, True) | dict(beyond.operations)
    exceptions = dict.fromkeys(page, True) | dict(beyond.exceptions)
    codes = dict.fromkeys(catalogue.codes, True) | dict(beyond.codes)
    of_codes = {code.message: code.name for code in catalogue.codes.values()}
    of_exceptions = {
        text: each.name
        for each in page.values()
        if not each.carries_code
        for text in (each.message, each.sample_message)
        if text
    }
    observed = [
        LiveMessage(seen.message, pair.code, (pair.operation,), seen.source)
        for pair, seen in catalogue.observed.items()
    ]
    names = sorted({*operations, *exceptions, *codes})
    return Known(
        catalogue=catalogue,
        operations=operations,
        exceptions=exceptions,
        codes=codes,
        code_messages={normalized(text): name for text, name in of_codes.items()},
        exception_messages={normalized(text): name for text, name in of_exceptions.items()},
        live_messages={normalized(each.text): each for each in (*beyond.messages, *observed)},
        terraform=beyond.terraform,
        spelt_operations={name.lower(): name for name in operations},
        messages=tuple(text.removesuffix(".").rstrip() for text in (*of_codes, *of_exceptions)),
        beginnings=frozenset(name for name, longer in pairwise(names) if longer.startswith(name)),
    )


def normalized(text: str) -> str:
    """Return a message without blanks and final period, so that wrapping does not matter."""
    return "".join(text.split()).removesuffix(".")
