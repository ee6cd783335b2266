"""What is known beyond the reference page: names of today's API, messages, phrases of Terraform.

The package ``data/beyond`` holds it. It is separate, because these names are not facts of the
page, and a catalogue of another edition does not need them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import ExceptionType, bundled_folder
from sgwlib.datapackage import read_descriptor, read_tables
from sgwlib.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.datapackage import Row

__all__ = ["Beyond", "LiveMessage", "beyond_the_page", "unknown_message"]


class LiveMessage(NamedTuple):
    """A message that the service is known to send although the page does not list it."""

    text: str
    code: str | None
    operations: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Beyond:
    """Names and messages beyond the page.

    Parameters
    ----------
    operations, exceptions, codes
        Each name, of the page and of today's API, to whether other services use it too.
    general_exceptions
        The exceptions that the page lacks, by name. Any operation can answer with them.
    messages
        Messages beyond those of the page.
    terraform
        The words that Terraform's provider writes before an error, to the operation it called.
    sources
        Every name to where it is known from. For a name that is an error code and an exception,
        this is the source of the code.
    """

    operations: Mapping[str, bool]
    exceptions: Mapping[str, bool]
    codes: Mapping[str, bool]
    general_exceptions: Mapping[str, ExceptionType]
    messages: tuple[LiveMessage, ...]
    terraform: Mapping[str, str]
    sources: Mapping[str, str]

    def documents(self, operation: str, code: str) -> bool:
        """Return whether a guide later than the page lists a pair.

        Examples
        --------
        >>> beyond_the_page().documents("AssociateFileSystem", "FileSystemNotFound")
        True
        """
        return operation in self.operations_of(code)

    def operations_of(self, code: str) -> tuple[str, ...]:
        """Return the operations for which a later guide lists a code that the page lacks."""
        found = (each.operations for each in self.messages if code and each.code == code)
        return tuple(dict.fromkeys(name for operations in found for name in operations))

    def message_of(self, code: str) -> str:
        """Return the message of a code that the page lacks."""
        known = (each.text for each in self.messages if code and each.code == code)
        return next(known, unknown_message(code))


def unknown_message(name: str) -> str:
    """Return the placeholder for the message of an error that nobody has reported."""
    return f"The message of {name} is not known."


@cache
def beyond_the_page() -> Beyond:
    """Return what is known beyond the page.

    Examples
    --------
    >>> known = beyond_the_page()
    >>> "RefreshCache" in known.operations, "FileShareNotFound" in known.codes
    (True, True)
    >>> known.general_exceptions["OptInRequired"].status
    403
    """
    folder = bundled_folder() / "beyond"
    descriptor = read_descriptor(folder)
    tables = read_tables(folder, descriptor, descriptor)
    return Beyond(
        operations=_shared(tables["operations"], "operation"),
        exceptions=_shared(tables["exceptions"], "exception"),
        codes=_shared(tables["error-codes"], "error_code"),
        general_exceptions=FrozenDict(
            {
                row.values["exception"]: _exception(row)
                for row in tables["exceptions"]
                if row.values["status"] is not None
            }
        ),
        messages=tuple(map(_message, tables["messages"])),
        terraform=FrozenDict(
            {row.values["words"]: row.values["operation"] for row in tables["terraform"]}
        ),
        sources=FrozenDict(
            {
                row.values[column]: row.values["source"]
                for table, column in (
                    ("operations", "operation"),
                    ("exceptions", "exception"),
                    ("error-codes", "error_code"),
                )
                for row in tables[table]
            }
        ),
    )


def _shared(rows: list[Row], column: str) -> Mapping[str, Any]:
    return FrozenDict({row.values[column]: row.values["shared"] for row in rows})


def _exception(row: Row) -> ExceptionType:
    name = row.values["exception"]
    return ExceptionType(
        name=name,
        message=unknown_message(name),
        status=row.values["status"],
        reason=row.values["reason"],
        carries_code=False,
    )


def _message(row: Row) -> LiveMessage:
    values = row.values
    operations = tuple(values["operations"].split())
    return LiveMessage(values["message"], values["error_code"], operations, values["source"])
