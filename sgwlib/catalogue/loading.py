"""Load an edition from a Data Package, and check that the package is sound."""

from __future__ import annotations

import copyreg
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from collections.abc import Mapping

    from sgwlib.catalogue.datapackage import Row

__all__ = ["bundled_folder", "load_catalogue"]

# The tables that give names, and the column that holds them.
_NAMED = {"exceptions": "exception", "error-codes": "error_code", "operations": "operation"}
_ALL = "*"  # in a column of editions


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
    given: Any = edition  # anything, if the caller is wrong
    name = given if isinstance(given, str) else _DEFAULT if given is None else ""
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
    _check_references(tables, lists["rewordings"])
    observations = {
        _pair(row): Observation(row.values["message"], row.values["source"])
        for row in tables["observed-pairs"]
    }
    guides = {row.values["edition"]: row.values["guide"] for row in tables["editions"]}
    seen = {pair.code for pair in observations}
    known = {
        row.values["error_code"]: _known_code(row, having, guides, seen)
        for row, having in zip(tables["error-codes"], lists["error-codes"], strict=True)
    }
    return Catalogue(
        edition=name,
        version=_text(descriptor, "version"),
        exceptions={
            row.values["exception"]: exceptions[row.values["exception"]]
            for row, having in zip(tables["exceptions"], lists["exceptions"], strict=True)
            if name in having
        },
        codes={each.name: _code(each, texts) for each in known.values() if name in each.editions},
        operations={pair.operation: operations[pair.operation] for pair in here},
        pairs=here,
        editions=_editions(tables["editions"], lists, pairs),
        editions_of=pairs,
        api_operations=operations,
        known_codes=known,
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
            found[cell] = tuple(dict.fromkeys(cell.split()))
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


def _code(known: KnownCode, texts: Mapping[str, str]) -> ErrorCode:
    """Return a code as its edition has it. There it has a message, a cause and a remedy."""
    message, cause, remedy = known.message, known.cause, known.remedy
    assert message is not None and cause is not None and remedy is not None  # noqa: PT018, S101 - checked before, row by row
    message = texts.get(known.name, message)
    return ErrorCode(known.name, message, known.carrier, cause, remedy, known.family)


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


def _check_references(tables: Mapping[str, list[Row]], rewordings: list[tuple[str, ...]]) -> None:
    """Refuse a name in a list or a rewording that no table has, or that is reworded twice."""
    known = {
        table: {row.values[column] for row in tables[table]} for table, column in _NAMED.items()
    }
    uses = [
        *((row, "exceptions", row.values["declares"]) for row in tables["operations"]),
        *((row, "operations", row.values["operations"]) for row in tables["messages"]),
        *((row, "error-codes", row.values["error_code"]) for row in tables["messages"]),
    ]
    for row, table, cell in uses:
        for name in _words(cell):
            if name not in known[table]:
                raise CatalogueError(row.file, f"{name!r} is not in the table {table}", row.line)
    reworded: set[tuple[str, str]] = set()
    for row, having in zip(tables["rewordings"], rewordings, strict=True):
        name = row.values["name"]
        if name not in known["exceptions"] | known["error-codes"]:
            raise CatalogueError(row.file, f"{name!r} is no exception and no code", row.line)
        for edition in having:
            if (name, edition) in reworded:
                reason = f"edition {edition} words {name} twice"
                raise CatalogueError(row.file, reason, row.line)
            reworded.add((name, edition))


def _check_carriers(rows: list[Row], exceptions: Mapping[str, ExceptionType]) -> None:
    for row in rows:
        carrier = row.values["carrier"]
        if not exceptions[carrier].carries_code:
            reason = f"carrier {carrier!r} is an exception that does not carry a code"
            raise CatalogueError(row.file, reason, row.line)
