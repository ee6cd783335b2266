"""Write the graph to a file that other tools read, and read it back equal."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import networkx as nx

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.graph.build import CODE, OPERATION, sides

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_graph", "write_graph"]

# A CSV cell has no type of its own; these attributes are numbers, all others are text.
_NUMBERS = frozenset({"position", "status"})


def write_graph(graph: nx.Graph[str], path: str | Path) -> None:
    """Write a graph; the file's ending says the format.

    Parameters
    ----------
    graph
        A graph that :func:`~sgwlib.graph.error_graph` built, or a subgraph of one.
    path
        Ends in ``.graphml``, ``.json`` (node-link) or ``.csv`` (one row a pair; a node
        without pairs has a row of its own).

    Raises
    ------
    GraphError
        If the file cannot be written, or the graph does not fit the format.
    UnknownNameError
        If the ending is another one.

    Examples
    --------
    >>> import tempfile
    >>> from sgwlib import error_graph, load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> path = Path(tempfile.mkdtemp()) / "errors.graphml"
    >>> write_graph(graph, path)
    >>> nx.utils.graphs_equal(read_graph(path), graph)
    True
    """
    write, _ = _format(Path(path))
    try:
        write(graph, Path(path))
    except (OSError, nx.NetworkXError, TypeError) as error:
        raise GraphError(f"{path} cannot be written: {error}") from error


def read_graph(path: str | Path) -> nx.Graph[str]:
    """Read a graph that :func:`write_graph` wrote; the file's ending says the format.

    Parameters
    ----------
    path
        Ends in ``.graphml``, ``.json`` or ``.csv``.

    Returns
    -------
    networkx.Graph
        Equal to the one written: nodes, edges and all attributes.

    Raises
    ------
    GraphError
        If the file cannot be read, or holds no such graph.
    UnknownNameError
        If the ending is another one.
    """
    _, read = _format(Path(path))
    try:
        graph = read(Path(path))
    except (OSError, ValueError, LookupError, TypeError, csv.Error, ParseError) as error:
        raise GraphError(f"{path} cannot be read as a graph: {error}") from error
    except nx.NetworkXError as error:
        raise GraphError(f"{path} holds no such graph: {error}") from error
    sides(graph)  # refuses a graph of another kind
    return graph


def _write_graphml(graph: nx.Graph[str], path: Path) -> None:
    nx.write_graphml(graph, path)


def _read_graphml(path: Path) -> nx.Graph[str]:
    graph = nx.read_graphml(path)
    graph.graph.clear()  # networkx leaves its own defaults there
    return graph


def _write_json(graph: nx.Graph[str], path: Path) -> None:
    data = nx.node_link_data(graph, edges="edges")
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")


def _read_json(path: Path) -> nx.Graph[str]:
    data = json.loads(path.read_text(encoding="utf-8"))
    return nx.node_link_graph(data, edges="edges")


def _write_csv(graph: nx.Graph[str], path: Path) -> None:
    operations, codes = sides(graph)
    rows = [_row(graph, operation, code) for operation in operations for code in graph[operation]]
    rows.sort(key=lambda row: row["pair.position"])
    rows += [_row(graph, operation, None) for operation in operations if not graph[operation]]
    rows += [_row(graph, None, code) for code in codes if not graph[code]]
    columns = dict.fromkeys(column for row in rows for column in row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or ["operation", "code"])
        writer.writeheader()
        writer.writerows(rows)


def _row(graph: nx.Graph[str], operation: str | None, code: str | None) -> dict[str, Any]:
    """Return one row: the names, then each attribute as ``operation.resource`` and so on."""
    row: dict[str, Any] = {"operation": operation, "code": code}
    parts: dict[str, dict[str, Any]] = {
        "operation": graph.nodes[operation] if operation else {},
        "code": graph.nodes[code] if code else {},
        "pair": graph.edges[operation, code] if operation and code else {},
    }
    for part, attributes in parts.items():
        row |= {f"{part}.{name}": each for name, each in attributes.items() if name != "bipartite"}
    return row


def _read_csv(path: Path) -> nx.Graph[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    graph: nx.Graph[str] = nx.Graph()
    for part, side in (("operation", OPERATION), ("code", CODE)):
        for row in rows:
            if row[part]:
                graph.add_node(row[part], bipartite=side, **_attributes(row, part))
    for row in rows:
        if row["operation"] and row["code"]:
            graph.add_edge(row["operation"], row["code"], **_attributes(row, "pair"))
    return graph


def _attributes(row: dict[str, str], part: str) -> dict[str, Any]:
    prefix = f"{part}."
    found = {
        column.removeprefix(prefix): cell
        for column, cell in row.items()
        if column.startswith(prefix) and cell
    }
    return {name: int(cell) if name in _NUMBERS else cell for name, cell in found.items()}


_FORMATS: dict[
    str, tuple[Callable[[nx.Graph[str], Path], None], Callable[[Path], nx.Graph[str]]]
] = {
    ".csv": (_write_csv, _read_csv),
    ".graphml": (_write_graphml, _read_graphml),
    ".json": (_write_json, _read_json),
}


def _format(
    path: Path,
) -> tuple[Callable[[nx.Graph[str], Path], None], Callable[[Path], nx.Graph[str]]]:
    if path.suffix not in _FORMATS:
        raise UnknownNameError("file ending", path.suffix, _FORMATS)
    return _FORMATS[path.suffix]
