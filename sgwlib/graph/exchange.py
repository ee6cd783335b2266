"""Write the graph to a file that other tools read, and read it back equal."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import networkx as nx

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.files import read_file, reason_of, write_atomically
from sgwlib.graph.build import CODE, OPERATION, check_graph, sides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    _Format = tuple[Callable[[nx.Graph[str]], bytes], Callable[[bytes], nx.Graph[str]]]

# A CSV cell has no type of its own; these attributes are numbers, all others are text.
_NUMBERS = frozenset({"position", "status"})

# What csv, json, ElementTree and networkx raise for content that is not such a graph.
_REFUSALS = (
    *(AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError),
    *(ParseError, csv.Error, nx.NetworkXError),
)


def write_graph(graph: nx.Graph[str], path: str | Path) -> None:
    """Write a graph to a file. The ending of its name determines the format.

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
        If the file cannot be written, or would not read back equal: for example, no format
        can hold the attributes of a folded graph. An existing file is then left as it was.
    UnknownNameError
        If there is no format with this ending.

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
    encode, decode = _format(path)
    _check(graph)
    with _refusing(f"{path} cannot be written"):
        content = encode(graph)
    equal = False
    with suppress(*_REFUSALS):
        equal = nx.utils.graphs_equal(decode(content), graph)
    if not equal:
        raise GraphError(
            f"{path} cannot be written: some names or attributes do not fit this format; "
            "expected strings and the numbers that error_graph sets"
        )
    with _refusing(f"{path} cannot be written"):
        write_atomically(path, content)


def read_graph(path: str | Path) -> nx.Graph[str]:
    """Read a graph that :func:`write_graph` wrote. The ending of its name determines the format.

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
        If the file cannot be read, or does not hold such a graph.
    UnknownNameError
        If there is no format with this ending.

    Examples
    --------
    >>> import tempfile
    >>> from sgwlib import error_graph, load_catalogue
    >>> path = Path(tempfile.mkdtemp()) / "errors.json"
    >>> write_graph(error_graph(load_catalogue()), path)
    >>> read_graph(path).number_of_edges()
    289
    """
    _, decode = _format(path)
    with _refusing(f"{path} cannot be read as a graph"):
        graph = decode(read_file(path))
    _check(graph)
    return graph


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """Turn what a file or its content makes other libraries raise into a GraphError."""
    try:
        yield
    except _REFUSALS as error:
        raise GraphError(f"{what}: {reason_of(error)}") from error


def _check(graph: nx.Graph[str]) -> None:
    """Refuse a graph of another kind: directed, with parallel edges or not bipartite."""
    check_graph(graph)
    if graph.is_directed() or graph.is_multigraph():
        raise GraphError("expected an undirected graph without parallel edges")
    operations = set(sides(graph)[0])
    for one, other in graph.edges:
        if (one in operations) == (other in operations):
            raise GraphError(f"({one}, {other}) does not join an operation and a code")


def _encode_graphml(graph: nx.Graph[str]) -> bytes:
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    return file.getvalue()


def _decode_graphml(content: bytes) -> nx.Graph[str]:
    graph = nx.read_graphml(io.BytesIO(content))
    graph.graph.clear()  # networkx leaves its own defaults there
    return graph


def _encode_json(graph: nx.Graph[str]) -> bytes:
    return json.dumps(nx.node_link_data(graph, edges="edges"), indent=1).encode()


def _decode_json(content: bytes) -> nx.Graph[str]:
    data = json.loads(content)
    return nx.node_link_graph({**data, "graph": dict(data["graph"])}, edges="edges")


def _encode_csv(graph: nx.Graph[str]) -> bytes:
    operations, codes = sides(graph)
    rows = [_row(graph, operation, code) for operation in operations for code in graph[operation]]
    rows.sort(key=lambda row: row.get("pair.position", 0))
    rows += [_row(graph, operation, None) for operation in operations if not graph[operation]]
    rows += [_row(graph, None, code) for code in codes if not graph[code]]
    columns = dict.fromkeys(column for row in rows for column in row)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns or ["operation", "code"])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def _row(graph: nx.Graph[str], operation: str | None, code: str | None) -> dict[str, Any]:
    """Return one row: the names, then each attribute as ``operation.resource`` and so on."""
    parts: dict[str, dict[str, Any]] = {
        "operation": graph.nodes[operation] if operation else {},
        "code": graph.nodes[code] if code else {},
        "pair": graph.edges[operation, code] if operation and code else {},
    }
    return {"operation": operation, "code": code} | {
        f"{part}.{name}": value
        for part, attributes in parts.items()
        for name, value in attributes.items()
        if name != "bipartite"
    }


def _decode_csv(content: bytes) -> nx.Graph[str]:
    reader = csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True)
    if not {"operation", "code"} <= set(reader.fieldnames or ()):
        raise ValueError("expected the columns operation and code")
    rows = list(reader)
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
    return {
        name: int(cell) if name in _NUMBERS else cell
        for column, cell in row.items()
        if cell and (name := column.removeprefix(f"{part}.")) != column
    }


_FORMATS: dict[str, _Format] = {
    ".csv": (_encode_csv, _decode_csv),
    ".graphml": (_encode_graphml, _decode_graphml),
    ".json": (_encode_json, _decode_json),
}


def _format(path: str | Path) -> _Format:
    ending = Path(path).suffix
    if ending not in _FORMATS:
        raise UnknownNameError("file ending", ending, _FORMATS)
    return _FORMATS[ending]
