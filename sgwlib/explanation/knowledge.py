"""What the reader knows by name: the page, and what today's service says beyond it.

``data/beyond`` is a Data Package of its own: its names are not facts of the page, and a
catalogue of another edition has no need of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import bundled_folder
from sgwlib.datapackage import read_descriptor, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue import Catalogue
    from sgwlib.datapackage import Row

__all__ = ["Known", "LiveMessage", "knowledge", "squeezed"]


class LiveMessage(NamedTuple):
    """A message that the service is known to send, though the page does not list it so."""

    text: str
    code: str | None
    operations: tuple[str, ...]
    source: str


@dataclass(frozen=True, eq=False)
class Known:
    """Names and messages to recognise.

    Parameters
    ----------
    catalogue
        What the page says.
    operations
        Every operation of today, and of the page, to whether other services have one too.
    exceptions
        Likewise.
    codes
        Likewise, every error code; shared are names that other programs have, too.
    code_messages, exception_messages
        Squeezed message of the page to the name that it belongs to.
    live_messages
        Squeezed message to what is known of it.
    terraform
        What the Terraform provider writes before an error, to the operation it calls there.
    spelt_operations
        Operation in lower case to its name.
    messages
        The page's messages of codes and of general exceptions, without final period.
    beginnings
        Names that are the beginning of another one.
    """

    catalogue: Catalogue
    operations: Mapping[str, bool]
    exceptions: Mapping[str, bool]
    codes: Mapping[str, bool]
    code_messages: Mapping[str, str]
    exception_messages: Mapping[str, str]
    live_messages: Mapping[str, LiveMessage]
    terraform: Mapping[str, str]
    spelt_operations: Mapping[str, str]
    messages: tuple[str, ...]
    beginnings: frozenset[str]

    def is_code(self, name: str) -> bool:
        """Say whether a name is an error code of the page or of today."""
        return name in self.codes

    def is_part_of_longer(self, name: str) -> bool:
        """Say whether a known name goes on after this one, so that it may be cut off."""
        return name in self.beginnings


@lru_cache(maxsize=4)
def knowledge(catalogue: Catalogue) -> Known:
    """Return what there is to recognise with a catalogue.

    Examples
    --------
    >>> from sgwlib.catalogue import load_catalogue
    >>> known = knowledge(load_catalogue())
    >>> known.operations["RefreshCache"], known.operations["ListGateways"]
    (False, True)
    >>> known.code_messages[squeezed("The specified volume was not found.")]
    'VolumeNotFound'
    """
    tables = _beyond()
    page = catalogue.exceptions
    operations = dict.fromkeys(catalogue.operations, True) | _shared(tables, "operation")
    exceptions = dict.fromkeys(page, True) | _shared(tables, "exception")
    codes = dict.fromkeys(catalogue.codes, True) | _shared(tables, "error-code")
    of_codes = {code.message: code.name for code in catalogue.codes.values()}
    of_exceptions = {
        text: each.name
        for each in page.values()
        if not each.carries_code
        for text in (each.message, each.sample_message)
        if text
    }
    return Known(
        catalogue=catalogue,
        operations=operations,
        exceptions=exceptions,
        codes=codes,
        code_messages={squeezed(text): name for text, name in of_codes.items()},
        exception_messages={squeezed(text): name for text, name in of_exceptions.items()},
        live_messages=_live_messages(catalogue, tables["messages"]),
        terraform={row.values["words"]: row.values["operation"] for row in tables["terraform"]},
        spelt_operations={name.lower(): name for name in operations},
        messages=tuple(text.removesuffix(".").rstrip() for text in (*of_codes, *of_exceptions)),
        beginnings=_beginnings({*operations, *exceptions, *codes}),
    )


@cache
def _beyond() -> dict[str, list[Row]]:
    folder = bundled_folder() / "beyond"
    descriptor = read_descriptor(folder)
    return read_tables(folder, descriptor, descriptor)


def _shared(tables: dict[str, list[Row]], kind: str) -> dict[str, Any]:
    name = kind.replace("-", "_")
    return {row.values[name]: row.values["shared"] for row in tables[f"{kind}s"]}


def _live_messages(catalogue: Catalogue, rows: list[Row]) -> dict[str, LiveMessage]:
    observed = [
        LiveMessage(seen.message, pair.code, (pair.operation,), seen.source)
        for pair, seen in catalogue.observed.items()
    ]
    others = [
        LiveMessage(
            row.values["message"],
            row.values["error_code"],
            tuple(row.values["operations"].split()),
            row.values["source"],
        )
        for row in rows
    ]
    return {squeezed(each.text): each for each in [*others, *observed]}


def _beginnings(names: set[str]) -> frozenset[str]:
    ordered = sorted(names)
    return frozenset(name for name, following in pairwise(ordered) if following.startswith(name))


def squeezed(text: str) -> str:
    r"""Return a text without blanks and final period: however it is wrapped, it stays the same.

    Examples
    --------
    >>> squeezed("Rate exceeded.") == squeezed("Rate ex\nceeded")
    True
    """
    return "".join(text.split()).removesuffix(".")
