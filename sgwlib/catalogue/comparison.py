"""What differs between two editions of the reference page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue.records import ErrorCode, ExceptionType
from sgwlib.extras import needed_by
from sgwlib.files import write_csv

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from sgwlib.catalogue.records import Pair

__all__ = ["Change", "Comparison", "changes_of_names", "changes_of_pairs"]


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
        return tuple(each for each in self.changes if each.change == "added")

    @property
    def removed(self) -> tuple[Change, ...]:
        """What only the first edition has."""
        return tuple(each for each in self.changes if each.change == "removed")

    @property
    def reworded(self) -> tuple[Change, ...]:
        """What both have, with another message or status."""
        return tuple(each for each in self.changes if each.change in ("reworded", "changed"))

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
        FileError
            If the file cannot be written: for example, because its folder does not exist.
        """
        write_csv(path, self.rows(), Change._fields)


def changes_of_names(
    kind: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Change]:
    """Yield what differs between the names of one kind in two editions, and what they say of it."""
    yield from (Change("removed", kind, name) for name in before if name not in after)
    yield from (Change("added", kind, name) for name in after if name not in before)
    for name in before:
        if name in after:
            texts = zip(_texts(before[name]), _texts(after[name]), strict=True)
            for (change, old), (_, new) in texts:
                if old != new:
                    yield Change(change, kind, name, None, old, new)


def _texts(record: object) -> Iterator[tuple[str, str]]:
    """Yield what another edition may say differently of a name, and what it is called then."""
    if isinstance(record, ErrorCode | ExceptionType):
        yield "reworded", record.message
    if isinstance(record, ExceptionType):
        yield "changed", f"{record.status} {record.reason}"


def changes_of_pairs(before: Collection[Pair], after: Collection[Pair]) -> Iterator[Change]:
    """Yield the pairs that only one of two editions has."""
    old, new = {*before}, {*after}
    yield from (Change("removed", "pair", it.code, it.operation) for it in before if it not in new)
    yield from (Change("added", "pair", it.code, it.operation) for it in after if it not in old)
