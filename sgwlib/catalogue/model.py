"""A catalogue: one edition of the reference page, and what is known beyond it.

The facts of the default edition are from the AWS Storage Gateway User Guide (API Version
2012-06-30), page "Error Responses". The tables in ``data/`` hold them and all others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from sgwlib.catalogue.comparison import Comparison, compared
from sgwlib.catalogue.datapackage import DESCRIPTOR, read_descriptor, read_tables
from sgwlib.catalogue.records import (
    Edition,
    ErrorCode,
    Evidence,
    ExceptionType,
    HealthEvent,
    KnownCode,
    LiveMessage,
    Observation,
    Operation,
    Origin,
    Pair,
    Statement,
)
from sgwlib.errors import CatalogueError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.files import write_atomically
from sgwlib.frozen import FrozenDict
from sgwlib.text import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from sgwlib.catalogue.datapackage import Row

__all__ = ["Catalogue", "bundled_folder", "load_catalogue", "unknown_message"]

_T = TypeVar("_T")

# The tables that give names, and the column that holds them.
_NAMED = {"exceptions": "exception", "error-codes": "error_code", "operations": "operation"}
# The fields of a catalogue whose keys are names of its edition, and what each name is.
_KINDS = {"exceptions": "exception", "codes": "error code", "operations": "operation"}
# Its other mappings.
_BEYOND = (
    *("editions", "editions_of", "api_operations", "known_codes", "known_exceptions"),
    *("observations", "health_log", "terraform"),
)
_ALL = "*"  # in a column of editions


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
            object.__setattr__(self, name, _Names(getattr(self, name), kind, self._kinds))
        for name in _BEYOND:
            object.__setattr__(self, name, FrozenDict(getattr(self, name)))

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
        # A bundled edition stays one object in a process, wherever it was pickled.
        if _LOADED.get(self.edition) is self:
            return _bundled, (self.edition,)
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

        A name that the edition lacks is looked up in what is known beyond it. A name of two kinds,
        such as ``ServiceUnavailable``, is what the edition says that it is.

        Examples
        --------
        >>> load_catalogue().kind_of("VolumeInUse"), load_catalogue().kind_of("RefreshCache")
        ('error code', 'operation')
        """
        return self._kinds.get(name) or self._kinds_beyond.get(name)

    @cached_property
    def _kinds_beyond(self) -> Mapping[str, str]:
        return FrozenDict(
            dict.fromkeys(self.known_exceptions, "exception")
            | dict.fromkeys(self.known_codes, "error code")
            | dict.fromkeys(self.api_operations, "operation")
        )

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
        >>> load_catalogue().documented_anywhere("AssociateFileSystem", "FileSystemNotFound")
        True
        """
        return (operation, code) in self._documented or (operation, code) in self.editions_of

    def all_codes_of(self, operation: str) -> tuple[str, ...]:
        """Return the codes for which this edition or any other lists an operation."""
        pairs = (*self.pairs, *self.editions_of)
        return tuple(dict.fromkeys(code for name, code in pairs if name == operation))

    def all_operations_of(self, code: str) -> tuple[str, ...]:
        """Return the operations for which this edition or any other lists a code.

        Examples
        --------
        >>> load_catalogue().all_operations_of("FileSystemNotFound")
        ('AssociateFileSystem',)
        """
        pairs = (*self.pairs, *self.editions_of)
        return tuple(dict.fromkeys(name for name, other in pairs if other == code))

    def known_messages_of(self, operation: str) -> tuple[LiveMessage, ...]:
        """Return the messages of an operation that no edition lists: live ones, and observed ones.

        Examples
        --------
        >>> [each.text for each in load_catalogue().known_messages_of("RefreshCache")][0]
        'Too many requests have been sent to server.'
        """
        return tuple(each for each in self.all_messages if operation in each.operations)

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
        UnknownNameError
            If the other is not a catalogue, but the name of an edition that does not exist.

        Examples
        --------
        >>> changes = load_catalogue().compare(load_catalogue(edition="file-2023"))
        >>> print(changes.summary)
        From 2012-06-30 to file-2023: 16 added, 0 removed, 2 reworded.
        """
        return compared(self, other)

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
            "editions": [_plain(each) for each in self.editions.values()],
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


def _plain(record: ExceptionType | ErrorCode | Operation | Edition) -> dict[str, Any]:
    """Return a record as plain values. `asdict` alone would give statements as tuples."""
    plain: dict[str, Any] = {}
    for name, value in asdict(record).items():
        if isinstance(value, Statement):
            plain[name] = {**value._asdict(), "evidence": value.evidence.value}
        else:
            plain[name] = list(value) if isinstance(value, tuple) else value
    return plain


def load_catalogue(path: str | Path | None = None, *, edition: str | None = None) -> Catalogue:
    """Load the catalogue of an edition.

    Parameters
    ----------
    path
        The folder of a Data Package with the same tables, or its ``datapackage.json``; by
        default the bundled one.
    edition
        Name of the edition; by default the one that the package names as its ``edition``. In the
        bundled package that is ``"2012-06-30"``, with 289 pairs.

    Returns
    -------
    Catalogue
        A bundled edition is loaded once and shared. It cannot be changed.

    Raises
    ------
    CatalogueError
        If the package is damaged or inconsistent, naming file, line and reason.
    UnknownNameError
        If the package has no such edition. The message suggests the nearest names.

    Examples
    --------
    >>> len(load_catalogue().pairs), len(load_catalogue(edition="file-2023").pairs)
    (289, 296)
    """
    if path is None:
        return _bundled(edition)
    folder = Path(path)
    return _load(folder.parent if folder.name == DESCRIPTOR else folder, edition)


_LOADED: dict[str, Catalogue] = {}  # the bundled editions of this process


def _bundled(edition: str | None) -> Catalogue:
    if loaded := _LOADED.get(_DEFAULT if edition is None else str(edition)):
        return loaded
    loaded = _load(bundled_folder(), edition)
    return _LOADED.setdefault(loaded.edition, loaded)


_DEFAULT = "2012-06-30"  # a test holds that the bundled package says so


def bundled_folder() -> Path:
    """Return the folder of the bundled data: inside the installed package, or beside it.

    Examples
    --------
    >>> (bundled_folder() / "datapackage.json").is_file()
    True
    """
    package = Path(__file__).parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def _load(folder: Path, edition: str | None) -> Catalogue:
    descriptor = read_descriptor(folder)
    shape = descriptor if folder == bundled_folder() else read_descriptor(bundled_folder())
    tables = read_tables(folder, descriptor, shape)
    name = _text(descriptor, "edition")
    editions = [row.values["edition"] for row in tables["editions"]]
    if name not in editions:
        raise CatalogueError(DESCRIPTOR, f"edition {name!r} is not in the table editions")
    if edition is not None:
        if edition not in editions:
            raise UnknownNameError("edition", edition, editions)
        name = edition
    lists = {table: _listed(tables[table], editions) for table in _IN_EDITIONS}
    _check_names(tables, lists)
    _check_editions(tables, lists)
    texts = _rewordings(tables["rewordings"], lists["rewordings"], name)

    operations = {row.values["operation"]: _operation(row) for row in tables["operations"]}
    pairs = dict(
        zip(
            map(_pair, tables["operation-error-codes"]), lists["operation-error-codes"], strict=True
        )
    )
    here = tuple(pair for pair, having in pairs.items() if name in having)
    exceptions = {row.values["exception"]: _exception(row, texts) for row in tables["exceptions"]}
    _check_carriers(tables["error-codes"], exceptions)
    observations = {
        _pair(row): Observation(row.values["message"], row.values["source"])
        for row in tables["observed-pairs"]
    }
    guides = {row.values["edition"]: row.values["guide"] for row in tables["editions"]}
    seen = {pair.code for pair in observations}
    return Catalogue(
        edition=name,
        version=_text(descriptor, "version"),
        exceptions={
            row.values["exception"]: exceptions[row.values["exception"]]
            for row, having in zip(tables["exceptions"], lists["exceptions"], strict=True)
            if name in having
        },
        codes={
            row.values["error_code"]: _code(row, texts)
            for row, having in zip(tables["error-codes"], lists["error-codes"], strict=True)
            if name in having
        },
        operations={pair.operation: operations[pair.operation] for pair in here},
        pairs=here,
        editions=_editions(tables["editions"], lists, pairs),
        editions_of=pairs,
        api_operations=operations,
        known_codes={
            row.values["error_code"]: _known_code(row, having, guides, seen)
            for row, having in zip(tables["error-codes"], lists["error-codes"], strict=True)
        },
        known_exceptions=exceptions,
        observations=observations,
        live_messages=tuple(map(_message, tables["messages"])),
        health_log={row.values["name"]: _health_event(row) for row in tables["health-log"]},
        terraform={row.values["words"]: row.values["operation"] for row in tables["terraform"]},
    )


# The tables with a column of editions.
_IN_EDITIONS = ("exceptions", "error-codes", "operation-error-codes", "rewordings")


def _listed(rows: list[Row], editions: list[str]) -> list[tuple[str, ...]]:
    """Return the editions of each row: "*" stands for all, nothing for none."""
    found = {None: (), _ALL: tuple(editions)}
    lists = []
    for row in rows:
        cell = row.values["editions"]
        if cell not in found:
            found[cell] = tuple(cell.split())
            for name in found[cell]:
                if name not in editions:
                    raise CatalogueError(
                        row.file, f"edition {name!r} is not in the table editions", row.line
                    )
        lists.append(found[cell])
    return lists


def _check_editions(
    tables: Mapping[str, list[Row]], lists: Mapping[str, list[tuple[str, ...]]]
) -> None:
    """Refuse a gap in what an edition needs: messages and causes, and the codes of its pairs."""
    needed = {"exceptions": ("message",), "error-codes": ("message", *_SAID)}
    for table, columns in needed.items():
        for row, having in zip(tables[table], lists[table], strict=True):
            for column in columns if having else ():
                if row.values[column] is None:
                    raise CatalogueError(row.file, f"{column} is empty", row.line)
    codes = {
        row.values["error_code"]: {*having}
        for row, having in zip(tables["error-codes"], lists["error-codes"], strict=True)
    }
    table = "operation-error-codes"
    for row, having in zip(tables[table], lists[table], strict=True):
        code = row.values["error_code"]
        if missing := next((each for each in having if each not in codes[code]), None):
            reason = f"{code} is not in edition {missing}, by its row in the table error-codes"
            raise CatalogueError(row.file, reason, row.line)


# What is said of a code of an edition.
_SAID = tuple(
    f"{name}{part}" for name in ("cause", "remedy") for part in ("", "_evidence", "_source")
)


def _rewordings(rows: list[Row], lists: list[tuple[str, ...]], edition: str) -> dict[str, str]:
    """Return the messages that an edition words in another way than the other tables."""
    return {
        row.values["name"]: row.values["message"]
        for row, having in zip(rows, lists, strict=True)
        if edition in having
    }


def _editions(
    rows: list[Row],
    lists: Mapping[str, list[tuple[str, ...]]],
    pairs: Mapping[Pair, tuple[str, ...]],
) -> dict[str, Edition]:
    # Nearly all rows have the same editions, so that these are counted together.
    exceptions, codes = Counter(lists["exceptions"]), Counter(lists["error-codes"])
    alike: dict[tuple[str, ...], list[Pair]] = {}
    for pair, having in pairs.items():
        alike.setdefault(having, []).append(pair)
    found = {}
    for values in (row.values for row in rows):
        name = values["edition"]
        here = [pair for having, some in alike.items() if name in having for pair in some]
        found[name] = Edition(
            name=name,
            guide=values["guide"],
            title=values["title"],
            date=values["date"],
            source=values["source"],
            exceptions=sum(count for having, count in exceptions.items() if name in having),
            codes=sum(count for having, count in codes.items() if name in having),
            operations=len({pair.operation for pair in here}),
            pairs=len(here),
        )
    return found


def _exception(row: Row, texts: Mapping[str, str]) -> ExceptionType:
    values = row.values
    name = values["exception"]
    return ExceptionType(
        name=name,
        message=texts.get(name, values["message"]) or unknown_message(name),
        status=values["status"],
        reason=values["reason"],
        carries_code=values["carries_code"],
        sample_message=values["sample_message"],
        shared=values["shared"],
        source=values["source"],
    )


def _statement(row: Row, name: str) -> Statement:
    values = row.values
    return Statement(values[name], _EVIDENCE[values[f"{name}_evidence"]], values[f"{name}_source"])


_EVIDENCE = {str(each): each for each in Evidence}  # several times as fast as to call Evidence


def _code(row: Row, texts: Mapping[str, str]) -> ErrorCode:
    name = row.values["error_code"]
    return ErrorCode(
        name=name,
        message=texts.get(name, row.values["message"]),
        carrier=_statement(row, "carrier"),
        cause=_statement(row, "cause"),
        remedy=_statement(row, "remedy"),
        family=row.values["family"],
    )


def _known_code(
    row: Row, having: tuple[str, ...], guides: Mapping[str, str], seen: set[str]
) -> KnownCode:
    values = row.values
    name = values["error_code"]
    known = {
        Origin.PAGE: any(guides[each] != "file" for each in having),
        Origin.FILE_GUIDE: any(guides[each] == "file" for each in having),
        Origin.API: values["enum"] is not None,
        Origin.OBSERVED: values["reported"] or name in seen,
    }
    return KnownCode(
        name=name,
        message=values["message"],
        carrier=_statement(row, "carrier"),
        cause=_statement(row, "cause") if having else None,
        remedy=_statement(row, "remedy") if having else None,
        family=values["family"],
        origins=tuple(origin for origin, holds in known.items() if holds),
        enum=values["enum"],
        editions=having,
        shared=values["shared"],
        source=values["source"],
    )


def _operation(row: Row) -> Operation:
    values = row.values
    return Operation(
        name=values["operation"],
        resource=values["resource"],
        kind=values["kind"],
        gateway_types=_words(values["gateway_types"]),
        declares=_words(values["declares"]),
        shared=values["shared"],
        source=values["source"],
    )


def _message(row: Row) -> LiveMessage:
    values = row.values
    return LiveMessage(
        values["message"], values["error_code"], _words(values["operations"]), values["source"]
    )


def _health_event(row: Row) -> HealthEvent:
    values = row.values
    return HealthEvent(**values | {"gateway_types": _words(values["gateway_types"])})


def _words(cell: str | None) -> tuple[str, ...]:
    return tuple(cell.split()) if cell else ()


def _pair(row: Row) -> Pair:
    return Pair(row.values["operation"], row.values["error_code"])


def _text(descriptor: Mapping[str, Any], name: str) -> str:
    value = descriptor.get(name)
    if not isinstance(value, str) or not value:
        raise CatalogueError(DESCRIPTOR, f"expected a string under {name!r}")
    return value


def _check_names(
    tables: Mapping[str, list[Row]], lists: Mapping[str, list[tuple[str, ...]]]
) -> None:
    """Refuse a name that two tables have: graphs and commands know things by name alone.

    On no edition, a name may be of two kinds: ``ServiceUnavailable`` is an exception of the page
    and a code of the API.
    """
    first: dict[str, Row] = {}
    for table, column in _NAMED.items():
        rows = tables[table]
        for row, having in zip(rows, lists.get(table, [(_ALL,)] * len(rows)), strict=True):
            name = row.values[column]
            other = first.setdefault(name, row) if having else row
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
