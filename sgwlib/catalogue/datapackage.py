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
    from collections.abc import Callable, Iterator, Mapping
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
    """Return ``datapackage.json`` of a folder, or raise a CatalogueError for a damaged one."""
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
    """Return the tables of a Data Package by name, checked against the schemas of another.

    `shape` is the descriptor with these schemas: a package cannot loosen the checks with weaker
    schemas of its own. The first damage found raises a CatalogueError with file, line and reason.
    """
    # A name may be any JSON value here, even one that cannot be a key.
    paths = {str(each.get("name")): each.get("path") for each in descriptor["resources"]}
    tables = {}
    for resource in shape["resources"]:
        name, schema = resource["name"], resource["schema"]
        path = _safe_path(name, paths.get(name))
        tables[name] = rows = _read_rows(folder, path, schema)
        if not rows and not resource.get("optional"):  # our own mark in the descriptor
            raise CatalogueError(path, "has no rows")
        _check_primary_key(rows, schema)
    for resource in shape["resources"]:
        for foreign_key in resource["schema"].get("foreignKeys", ()):
            _check_foreign_key(tables[resource["name"]], foreign_key, tables)
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
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogueError(path, f"not UTF-8: {error.reason}", line) from None


def _read_rows(folder: Path, path: str, schema: Mapping[str, Any]) -> list[Row]:
    fields = {field["name"]: field for field in schema["fields"]}
    reader = csv.reader(io.StringIO(_read_text(folder, path), newline=""), strict=True)
    records, lines = [], [1]
    try:
        for record in reader:
            records.append(record)
            lines.append(reader.line_num + 1)  # a quoted cell may span lines
    except csv.Error as error:
        raise CatalogueError(path, f"not CSV: {error}", lines[-1]) from None
    header = records.pop(0) if records else []
    lines = lines[1:-1]
    _check_header(path, header, [*fields])
    for line, record in zip(lines, records, strict=False):
        if len(record) != len(header):
            reason = f"expected {len(header)} cells, found {len(record)}"
            raise CatalogueError(path, reason, line)
    # Column by column, since most columns have few distinct cells.
    columns = []
    for name, column in zip(header, zip(*records, strict=True), strict=False):
        values = {}
        read = _cell_reader(fields[name])
        for cell in dict.fromkeys(column):
            try:
                values[cell] = read(cell)
            except ValueError as error:
                raise CatalogueError(path, str(error), lines[column.index(cell)]) from None
        columns.append([values[cell] for cell in column])
    rows = zip(lines, zip(*columns, strict=True), strict=False)
    return [Row(path, line, dict(zip(header, values, strict=True))) for line, values in rows]


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
    """Return a function that turns a cell of a field into its value.

    The function raises ValueError with the reason for a cell that the field does not allow.
    """
    name, kind = field["name"], field["type"]
    constraints = field.get("constraints", {})
    required, enum = constraints.get("required"), constraints.get("enum")
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


def _columns(names: str | list[str]) -> list[str]:
    """Return the columns of a key as a list. The standard allows one name as a string."""
    return [names] if isinstance(names, str) else names


def _keys(rows: list[Row], columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Return the values of some columns, row by row."""
    return zip(*([row.values[column] for row in rows] for column in columns), strict=True)


def _check_primary_key(rows: list[Row], schema: Mapping[str, Any]) -> None:
    keys = [*_keys(rows, _columns(schema["primaryKey"]))]
    if len({*keys}) == len(keys):
        return
    first: dict[tuple[Any, ...], int] = {}
    for row, key in zip(rows, keys, strict=True):
        if first.setdefault(key, row.line) != row.line:
            name = ", ".join(map(str, key))
            raise CatalogueError(row.file, f"duplicate of line {first[key]}: {name}", row.line)


def _check_foreign_key(
    rows: list[Row], foreign_key: Mapping[str, Any], tables: Mapping[str, list[Row]]
) -> None:
    columns, reference = _columns(foreign_key["fields"]), foreign_key["reference"]
    known = {*_keys(tables[reference["resource"]], _columns(reference["fields"]))}
    known.add((None,) * len(columns))  # empty cells refer to nothing
    keys = [*_keys(rows, columns)]
    for key in dict.fromkeys(keys):
        if key not in known:
            row, name = rows[keys.index(key)], ", ".join(map(str, key))
            reason = f"{', '.join(columns)} {name!r} is not in the table {reference['resource']}"
            raise CatalogueError(row.file, reason, row.line)
