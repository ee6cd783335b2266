"""Read the CSV tables of a Data Package and check them against a Table Schema.

It implements the part of the standard (https://datapackage.org) that the catalogue needs: string,
integer and boolean fields; required, enum and pattern; primary and foreign keys. Importing a
general validator takes a hundred times as long as loading the catalogue. The tests check the
bundled package with one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.errors import CatalogueError
from sgwlib.files import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["DESCRIPTOR", "Row", "read_descriptor", "read_tables"]

DESCRIPTOR = "datapackage.json"

# Such as "400" or "-1". int() alone would take "4_00" and " 400" too.
_INTEGER = re.compile(r"[+-]?[0-9]+")
_BOOLEANS = {"true": True, "false": False}
_CAST: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": lambda cell: int((_INTEGER.fullmatch(cell) and cell) or ""),
    "boolean": _BOOLEANS.__getitem__,
}


class Row(NamedTuple):
    """One row of a table: its file, the line it starts on, from 1, and its values by column."""

    file: str
    line: int
    values: dict[str, Any]


def read_descriptor(folder: Path) -> dict[str, Any]:
    """Read ``datapackage.json`` of a folder.

    Parameters
    ----------
    folder
        The folder of the Data Package.

    Returns
    -------
    dict
        The descriptor as JSON gives it.

    Raises
    ------
    CatalogueError
        If the file is missing, is not UTF-8 or JSON, or describes no resources.
    """
    text = _read_text(folder, DESCRIPTOR)
    try:
        descriptor = json.loads(text)
    except json.JSONDecodeError as error:
        raise CatalogueError(DESCRIPTOR, f"not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise CatalogueError(DESCRIPTOR, "not a descriptor: nested too deeply") from None
    except ValueError as error:  # such as a number of thousands of digits
        raise CatalogueError(DESCRIPTOR, f"not a descriptor: {error}") from None
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(each, dict) for each in resources):
        raise CatalogueError(DESCRIPTOR, "expected an object with a list of resources")
    return dict(descriptor)


def read_tables(
    folder: Path, descriptor: Mapping[str, Any], shape: Mapping[str, Any]
) -> dict[str, list[Row]]:
    """Read the tables of a Data Package and check them against the schemas of another.

    Parameters
    ----------
    folder
        The folder of the Data Package.
    descriptor
        Its descriptor, which names the file of each table.
    shape
        The descriptor with the schemas to check against. A package cannot loosen the checks
        with weaker schemas of its own.

    Returns
    -------
    dict of str to list of Row
        Table name to its rows, in file order.

    Raises
    ------
    CatalogueError
        At the first damage found. The message names file, line and reason.
    """
    resources = descriptor["resources"]
    # A name may be any JSON value here, even one that cannot be a key.
    paths = {str(each.get("name")): each.get("path") for each in resources}
    schemas = {each["name"]: each["schema"] for each in shape["resources"]}
    # Our own mark in the descriptor: a table that may have no rows.
    optional = {each["name"] for each in shape["resources"] if each.get("optional")}
    tables = {}
    for name, schema in schemas.items():
        path = _safe_path(name, paths.get(name))
        tables[name] = _read_rows(folder, path, schema)
        if not tables[name] and name not in optional:
            raise CatalogueError(path, "has no rows")
        _check_primary_key(path, tables[name], schema)
    for name, schema in schemas.items():
        _check_foreign_keys(paths[name], tables[name], schema, tables)
    return tables


def _safe_path(table: str, path: object) -> str:
    """Refuse a table without a file and, as the standard requires, a path out of the package."""
    if not isinstance(path, str) or not path:
        raise CatalogueError(DESCRIPTOR, f"expected a resource {table!r} with a path")
    # Such as "../tables.csv", "C:\\tables.csv" or "http://host/tables.csv".
    if path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path) or ":" in path:
        raise CatalogueError(DESCRIPTOR, f"path {path!r} is outside the package")
    return path


def _read_text(folder: Path, path: str) -> str:
    try:
        content = read_file(folder / path)
    except OSError as error:
        raise CatalogueError(path, f"cannot be read: {error.strerror} in {folder}") from None
    except ValueError as error:  # such as a NUL in the path
        raise CatalogueError(path, f"cannot be read: {error}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogueError(path, f"not UTF-8: {error.reason}", line) from None


def _read_records(folder: Path, path: str) -> tuple[Sequence[int], list[list[str]]]:
    """Return the CSV records, and the line that each starts on: a quoted cell may span lines."""
    text = _read_text(folder, path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records = list(reader)
    except csv.Error:
        _starts(text, path)
        raise  # not reached: the same error comes again
    if reader.line_num == len(records):  # the usual case, in half the time
        return range(1, len(records) + 1), records
    return _starts(text, path), records


def _starts(text: str, path: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    starts = [1]
    try:
        starts.extend(reader.line_num + 1 for _ in reader)
    except csv.Error as error:
        raise CatalogueError(path, f"not CSV: {error}", starts[-1]) from None
    return starts[:-1]


def _read_rows(folder: Path, path: str, schema: Mapping[str, Any]) -> list[Row]:
    lines, records = _read_records(folder, path)
    header = records.pop(0) if records else []
    lines = lines[1:]
    _check_header(path, header, [field["name"] for field in schema["fields"]])
    width = len(header)
    for line, record in zip(lines, records, strict=True):
        if len(record) != width:
            raise CatalogueError(path, f"expected {width} cells, found {len(record)}", line)
    fields = {field["name"]: field for field in schema["fields"]}
    readers = [_cell_reader(fields[name]) for name in header]
    # Column by column, because most columns are checked by a look at their distinct cells.
    columns: list[Sequence[Any]] = []
    for name, read, column in zip(header, readers, zip(*records, strict=True), strict=False):
        if _is_free_text(fields[name]) and all(column):
            columns.append(column)
            continue
        try:
            values = {cell: read(cell) for cell in {*column}}
        except ValueError:
            _blame(path, lines, records, readers)
            raise  # not reached: one of the cells is to blame
        columns.append([values[cell] for cell in column])
    rows = zip(lines, zip(*columns, strict=True), strict=False)
    return [Row(path, line, dict(zip(header, values, strict=True))) for line, values in rows]


def _is_free_text(field: Mapping[str, Any]) -> bool:
    """Return whether any cell that is not empty is its own value."""
    return field["type"] == "string" and not {"enum", "pattern"} & {*field.get("constraints", ())}


def _blame(
    path: str,
    lines: Sequence[int],
    records: list[list[str]],
    readers: list[Callable[[str], Any]],
) -> None:
    """Raise for the first cell, line by line, that its field does not allow."""
    for line, record in zip(lines, records, strict=True):
        for read, cell in zip(readers, record, strict=True):
            try:
                read(cell)
            except ValueError as error:
                raise CatalogueError(path, str(error), line) from None


def _check_header(path: str, header: list[str], expected: list[str]) -> None:
    if not header:
        raise CatalogueError(path, f"is empty; expected the columns {', '.join(expected)}", 1)
    for position, column in enumerate(header):
        if column not in expected:
            reason = f"unknown column {column!r}; expected {', '.join(expected)}"
            raise CatalogueError(path, reason, 1)
        if column in header[:position]:
            raise CatalogueError(path, f"column {column!r} is repeated", 1)
    for column in expected:
        if column not in header:
            raise CatalogueError(path, f"column {column!r} is missing", 1)


def _cell_reader(field: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return a function that turns one cell of a field into its value.

    The function raises ValueError with the reason for a cell that the field does not allow.
    """
    name, kind = field["name"], field["type"]
    constraints = field.get("constraints", {})
    required = constraints.get("required", False)
    enum = constraints.get("enum")
    pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None
    cast = _CAST[kind]

    def read(cell: str) -> Any:
        if not cell:
            if required:
                raise ValueError(f"{name} is empty")
            return None
        try:
            value = cast(cell)
        except (ValueError, KeyError):
            raise ValueError(f"{name} is {cell!r}; expected type {kind}") from None
        if enum is not None and value not in enum:
            raise ValueError(f"{name} is {cell!r}; expected one of {', '.join(map(str, enum))}")
        if pattern is not None and not pattern.fullmatch(cell):
            raise ValueError(f"{name} is {cell!r}; expected the pattern {pattern.pattern}")
        return value

    return read


def _keys(rows: list[Row], columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Return the values of some columns, row by row."""
    return zip(*([row.values[column] for row in rows] for column in columns), strict=True)


def _columns(names: str | list[str]) -> list[str]:
    """Return the columns of a key as a list. The standard allows one name as a string."""
    return [names] if isinstance(names, str) else names


def _check_primary_key(path: str, rows: list[Row], schema: Mapping[str, Any]) -> None:
    columns = _columns(schema["primaryKey"])
    if len({*_keys(rows, columns)}) == len(rows):
        return
    first: dict[tuple[Any, ...], int] = {}
    for row, key in zip(rows, _keys(rows, columns), strict=True):
        if first.setdefault(key, row.line) != row.line:
            name = ", ".join(map(str, key))
            raise CatalogueError(path, f"duplicate of line {first[key]}: {name}", row.line)


def _check_foreign_keys(
    path: str, rows: list[Row], schema: Mapping[str, Any], tables: Mapping[str, list[Row]]
) -> None:
    for foreign_key in schema.get("foreignKeys", []):
        columns = _columns(foreign_key["fields"])
        target = foreign_key["reference"]["resource"]
        known = {*_keys(tables[target], _columns(foreign_key["reference"]["fields"]))}
        if known.issuperset(_keys(rows, columns)):
            continue
        for row, key in zip(rows, _keys(rows, columns), strict=True):
            if key not in known:
                name = ", ".join(map(str, key))
                reason = f"{', '.join(columns)} {name!r} is not in the table {target}"
                raise CatalogueError(path, reason, row.line)
