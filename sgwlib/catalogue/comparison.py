"""What differs between two editions of the reference page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sgwlib.extras import needed_by
from sgwlib.files import write_atomically
from sgwlib.text import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from sgwlib.catalogue.model import Catalogue
    from sgwlib.catalogue.records import ErrorCode, ExceptionType

__all__ = ["Change", "Comparison", "compared"]

_T = TypeVar("_T")


class Change(NamedTuple):
    """One difference.

    ``change`` is ``"added"``, ``"removed"``, ``"reworded"`` (a message) or ``"changed"`` (a
    status). ``kind`` is ``"operation"``, ``"error code"``, ``"exception"`` or ``"pair"``. A pair
    has the name of its code under ``name``. ``before`` and ``after`` are the texts of the two.

    Examples
    --------
    >>> print(Change("removed", "pair", "VolumeInUse", "DeleteVolume"))
    removed pair DeleteVolume VolumeInUse
    """

    change: str
    kind: str
    name: str
    operation: str | None = None
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        subject = f"{self.operation} {self.name}" if self.operation else self.name
        texts = f": {self.before!r} became {self.after!r}" if self.before and self.after else ""
        return f"{self.change} {self.kind} {subject}{texts}"


@dataclass(frozen=True)
class Comparison:
    """The changes that lead from one edition to another.

    Parameters
    ----------
    before, after
        Names of the two editions.
    changes
        Exceptions first, then codes, operations and pairs, each in the order of its edition.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> found = load_catalogue().compare(load_catalogue(edition="file-2023"))
    >>> print(found.added[0])
    added error code FileSystemAssociationEndpointConfigurationConflict
    >>> [change.name for change in found.reworded]
    ['InternalServerError', 'UnknownOperationException']
    """

    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def added(self) -> tuple[Change, ...]:
        """What only the second edition has."""
        return self._of("added")

    @property
    def removed(self) -> tuple[Change, ...]:
        """What only the first edition has."""
        return self._of("removed")

    @property
    def reworded(self) -> tuple[Change, ...]:
        """What both have, with another message or status."""
        return self._of("reworded", "changed")

    @property
    def summary(self) -> str:
        """One sentence with the counts."""
        counts = {"added": self.added, "removed": self.removed, "reworded": self.reworded}
        said = ", ".join(f"{len(changes)} {name}" for name, changes in counts.items())
        return f"From {self.before} to {self.after}: {said}."

    def rows(self) -> list[dict[str, str | None]]:
        """Return one row for each change, as plain values."""
        return [each._asdict() for each in self.changes]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values that JSON can hold."""
        return asdict(self) | {"changes": self.rows()}

    def to_frame(self) -> pd.DataFrame:
        """Return the changes as a pandas DataFrame of shape (changes, 6).

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        with needed_by("Comparison.to_frame"):
            import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(Change._fields))

    def to_csv(self, path: str | Path) -> None:
        """Write the rows of :meth:`to_frame` to a CSV file.

        Parameters
        ----------
        path
            The file. It is replaced as a whole, or left as it was.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        write_atomically(path, csv_text(self.rows(), Change._fields).encode())

    def _of(self, *changes: str) -> tuple[Change, ...]:
        return tuple(each for each in self.changes if each.change in changes)


def compared(before: Catalogue, after: Catalogue) -> Comparison:
    """Return what leads from one edition to another."""
    found = [
        *_names("exception", before.exceptions, after.exceptions),
        *_exceptions(before.exceptions, after.exceptions),
        *_names("error code", before.codes, after.codes),
        *_messages("error code", before.codes, after.codes),
        *_names("operation", before.operations, after.operations),
        *(
            Change("removed", "pair", it.code, it.operation)
            for it in _less(before.pairs, after.pairs)
        ),
        *(
            Change("added", "pair", it.code, it.operation)
            for it in _less(after.pairs, before.pairs)
        ),
    ]
    return Comparison(before.edition, after.edition, tuple(found))


def _less(one: Iterable[_T], other: Iterable[_T]) -> Iterator[_T]:
    known = {*other}
    return (each for each in one if each not in known)


def _names(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in _less(before, after):
        yield Change("removed", kind, name)
    for name in _less(after, before):
        yield Change("added", kind, name)


def _messages(
    kind: str,
    before: Mapping[str, ErrorCode] | Mapping[str, ExceptionType],
    after: Mapping[str, ErrorCode] | Mapping[str, ExceptionType],
) -> Iterator[Change]:
    for name in (each for each in before if each in after):
        old, new = before[name].message, after[name].message
        if old != new:
            yield Change("reworded", kind, name, None, old, new)


def _exceptions(
    before: Mapping[str, ExceptionType], after: Mapping[str, ExceptionType]
) -> Iterator[Change]:
    yield from _messages("exception", before, after)
    for name in before:
        if name in after:
            old, new = (f"{it.status} {it.reason}" for it in (before[name], after[name]))
            if old != new:
                yield Change("changed", "exception", name, None, old, new)
