from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib.errors import GraphError, SgwError, UnknownNameError
from sgwlib.graph import fold, operation_projection, read_graph, sides, write_graph
from tests.graph.graphs import CATALOGUE, FULL, filtered, made, make, torn

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = pytest.mark.parametrize("ending", [".csv", ".graphml", ".json"])
ODD = [
    "with space",
    " edges ",
    "comma, semicolon;",
    "'single' \"double\"",
    "<&>]]>",
    "line\nbreak",
    "tab\tstop",
    "Größe",
    "日本語",
    "\N{PILE OF POO}",
    "operation",
    "0",
    "None",
    "=1+1",
    "#",
]
# A folder for all examples of one test, each of which writes its file anew.
shared_folder = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sound(graph: nx.Graph[str], path: Path) -> bool:
    write_graph(graph, path)
    return nx.utils.graphs_equal(read_graph(path), graph)


@shared_folder
@ENDINGS
@given(graph=filtered() | torn())
def test_every_part_of_the_graph_reads_back_equal(
    tmp_path: Path, ending: str, graph: nx.Graph[str]
) -> None:
    assert sound(graph, tmp_path / f"graph{ending}")


@shared_folder
@ENDINGS
@given(graph=made(names=st.sampled_from(ODD)))
def test_odd_names_read_back_equal(tmp_path: Path, ending: str, graph: nx.Graph[str]) -> None:
    assert sound(graph, tmp_path / f"graph{ending}")


@shared_folder
@ENDINGS
@given(graph=made(names=st.text(st.characters(), min_size=1)))
def test_a_graph_reads_back_equal_or_is_not_written(
    tmp_path: Path, ending: str, graph: nx.Graph[str]
) -> None:
    path = tmp_path / f"graph{ending}"
    path.unlink(missing_ok=True)
    try:
        written = sound(graph, path)
    except GraphError:
        written = not path.exists()
    assert written


@ENDINGS
def test_the_sides_are_known_of_what_was_read(tmp_path: Path, ending: str) -> None:
    write_graph(FULL, tmp_path / f"graph{ending}")
    operations, codes = sides(read_graph(tmp_path / f"graph{ending}"))
    assert operations == list(CATALOGUE.operations)
    assert codes == list(CATALOGUE.codes)


def test_the_table_has_one_row_a_pair_in_the_page_s_order(tmp_path: Path) -> None:
    write_graph(FULL, tmp_path / "graph.csv")
    with (tmp_path / "graph.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["operation"], row["code"]) for row in rows] == list(CATALOGUE.pairs)
    assert rows[0]["code.message"] == "The specified activation key has expired."
    assert rows[0]["operation.resource"] == "gateway"


def test_the_json_is_networkx_s_node_link(tmp_path: Path) -> None:
    write_graph(FULL, tmp_path / "graph.json")
    data = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    assert nx.utils.graphs_equal(nx.node_link_graph(data, edges="edges"), FULL)


@ENDINGS
def test_a_path_may_be_text(tmp_path: Path, ending: str) -> None:
    path = str(tmp_path / f"graph{ending}")
    write_graph(FULL, path)
    assert nx.utils.graphs_equal(read_graph(path), FULL)


@ENDINGS
@pytest.mark.parametrize(
    "graph", [fold(FULL), operation_projection(FULL)], ids=["folded", "projected"]
)
def test_what_would_not_read_back_equal_is_refused_and_nothing_is_lost(
    tmp_path: Path, ending: str, graph: nx.Graph[str]
) -> None:
    path = tmp_path / f"graph{ending}"
    write_graph(FULL, path)
    with pytest.raises(GraphError):
        write_graph(graph, path)
    assert nx.utils.graphs_equal(read_graph(path), FULL)


@pytest.mark.parametrize("ending", [".xml", ".txt", "", ".JSON5"])
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    with pytest.raises(UnknownNameError, match="unknown file ending"):
        write_graph(FULL, path)
    with pytest.raises(UnknownNameError, match=r"\.csv|\.graphml|\.json"):
        read_graph(path)
    assert not path.exists()


@ENDINGS
def test_a_place_that_cannot_be_written_or_read_is_named(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "nowhere" / f"graph{ending}"
    with pytest.raises(GraphError, match="nowhere"):
        write_graph(FULL, path)
    with pytest.raises(GraphError, match="nowhere"):
        read_graph(path)


@ENDINGS
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"{}",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"<html>",
        b"<graphml xmlns='http://graphml.graphdrawing.org/xmlns'/>",
        b"a,b\n1,2\n",
        b"operation,code\nA,b,c\n",
        b"operation,code,pair.position\nA,b,many\n",
        b'"operation,code\nA,b',
        b'{"nodes": "abc", "edges": []}',
        b'{"nodes": [1], "edges": []}',
        b'{"nodes": [{"id": {}}], "edges": []}',
        b'{"nodes": [], "edges": [{"source": "A"}], "graph": {}}',
        b'{"nodes": [], "edges": [], "graph": "text"}',
        b'{"nodes": [], "edges": [["A", "b"]], "graph": {}}',
        b'{"nodes": [{"id": "A", "bipartite": 1e999}], "edges": [], "graph": {}}',
    ],
    ids=lambda value: value[:40].decode("ascii", "replace") if isinstance(value, bytes) else value,
)
def test_garbage_is_refused(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"graph{ending}"
    path.write_bytes(content)
    with pytest.raises(GraphError):
        read_graph(path)


@pytest.mark.parametrize(
    "graph",
    [
        nx.DiGraph(make("A", "x", [("A", "x")])),
        nx.MultiGraph([("A", "x"), ("A", "x")]),
        nx.path_graph(["A", "x"]),
        make("AB", "", [("A", "B")]),
        make("", "xy", [("x", "y")]),
        make("A", "", [("A", "A")]),
    ],
    ids=["directed", "parallel", "no sides", "operations joined", "codes joined", "loop"],
)
@pytest.mark.parametrize("ending", [".graphml", ".json"])
def test_a_graph_of_another_kind_is_refused(
    tmp_path: Path, ending: str, graph: nx.Graph[str]
) -> None:
    path = tmp_path / f"graph{ending}"
    with pytest.raises(GraphError):
        write_graph(graph, path)
    if ending == ".json":
        path.write_text(json.dumps(nx.node_link_data(graph, edges="edges")), encoding="utf-8")
    else:
        nx.write_graphml(graph, path)
    with pytest.raises(GraphError):
        read_graph(path)


@shared_folder
@ENDINGS
@given(content=st.binary() | st.text().map(str.encode), rows=st.lists(st.text(), max_size=4))
def test_no_content_raises_anything_else(
    tmp_path: Path, ending: str, content: bytes, rows: list[str]
) -> None:
    path = tmp_path / f"graph{ending}"
    header = b"operation,code,operation.kind,pair.position\n"
    for each in (content, header + "\n".join(rows).encode() + content):
        path.write_bytes(each)
        try:
            graph = read_graph(path)
        except SgwError:
            continue
        assert nx.is_bipartite(graph)
