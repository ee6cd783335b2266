"""A catalogue: one edition of the reference page, and what is known beyond it.

The facts of the default edition are from the AWS Storage Gateway User Guide (API Version
2012-06-30), page "Error Responses". The tables in ``data/`` hold them and all others.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from sgwlib.catalogue.comparison import Comparison, changes_of_names, changes_of_pairs
from sgwlib.catalogue.records import LiveMessage
from sgwlib.errors import SgwError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.files import write_csv
from sgwlib.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from sgwlib.catalogue.records import (
        Edition,
        ErrorCode,
        ExceptionType,
        HealthEvent,
        KnownCode,
        Observation,
        Operation,
        Pair,
    )

__all__ = ["Catalogue", "unknown_message"]

_T = TypeVar("_T")

# The mappings from names to records, and what the names are. A name that is in several is what
# the last of them says.
_KINDS = {
    "editions": "edition",
    "health_log": "entry of the health log",
    "known_exceptions": "exception",
    "known_codes": "error code",
    "api_operations": "operation",
    "exceptions": "exception",
    "codes": "error code",
    "operations": "operation",
}
_OF_THE_EDITION = ("exceptions", "codes", "operations")
_OF_THE_API = ("known_exceptions", "known_codes", "api_operations", *_OF_THE_EDITION)


def unknown_message(name: str) -> str:
    """Return the placeholder for the message of an error that nobody has reported."""
    return f"The message of {name} is not known."


@dataclass(frozen=True, repr=False)
class Catalogue:
    """One edition of the reference page, in its order, and what is known beyond it.

    It is a value: it can be hashed, compared, copied and pickled.

    ``exceptions``, ``codes``, ``operations`` and ``pairs`` are those of the edition. For the
    names of one side of the pairs use :meth:`codes_of` and :meth:`operations_of`. The other
    fields are the same in every edition.

    Parameters
    ----------
    edition
        Name of the edition. The default one is ``"2012-06-30"``, the API version of its guide.
    version
        Version of the data.
    exceptions, codes, operations
        Each name that the edition has, to its object.
    pairs
        The documented pairs of the edition.
    editions
        Name of each edition, to its date, its counts and its source.
    editions_of
        Each pair that any edition documents, to the names of these editions.
    api_operations
        Every operation of today's API.
    known_codes
        Every error code that is known from anywhere, with where it is known from.
    known_exceptions
        Every exception that the service is known to return.
    observations
        Each pair that a public live error shows, to that error.
    live_messages
        Messages that the service is known to send although no edition lists them.
    health_log
        What the health log of a file gateway reports. These are no answers of the API.
    terraform
        The words that Terraform's provider writes before an error, to the operation it called.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> catalogue
    <Catalogue 2012-06-30: 35 operations, 36 error codes, 17 exceptions, 289 pairs>
    >>> catalogue.codes["VolumeInUse"].message
    'The specified volume is already in use.'
    >>> catalogue.operations_of("VolumeNotReady")
    ('CreateSnapshot', 'CreateSnapshotFromVolumeRecoveryPoint')
    >>> catalogue.api_operations["RefreshCache"].gateway_types
    ('s3-file',)
    >>> [str(origin) for origin in catalogue.known_codes["FileShareNotFound"].origins]
    ['observed']
    """

    edition: str
    version: str
    exceptions: Mapping[str, ExceptionType]
    codes: Mapping[str, ErrorCode]
    operations: Mapping[str, Operation]
    pairs: tuple[Pair, ...]
    editions: Mapping[str, Edition] = field(default_factory=FrozenDict)
    editions_of: Mapping[Pair, tuple[str, ...]] = field(default_factory=FrozenDict)
    api_operations: Mapping[str, Operation] = field(default_factory=FrozenDict)
    known_codes: Mapping[str, KnownCode] = field(default_factory=FrozenDict)
    known_exceptions: Mapping[str, ExceptionType] = field(default_factory=FrozenDict)
    observations: Mapping[Pair, Observation] = field(default_factory=FrozenDict)
    live_messages: tuple[LiveMessage, ...] = ()
    health_log: Mapping[str, HealthEvent] = field(default_factory=FrozenDict)
    terraform: Mapping[str, str] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            instead = self._instead if name in _OF_THE_EDITION else None
            object.__setattr__(self, name, _Names(getattr(self, name), kind, instead))
        for name in ("editions_of", "observations", "terraform"):
            object.__setattr__(self, name, FrozenDict(getattr(self, name)))

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """Each name of the API, to what it names."""
        return {each: _KINDS[name] for name in _OF_THE_API for each in getattr(self, name)}

    def _instead(self, kind: str, name: object) -> str | None:
        """Return what a name is that is not one of this kind in the edition."""
        other = self.kind_of(name) if isinstance(name, str) else None
        if other != kind:
            return other and f"an {other}"
        if listed := " and ".join(self.editions_with(str(name))):
            return f"an {kind} of {listed}, not of {self.edition}"
        return f"an {kind} known from elsewhere, on no edition of the page"

    @cached_property
    def _codes_of(self) -> _Names[tuple[str, ...]]:
        return _Names(_partners(self.pairs, 0, self.operations), "operation", self._instead)

    @cached_property
    def _operations_of(self) -> _Names[tuple[str, ...]]:
        return _Names(_partners(self.pairs, 1, self.codes), "error code", self._instead)

    @cached_property
    def _documented(self) -> frozenset[Pair]:
        return frozenset(self.pairs)

    def __hash__(self) -> int:
        # Enough to distinguish editions. Hashing every record would cost more than a look-up.
        return hash((self.edition, self.version, len(self.pairs)))

    def __repr__(self) -> str:
        return (
            f"<Catalogue {self.edition}: {len(self.operations)} operations, "
            f"{len(self.codes)} error codes, {len(self.exceptions)} exceptions, "
            f"{len(self.pairs)} pairs>"
        )

    def codes_of(self, operation: str) -> tuple[str, ...]:
        """Return the names of the codes that an operation is documented to return.

        Raises
        ------
        UnknownNameError
            If there is no such operation.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> load_catalogue().codes_of("ListGateways")
        ('InternalError', 'InvalidParameters', 'NotSupported')
        """
        return _look_up(operation, self._codes_of)

    def operations_of(self, code: str) -> tuple[str, ...]:
        """Return the names of the operations that are documented to return a code.

        Raises
        ------
        UnknownNameError
            If there is no such code.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> load_catalogue().operations_of("VolumeInUse")
        ('DeleteVolume',)
        """
        return _look_up(code, self._operations_of)

    def kind_of(self, name: str) -> str | None:
        """Return what a name is: ``"operation"``, ``"error code"``, ``"exception"`` or None.

        A name that the edition lacks is looked up in what is known beyond it. A name of two kinds,
        such as ``ServiceUnavailable``, is what the edition says that it is.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> load_catalogue().kind_of("VolumeInUse"), load_catalogue().kind_of("RefreshCache")
        ('error code', 'operation')
        """
        return self._kinds.get(name)

    @cached_property
    def observed(self) -> Mapping[Pair, Observation]:
        """The observed pairs of the edition's operations and codes, documented or not."""
        return FrozenDict(
            {
                pair: seen
                for pair, seen in self.observations.items()
                if pair.operation in self.operations and pair.code in self.codes
            }
        )

    @property
    def undocumented_observed(self) -> tuple[Pair, ...]:
        """Those of the observed pairs that the edition does not document."""
        return tuple(pair for pair in self.observed if pair not in self._documented)

    def documents(self, operation: str, code: str) -> bool:
        """Return whether the edition lists a pair. The service may return other pairs, too."""
        return (operation, code) in self._documented

    def documented_anywhere(self, operation: str, code: str) -> bool:
        """Return whether this edition or any other lists a pair.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> load_catalogue().documented_anywhere("AssociateFileSystem", "FileSystemNotFound")
        True
        """
        return (operation, code) in self._documented or (operation, code) in self.editions_of

    def all_codes_of(self, operation: str) -> tuple[str, ...]:
        """Return the codes for which this edition or any other lists an operation."""
        return self._all_codes_of.get(operation, ())

    def all_operations_of(self, code: str) -> tuple[str, ...]:
        """Return the operations for which this edition or any other lists a code.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> load_catalogue().all_operations_of("FileSystemNotFound")
        ('AssociateFileSystem',)
        """
        return self._all_operations_of.get(code, ())

    @cached_property
    def _all_codes_of(self) -> Mapping[str, tuple[str, ...]]:
        return _partners((*self.pairs, *self.editions_of), 0)

    @cached_property
    def _all_operations_of(self) -> Mapping[str, tuple[str, ...]]:
        return _partners((*self.pairs, *self.editions_of), 1)

    def editions_with(self, name: str) -> tuple[str, ...]:
        """Return the editions that list a pair with this operation or this code.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> load_catalogue().editions_with("FileSystemNotFound")
        ('file-2021', 'file-2023')
        """
        having = {
            edition for pair, some in self.editions_of.items() if name in pair for edition in some
        }
        return tuple(each for each in self.editions if each in having)

    @cached_property
    def all_messages(self) -> tuple[LiveMessage, ...]:
        """The live messages, and those of the observed pairs."""
        observed = (
            LiveMessage(seen.message, pair.code, (pair.operation,), seen.source)
            for pair, seen in self.observations.items()
        )
        return (*self.live_messages, *observed)

    def compare(self, other: Catalogue) -> Comparison:
        """Return what differs in another edition: added, removed, reworded.

        Parameters
        ----------
        other
            The catalogue of the other edition.

        Returns
        -------
        Comparison
            The changes that lead from this edition to the other.

        Raises
        ------
        SgwError
            If the other is not a catalogue.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> changes = load_catalogue().compare(load_catalogue(edition="file-2023"))
        >>> print(changes.summary)
        From 2012-06-30 to file-2023: 16 added, 0 removed, 2 reworded.
        """
        given: Any = other  # anything, if the caller is wrong
        if not isinstance(given, Catalogue):
            expected = 'expected a catalogue, such as load_catalogue(edition="file-2023")'
            raise SgwError(f"{expected}, not {type(given).__name__}")
        found = (
            *changes_of_names("exception", self.exceptions, other.exceptions),
            *changes_of_names("error code", self.codes, other.codes),
            *changes_of_names("operation", self.operations, other.operations),
            *changes_of_pairs(self.pairs, other.pairs),
        )
        return Comparison(self.edition, other.edition, found)

    @property
    def carriers(self) -> tuple[str, ...]:
        """The names of the exceptions that carry an error code."""
        return tuple(each.name for each in self.exceptions.values() if each.carries_code)

    @property
    def general_exceptions(self) -> tuple[str, ...]:
        """The names of the exceptions without an error code. Any operation can return them."""
        return tuple(each.name for each in self.exceptions.values() if not each.carries_code)

    def to_frame(self) -> pd.DataFrame:
        """Return the pairs as a pandas DataFrame, one row a pair, in the page's order.

        Returns
        -------
        pandas.DataFrame
            Shape (pairs, 12): the names, the operation's resource and kind, the code's
            message, default carrier and its status, cause and remedy with their evidence.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> frame = load_catalogue().to_frame()
        >>> int(frame.groupby("resource").size()["gateway"])
        39
        """
        with needed_by("Catalogue.to_frame"):
            import pandas as pd

        return pd.DataFrame(self.rows())

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

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> import tempfile
        >>> from pathlib import Path
        >>> path = Path(tempfile.mkdtemp()) / "pairs.csv"
        >>> load_catalogue().to_csv(path)
        >>> len(path.read_text(encoding="utf-8").splitlines())
        290
        """
        write_csv(path, self.rows())

    def to_dict(self) -> dict[str, Any]:
        """Return the catalogue as plain values that JSON can hold.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> plain = load_catalogue().to_dict()
        >>> plain["pairs"][0]
        ['ActivateGateway', 'ActivationKeyExpired']
        >>> plain["codes"][0]["carrier"]["evidence"]
        'inferred'
        """
        observed, observations = (
            [{**pair._asdict(), **seen._asdict()} for pair, seen in found.items()]
            for found in (self.observed, self.observations)
        )
        return {
            "edition": self.edition,
            "version": self.version,
            "pairs": [list(pair) for pair in self.pairs],
            **{name: _plain([*getattr(self, name).values()]) for name in _KINDS},
            "editions_of": [
                {**pair._asdict(), "editions": list(having)}
                for pair, having in self.editions_of.items()
            ],
            "observed": observed,
            "observations": observations,
            "live_messages": _plain(self.live_messages),
            "terraform": dict(self.terraform),
        }

    def rows(self) -> list[dict[str, object]]:
        """Return one row for each pair, as plain values, with the columns of `to_frame`."""
        rows: list[dict[str, object]] = []
        for pair in self.pairs:
            operation, code = self.operations[pair.operation], self.codes[pair.code]
            rows.append(
                {
                    "operation": operation.name,
                    "resource": operation.resource,
                    "kind": operation.kind,
                    "error_code": code.name,
                    "message": code.message,
                    "carrier": code.carrier.text,
                    "carrier_evidence": code.carrier.evidence.value,
                    "status": self.exceptions[code.carrier.text].status,
                    "cause": code.cause.text,
                    "cause_evidence": code.cause.evidence.value,
                    "remedy": code.remedy.text,
                    "remedy_evidence": code.remedy.evidence.value,
                }
            )
        return rows


def _partners(
    pairs: Iterable[Pair], side: int, names: Iterable[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return each name on one side of the pairs, and the given ones, to those on the other side."""
    found: dict[str, dict[str, None]] = {name: {} for name in names}
    for pair in pairs:
        found.setdefault(pair[side], {})[pair[1 - side]] = None
    return {name: tuple(others) for name, others in found.items()}


def _plain(value: Any) -> Any:
    """Return a record, or a list of records, as plain values."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


class _Names(FrozenDict[str, _T]):
    """A mapping whose error for a wrong name says what it is, or suggests the nearest names."""

    __slots__ = ("instead", "kind")

    def __init__(
        self,
        objects: Mapping[str, _T] | Iterable[tuple[str, _T]],  # dataclasses.asdict gives these
        kind: str = "name",
        instead: Callable[[str, object], str | None] | None = None,
    ) -> None:
        super().__init__(objects)
        self.kind = kind
        self.instead = instead

    def __missing__(self, name: str) -> NoReturn:
        raise UnknownNameError(
            self.kind, name, self, self.instead(self.kind, name) if self.instead else None
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _Names, (dict(self), self.kind)


def _look_up(name: str, names: _Names[_T]) -> _T:
    try:
        return names[name]
    except TypeError:  # something unhashable instead of a name
        raise UnknownNameError(names.kind, name, names) from None
