"""The reference page as objects: exceptions, error codes, operations and documented pairs.

The facts are from the AWS Storage Gateway User Guide (API Version 2012-06-30), page "Error
Responses". The tables in ``data/`` hold them. This module has no facts of its own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

from sgwlib.datapackage import DESCRIPTOR, Row, read_descriptor, read_tables
from sgwlib.errors import CatalogueError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.files import write_atomically
from sgwlib.frozen import FrozenDict
from sgwlib.text import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

__all__ = [
    "Catalogue",
    "ErrorCode",
    "Evidence",
    "ExceptionType",
    "Observation",
    "Operation",
    "Pair",
    "Statement",
    "bundled_folder",
    "load_catalogue",
]

_T = TypeVar("_T")

# The tables that give names, and the column that holds them.
_NAMED = {"exceptions": "exception", "error-codes": "error_code", "operations": "operation"}
# The fields of a catalogue whose keys are names, and what each name is.
_KINDS = {"exceptions": "exception", "codes": "error code", "operations": "operation"}


class Evidence(StrEnum):
    """How a statement is known.

    Examples
    --------
    >>> Evidence("observed").name
    'OBSERVED'
    """

    DOCUMENTED = "documented"
    """A page or API model of AWS says it."""
    OBSERVED = "observed"
    """A public live error shows it."""
    INFERRED = "inferred"
    """Only the wording suggests it."""


class Statement(NamedTuple):
    """A statement about a code, with its evidence and its source."""

    text: str
    evidence: Evidence
    source: str


class Pair(NamedTuple):
    """The names of an operation and of an error code that it can return."""

    operation: str
    code: str


class Observation(NamedTuple):
    """An error of the live service that is public: its message, and where it was reported."""

    message: str
    source: str


@dataclass(frozen=True, slots=True)
class ExceptionType:
    """What ``__type`` names in an error response.

    Parameters
    ----------
    name
        Such as ``"ThrottlingException"``.
    message
        Message of the page's table.
    status
        HTTP status code.
    reason
        HTTP reason phrase.
    carries_code
        Whether it is one of the two carriers, which carry an error code. The others are
        general: any operation can return them.
    sample_message
        Message in the page's sample of a body, where it differs from the table's.
    """

    name: str
    message: str
    status: int
    reason: str
    carries_code: bool
    sample_message: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """An operation error code.

    Parameters
    ----------
    name
        Such as ``"VolumeInUse"``.
    message
        Message of the page's table.
    carrier
        The exception that carries the code by default. The page names two exceptions, but
        doesn't say which of them carries a code, so the evidence matters.
    cause
        What causes the error.
    remedy
        What to do about it.
    """

    name: str
    message: str
    carrier: Statement
    cause: Statement
    remedy: Statement


@dataclass(frozen=True, slots=True)
class Operation:
    """An API action.

    Parameters
    ----------
    name
        Such as ``"DeleteVolume"``.
    resource
        What it acts on, such as ``"volume"``.
    kind
        What it does to it: ``"reads"``, ``"changes"`` or ``"deletes"``.
    """

    name: str
    resource: str
    kind: str


@dataclass(frozen=True, repr=False)
class Catalogue:
    """Everything that one edition of the reference page documents, in the page's order.

    It is a value: it can be hashed, compared, copied and pickled.

    ``exceptions``, ``codes`` and ``operations`` are mappings from name to object. For the names
    of one side of the pairs use :meth:`codes_of` and :meth:`operations_of`.

    Parameters
    ----------
    edition
        API version of the page, such as ``"2012-06-30"``.
    version
        Version of the data.
    exceptions, codes, operations
        Each name, to its object.
    pairs
        The documented pairs.
    observed
        Each pair that a public live error shows, to that error. Some are undocumented.

    Examples
    --------
    >>> catalogue = load_catalogue()
    >>> catalogue
    <Catalogue 2012-06-30: 35 operations, 36 error codes, 17 exceptions, 289 pairs>
    >>> catalogue.codes["VolumeInUse"].message
    'The specified volume is already in use.'
    >>> catalogue.operations_of("VolumeNotReady")
    ('CreateSnapshot', 'CreateSnapshotFromVolumeRecoveryPoint')
    """

    edition: str
    version: str
    exceptions: Mapping[str, ExceptionType]
    codes: Mapping[str, ErrorCode]
    operations: Mapping[str, Operation]
    pairs: tuple[Pair, ...]
    observed: Mapping[Pair, Observation] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            object.__setattr__(self, name, _Names(getattr(self, name), kind, self._kinds))
        object.__setattr__(self, "observed", FrozenDict(self.observed))

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """Each name, to what it names, for the message about a name of the wrong kind."""
        return FrozenDict(
            {each: kind for name, kind in _KINDS.items() for each in getattr(self, name)}
        )

    @cached_property
    def _codes_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {name: [] for name in self.operations}
        for operation, code in self.pairs:
            found[operation].append(code)
        return _Names({key: tuple(codes) for key, codes in found.items()}, "operation", self._kinds)

    @cached_property
    def _operations_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {name: [] for name in self.codes}
        for operation, code in self.pairs:
            found[code].append(operation)
        names = {key: tuple(operations) for key, operations in found.items()}
        return _Names(names, "error code", self._kinds)

    @cached_property
    def _documented(self) -> frozenset[Pair]:
        return frozenset(self.pairs)

    def __hash__(self) -> int:
        # Enough to distinguish editions. Hashing every record would cost more than a look-up.
        return hash((self.edition, self.version, len(self.pairs)))

    def __reduce__(self) -> tuple[Any, ...]:
        # The bundled catalogue stays one object in a process, wherever it was pickled.
        if _bundled.cache_info().currsize and self is _bundled():
            return load_catalogue, ()
        values = (getattr(self, each.name) for each in fields(self))
        return type(self), tuple(dict(it) if isinstance(it, dict) else it for it in values)

    def __repr__(self) -> str:
        return (
            f"<Catalogue {self.edition}: {len(self.operations)} operations, "
            f"{len(self.codes)} error codes, {len(self.exceptions)} exceptions, "
            f"{len(self.pairs)} pairs>"
        )

    def operation(self, name: str) -> Operation:
        """Return the operation of this name.

        Raises
        ------
        UnknownNameError
            If there is no such operation. The message suggests the nearest names.

        Examples
        --------
        >>> load_catalogue().operation("DeleteVolume").kind
        'deletes'
        """
        return _look_up("operation", name, self.operations)

    def code(self, name: str) -> ErrorCode:
        """Return the error code of this name.

        Raises
        ------
        UnknownNameError
            If there is no such error code. The message suggests the nearest names.

        Examples
        --------
        >>> load_catalogue().code("VolumeInUse").carrier.text
        'InvalidGatewayRequestException'
        """
        return _look_up("error code", name, self.codes)

    def exception(self, name: str) -> ExceptionType:
        """Return the exception of this name.

        Raises
        ------
        UnknownNameError
            If there is no such exception. The message suggests the nearest names.

        Examples
        --------
        >>> load_catalogue().exception("ThrottlingException").status
        400
        """
        return _look_up("exception", name, self.exceptions)

    def codes_of(self, operation: str) -> tuple[str, ...]:
        """Return the names of the codes that an operation is documented to return.

        Raises
        ------
        UnknownNameError
            If there is no such operation.

        Examples
        --------
        >>> load_catalogue().codes_of("ListGateways")
        ('InternalError', 'InvalidParameters', 'NotSupported')
        """
        return _look_up("operation", operation, self._codes_of)

    def operations_of(self, code: str) -> tuple[str, ...]:
        """Return the names of the operations that are documented to return a code.

        Raises
        ------
        UnknownNameError
            If there is no such code.

        Examples
        --------
        >>> load_catalogue().operations_of("VolumeInUse")
        ('DeleteVolume',)
        """
        return _look_up("error code", code, self._operations_of)

    def kind_of(self, name: str) -> str | None:
        """Return what a name is: ``"operation"``, ``"error code"``, ``"exception"`` or None.

        Examples
        --------
        >>> load_catalogue().kind_of("VolumeInUse")
        'error code'
        """
        return self._kinds.get(name)

    @property
    def undocumented_observed(self) -> tuple[Pair, ...]:
        """The undocumented pairs that a public live error shows."""
        return tuple(pair for pair in self.observed if pair not in self._documented)

    def documents(self, operation: str, code: str) -> bool:
        """Return whether the page lists a pair. The service may return other pairs, too."""
        return (operation, code) in self._documented

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
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "pairs.csv"
        >>> load_catalogue().to_csv(path)
        >>> len(path.read_text(encoding="utf-8").splitlines())
        290
        """
        write_atomically(path, csv_text(self.rows()).encode())

    def to_dict(self) -> dict[str, Any]:
        """Return the catalogue as plain values that JSON can hold.

        Examples
        --------
        >>> plain = load_catalogue().to_dict()
        >>> plain["pairs"][0]
        ['ActivateGateway', 'ActivationKeyExpired']
        >>> plain["codes"][0]["carrier"]["evidence"]
        'inferred'
        """
        named = {name: [_plain(each) for each in getattr(self, name).values()] for name in _KINDS}
        return {
            "edition": self.edition,
            "version": self.version,
            **named,
            "pairs": [list(pair) for pair in self.pairs],
            "observed": [
                {**pair._asdict(), **seen._asdict()} for pair, seen in self.observed.items()
            ],
        }

    def rows(self) -> list[dict[str, object]]:
        """Return one row for each pair, as plain values, with the columns of `to_frame`."""
        return [self._flat(pair) for pair in self.pairs]

    def _flat(self, pair: Pair) -> dict[str, object]:
        operation, code = self.operations[pair.operation], self.codes[pair.code]
        return {
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


def _plain(record: ExceptionType | ErrorCode | Operation) -> dict[str, Any]:
    """Return a record as plain values. `asdict` alone would give statements as tuples."""
    return {
        name: {**value._asdict(), "evidence": value.evidence.value}
        if isinstance(value, Statement)
        else value
        for name, value in asdict(record).items()
    }


def load_catalogue(path: str | Path | None = None) -> Catalogue:
    """Load the catalogue.

    Parameters
    ----------
    path
        The folder of a Data Package with the same tables, or its ``datapackage.json``; by
        default the bundled one.

    Returns
    -------
    Catalogue
        The bundled one is loaded once and shared. It cannot be changed.

    Raises
    ------
    CatalogueError
        If the package is damaged or inconsistent, naming file, line and reason.

    Examples
    --------
    >>> len(load_catalogue().pairs)
    289
    """
    if path is None:
        return _bundled()
    folder = Path(path)
    return _load(folder.parent if folder.name == DESCRIPTOR else folder)


@cache
def _bundled() -> Catalogue:
    return _load(bundled_folder())


def bundled_folder() -> Path:
    """Return the folder of the bundled data: inside the installed package, or beside it.

    Examples
    --------
    >>> (bundled_folder() / "datapackage.json").is_file()
    True
    """
    package = Path(__file__).parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


@cache
def _shape() -> dict[str, Any]:
    return read_descriptor(bundled_folder())


def _load(folder: Path) -> Catalogue:
    descriptor = read_descriptor(folder)
    tables = read_tables(folder, descriptor, _shape())
    exceptions = {row.values["exception"]: _exception(row) for row in tables["exceptions"]}
    codes = {row.values["error_code"]: _code(row) for row in tables["error-codes"]}
    operations = {row.values["operation"]: _operation(row) for row in tables["operations"]}
    _check_names(tables)
    _check_carriers(tables["error-codes"], exceptions)
    return Catalogue(
        edition=_text(descriptor, "edition"),
        version=_text(descriptor, "version"),
        exceptions=exceptions,
        codes=codes,
        operations=operations,
        pairs=tuple(map(_pair, tables["operation-error-codes"])),
        observed={
            _pair(row): Observation(row.values["message"], row.values["source"])
            for row in tables["observed-pairs"]
        },
    )


def _exception(row: Row) -> ExceptionType:
    values = dict(row.values)
    return ExceptionType(name=values.pop("exception"), **values)


def _code(row: Row) -> ErrorCode:
    values = row.values

    def statement(name: str) -> Statement:
        evidence = Evidence(values[f"{name}_evidence"])
        return Statement(values[name], evidence, values[f"{name}_source"])

    return ErrorCode(
        name=values["error_code"],
        message=values["message"],
        carrier=statement("carrier"),
        cause=statement("cause"),
        remedy=statement("remedy"),
    )


def _operation(row: Row) -> Operation:
    values = dict(row.values)
    return Operation(name=values.pop("operation"), **values)


def _pair(row: Row) -> Pair:
    return Pair(row.values["operation"], row.values["error_code"])


def _text(descriptor: Mapping[str, Any], name: str) -> str:
    value = descriptor.get(name)
    if not isinstance(value, str) or not value:
        raise CatalogueError(DESCRIPTOR, f"expected a string under {name!r}")
    return value


def _check_names(tables: Mapping[str, list[Row]]) -> None:
    """Refuse a name that two tables have: graphs and commands know things by name alone."""
    first: dict[str, Row] = {}
    for table, column in _NAMED.items():
        for row in tables[table]:
            name = row.values[column]
            other = first.setdefault(name, row)
            if other is not row:
                reason = (
                    f"{name!r} is also in {other.file}, line {other.line}; "
                    "use each name for one thing only"
                )
                raise CatalogueError(row.file, reason, row.line)


def _check_carriers(rows: list[Row], exceptions: Mapping[str, ExceptionType]) -> None:
    for row in rows:
        carrier = row.values["carrier"]
        if not exceptions[carrier].carries_code:
            reason = f"carrier {carrier!r} is an exception that does not carry a code"
            raise CatalogueError(row.file, reason, row.line)


class _Names(FrozenDict[str, _T]):
    """A mapping whose error for a wrong name says what it is, or suggests the nearest names."""

    __slots__ = ("kind", "kinds")

    def __init__(
        self,
        objects: Mapping[str, _T] | Iterable[tuple[str, _T]],  # dataclasses.asdict gives these
        kind: str = "name",
        kinds: Mapping[str, str] = FrozenDict(),
    ) -> None:
        super().__init__(objects)
        self.kind = kind
        self.kinds = kinds

    def __missing__(self, name: str) -> NoReturn:
        other = self.kinds.get(name)
        raise UnknownNameError(self.kind, name, self, other and f"an {other}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _Names, (dict(self), self.kind, self.kinds)


def _look_up(kind: str, name: str, mapping: Mapping[str, _T]) -> _T:
    try:
        return mapping[name]
    except TypeError:  # something unhashable instead of a name
        raise UnknownNameError(kind, name, mapping) from None
