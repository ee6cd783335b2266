"""Load an edition from a Data Package, and check that the package is sound."""

from __future__ import annotations

import copyreg
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sgwlib.catalogue.datapackage import DESCRIPTOR, read_descriptor, read_tables
from sgwlib.catalogue.model import Catalogue, unknown_message
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sgwlib.catalogue.datapackage import Row

__all__ = ["bundled_folder", "load_catalogue"]

_T = TypeVar("_T")

# The tables that give names, and the column that holds them.
_NAMED = {
    "exceptions": "exception",
    "error-codes": "error_code",
    "operations": "operation",
    "editions": "edition",
}
# The columns of several names, separated by spaces, and the table that must have these names.
_LISTS = {
    ("exceptions", "editions"): "editions",
    ("error-codes", "editions"): "editions",
    ("operation-error-codes", "editions"): "editions",
    ("rewordings", "editions"): "editions",
    ("operations", "declares"): "exceptions",
    ("operations", "gateway_types"): "",
    ("messages", "operations"): "operations",
    ("health-log", "gateway_types"): "",
}
# The columns of a cause and a remedy: all of them are filled, or none.
_EXPLAINED = (
    *("cause", "cause_evidence", "cause_source"),
    *("remedy", "remedy_evidence", "remedy_source"),
)


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
    if not isinstance(path, str | Path):
        raise CatalogueError(DESCRIPTOR, f"expected a folder, not {path!r}")
    folder = Path(path)
    return _load(folder.parent if folder.name == DESCRIPTOR else folder, edition)


_LOADED: dict[str, Catalogue] = {}  # the bundled editions of this process


def _bundled(edition: str | None) -> Catalogue:
    name = _DEFAULT if edition is None else str(edition)  # not a string, if the caller is wrong
    if name in _LOADED:
        return _LOADED[name]
    loaded = _load(bundled_folder(), edition)
    return _LOADED.setdefault(loaded.edition, loaded)


_DEFAULT = "2012-06-30"  # a test holds that the bundled package says so


def _reduced(catalogue: Catalogue) -> tuple[Any, ...]:
    """Return how to pickle or copy a catalogue.

    A bundled edition stays one object in a process, wherever it was pickled.
    """
    if _LOADED.get(catalogue.edition) is catalogue:
        return _bundled, (catalogue.edition,)
    values = (getattr(catalogue, each.name) for each in fields(catalogue))
    return Catalogue, tuple(dict(it) if isinstance(it, dict) else it for it in values)


copyreg.pickle(Catalogue, _reduced)


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
    _split_lists(tables)
    problems = (check(tables) for check in (_same_names, _gaps, _wrong_rewordings))
    for row, reason in chain.from_iterable(problems):
        raise CatalogueError(row.file, reason, row.line)
    return _catalogue(
        name,
        _text(descriptor, "version"),
        {table: [row.values for row in rows] for table, rows in tables.items()},
    )


def _text(descriptor: Mapping[str, Any], name: str) -> str:
    value = descriptor.get(name)
    if not isinstance(value, str) or not value:
        raise CatalogueError(DESCRIPTOR, f"expected a string under {name!r}")
    return value


# The checks of what a schema can't say


def _split_lists(tables: Mapping[str, list[Row]]) -> None:
    """Replace each cell of several names by a tuple: "*" stands for all, nothing for none."""
    known = {
        table: tuple(row.values[column] for row in tables[table])
        for table, column in _NAMED.items()
    }
    for (table, column), target in _LISTS.items():
        found = {None: (), "*": known.get(target, ())}
        for row in tables[table]:
            cell = row.values[column]
            if cell not in found:  # nearly all rows have the same editions
                found[cell] = tuple(dict.fromkeys(cell.split()))
                for name in found[cell] if target else ():
                    if name not in known[target]:
                        what = "edition " if target == "editions" else ""
                        reason = f"{what}{name!r} is not in the table {target}"
                        raise CatalogueError(row.file, reason, row.line)
            row.values[column] = found[cell]


def _same_names(tables: Mapping[str, list[Row]]) -> Iterator[tuple[Row, str]]:
    """Yield a name that two tables have: graphs and commands know things by name alone.

    On no edition, a name may be of two kinds: ``ServiceUnavailable`` is an exception of the page
    and a code of the API.
    """
    first: dict[str, Row] = {}
    for table in ("exceptions", "error-codes", "operations"):
        for row in tables[table]:
            name = row.values[_NAMED[table]]
            other = first.setdefault(name, row) if row.values.get("editions", True) else row
            if other is not row:
                where = f"{other.file}, line {other.line}"
                yield row, f"{name!r} is also in {where}; use each name for one thing only"


def _gaps(tables: Mapping[str, list[Row]]) -> Iterator[tuple[Row, str]]:
    """Yield what an edition lacks: messages, causes, exceptions that carry, codes of pairs."""
    for row in chain(tables["exceptions"], tables["error-codes"]):
        is_listed = bool(row.values["editions"])
        needed = ["message"] if is_listed else []
        # What carries a code has the cause of that code.
        is_explained = is_listed if "carrier" in row.values else not row.values["carries_code"]
        if is_explained or any(row.values[each] for each in _EXPLAINED):
            needed += _EXPLAINED
        for column in needed:
            if row.values[column] is None:
                yield row, f"{column} is empty"
    carries = {it.values["exception"]: it.values["carries_code"] for it in tables["exceptions"]}
    having = {}
    for row in tables["error-codes"]:
        having[row.values["error_code"]] = {*row.values["editions"]}
        if not carries[row.values["carrier"]]:
            carrier = row.values["carrier"]
            yield row, f"carrier {carrier!r} is an exception that does not carry a code"
    for row in tables["operation-error-codes"]:
        code, editions = row.values["error_code"], row.values["editions"]
        if not having[code].issuperset(editions):
            missing = next(each for each in editions if each not in having[code])
            yield row, f"{code} is not in edition {missing}, by its row in the table error-codes"


def _wrong_rewordings(tables: Mapping[str, list[Row]]) -> Iterator[tuple[Row, str]]:
    """Yield a rewording of an unknown name, or a second one in an edition."""
    known = {row.values["exception"] for row in tables["exceptions"]}
    known |= {row.values["error_code"] for row in tables["error-codes"]}
    reworded: set[tuple[str, str]] = set()
    for row in tables["rewordings"]:
        name = row.values["name"]
        if name not in known:
            yield row, f"{name!r} is no exception and no code"
        for edition in row.values["editions"]:
            if (name, edition) in reworded:
                yield row, f"edition {edition} words {name} twice"
            reworded.add((name, edition))


# From rows to records


def _catalogue(edition: str, version: str, rows: Mapping[str, list[dict[str, Any]]]) -> Catalogue:
    """Return the catalogue of an edition from the values of all tables."""
    # The messages that the edition words in another way than the other tables.
    texts = {it["name"]: it["message"] for it in rows["rewordings"] if edition in it["editions"]}
    pairs = {_pair(it): it["editions"] for it in rows["operation-error-codes"]}
    here = tuple(pair for pair, having in pairs.items() if edition in having)
    observations = {
        _pair(it): Observation(it["message"], it["source"]) for it in rows["observed-pairs"]
    }
    operations = {
        it["operation"]: _record(Operation, it, name=it["operation"]) for it in rows["operations"]
    }
    exceptions = {it["exception"]: _exception(it, texts) for it in rows["exceptions"]}
    guides = {it["edition"]: it["guide"] for it in rows["editions"]}
    seen = {pair.code for pair in observations}
    codes = {it["error_code"]: _known_code(it, guides, seen) for it in rows["error-codes"]}
    return Catalogue(
        edition=edition,
        version=version,
        exceptions={
            it["exception"]: exceptions[it["exception"]]
            for it in rows["exceptions"]
            if edition in it["editions"]
        },
        codes={
            each.name: _code(each, texts) for each in codes.values() if edition in each.editions
        },
        operations={pair.operation: operations[pair.operation] for pair in here},
        pairs=here,
        editions={it["edition"]: _edition(it, rows, pairs) for it in rows["editions"]},
        editions_of=pairs,
        api_operations=operations,
        known_codes=codes,
        known_exceptions=exceptions,
        observations=observations,
        live_messages=tuple(
            LiveMessage(it["message"], it["error_code"], it["operations"], it["source"])
            for it in rows["messages"]
        ),
        health_log={it["name"]: HealthEvent(**it) for it in rows["health-log"]},
        terraform={it["words"]: it["operation"] for it in rows["terraform"]},
    )


def _record(kind: type[_T], row: Mapping[str, Any], **other: Any) -> _T:
    """Return the record of a row: its columns have the names of the record's fields."""
    slots: tuple[str, ...] = kind.__slots__  # type: ignore[attr-defined]  # as all our records
    return kind(**{each: row[each] for each in slots if each in row} | other)


def _pair(row: Mapping[str, Any]) -> Pair:
    return Pair(row["operation"], row["error_code"])


def _exception(row: Mapping[str, Any], texts: Mapping[str, str]) -> ExceptionType:
    name = row["exception"]
    message = texts.get(name, row["message"]) or unknown_message(name)
    return _record(ExceptionType, row, name=name, message=message, **_explained(row))


def _known_code(row: Mapping[str, Any], guides: Mapping[str, str], seen: set[str]) -> KnownCode:
    name, editions = row["error_code"], row["editions"]
    known = {
        Origin.PAGE: any(guides[each] != "file" for each in editions),
        Origin.FILE_GUIDE: any(guides[each] == "file" for each in editions),
        Origin.API: row["enum"] is not None,
        Origin.OBSERVED: row["reported"] or name in seen,
    }
    return _record(
        KnownCode,
        row,
        name=name,
        carrier=_statement(row, "carrier"),
        **_explained(row),
        origins=tuple(origin for origin, holds in known.items() if holds),
    )


def _code(known: KnownCode, texts: Mapping[str, str]) -> ErrorCode:
    """Return a code as its edition has it. There it has a message, a cause and a remedy."""
    message, cause, remedy = known.message, known.cause, known.remedy
    assert message is not None and cause is not None and remedy is not None  # noqa: PT018, S101 - checked before, row by row
    message = texts.get(known.name, message)
    return ErrorCode(known.name, message, known.carrier, cause, remedy, known.family)


_EVIDENCE = {str(each): each for each in Evidence}  # several times as fast as to call Evidence


def _explained(row: Mapping[str, Any]) -> dict[str, Statement | None]:
    """Return the cause and the remedy of an exception or a code, as far as they are known."""
    return {each: _statement(row, each) if row[each] else None for each in ("cause", "remedy")}


def _statement(row: Mapping[str, Any], name: str) -> Statement:
    return Statement(row[name], _EVIDENCE[row[f"{name}_evidence"]], row[f"{name}_source"])


def _edition(
    row: Mapping[str, Any],
    rows: Mapping[str, list[dict[str, Any]]],
    pairs: Mapping[Pair, tuple[str, ...]],
) -> Edition:
    name = row["edition"]
    here = [pair for pair, having in pairs.items() if name in having]
    return _record(
        Edition,
        row,
        name=name,
        exceptions=sum(name in it["editions"] for it in rows["exceptions"]),
        codes=sum(name in it["editions"] for it in rows["error-codes"]),
        operations=len({pair.operation for pair in here}),
        pairs=len(here),
    )
