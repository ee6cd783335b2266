from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from sgwlib.errors import GraphError, SgwError, UnknownNameError
from sgwlib.graph import fold, operation_projection, read_graph, sides, write_graph
from tests.examples import tried
from tests.graph.graphs import CATALOGUE, FULL, filtered, made, make, torn

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".csv", ".graphml", ".json")
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
shared_folder = tried(1 / 2, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sound(graph: nx.Graph[str], path: Path) -> bool:
    write_graph(graph, path)
    return nx.utils.graphs_equal(read_graph(path), graph)


@shared_folder
@given(graph=filtered() | torn() | made(names=st.sampled_from(ODD)))
def test_every_part_of_the_graph_and_odd_names_read_back_equal(
    tmp_path: Path, graph: nx.Graph[str]
) -> None:
    for ending in ENDINGS:
        assert sound(graph, tmp_path / f"graph{ending}"), ending


@shared_folder
@given(graph=made(names=st.text(st.characters(), min_size=1)))
def test_a_graph_reads_back_equal_or_is_not_written(tmp_path: Path, graph: nx.Graph[str]) -> None:
    for ending in ENDINGS:
        path = tmp_path / f"graph{ending}"
        path.unlink(missing_ok=True)
        try:
            written = sound(graph, path)
        except GraphError:
            written = not path.exists()
        assert written, ending


def test_the_sides_of_a_file_are_those_of_the_graph_and_its_path_may_be_a_string(
    tmp_path: Path,
) -> None:
    for ending in ENDINGS:
        path = str(tmp_path / f"graph{ending}")
        write_graph(FULL, path)
        assert sides(read_graph(path)) == (list(CATALOGUE.operations), list(CATALOGUE.codes))
        assert nx.utils.graphs_equal(read_graph(path), FULL)


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


def test_what_would_not_read_back_equal_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    for ending in ENDINGS:
        path = tmp_path / f"graph{ending}"
        write_graph(FULL, path)
        for graph in (fold(FULL), operation_projection(FULL)):
            with pytest.raises(GraphError):
                write_graph(graph, path)
            assert nx.utils.graphs_equal(read_graph(path), FULL)


def test_an_existing_file_is_left_as_it_was_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "graph.json"
    path.write_text("mine", encoding="utf-8")
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(GraphError, match="No space left"):
        write_graph(FULL, path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "graph.csv"
    os.mkfifo(path)
    with pytest.raises(GraphError, match="not a regular file"):
        read_graph(path)
    with pytest.raises(GraphError, match="not a regular file"):
        write_graph(FULL, path)


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    for ending in (".xml", ".txt", "", ".JSON5"):
        path = tmp_path / f"graph{ending}"
        with pytest.raises(UnknownNameError, match="unknown file ending"):
            write_graph(FULL, path)
        with pytest.raises(UnknownNameError, match=r"\.csv|\.graphml|\.json"):
            read_graph(path)
        assert not path.exists()


def test_a_place_that_cannot_be_written_or_read_is_named(tmp_path: Path) -> None:
    for ending in ENDINGS:
        path = tmp_path / "nowhere" / f"graph{ending}"
        with pytest.raises(GraphError, match="nowhere"):
            write_graph(FULL, path)
        with pytest.raises(GraphError, match="nowhere"):
            read_graph(path)


GARBAGE = (
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
)


def test_garbage_is_refused(tmp_path: Path) -> None:
    for ending in ENDINGS:
        for content in GARBAGE:
            path = tmp_path / f"graph{ending}"
            path.write_bytes(content)
            with pytest.raises(GraphError):
                read_graph(path)


def test_a_graph_of_another_kind_is_refused(tmp_path: Path) -> None:
    others: dict[str, nx.Graph[str]] = {
        "directed": nx.DiGraph(make("A", "x", [("A", "x")])),
        "parallel": nx.MultiGraph([("A", "x"), ("A", "x")]),
        "no sides": nx.path_graph(["A", "x"]),
        "operations joined": make("AB", "", [("A", "B")]),
        "codes joined": make("", "xy", [("x", "y")]),
        "loop": make("A", "", [("A", "A")]),
    }
    for graph in others.values():
        for ending in (".graphml", ".json"):
            path = tmp_path / f"graph{ending}"
            with pytest.raises(GraphError):
                write_graph(graph, path)
            if ending == ".json":
                data = nx.node_link_data(graph, edges="edges")
                path.write_text(json.dumps(data), encoding="utf-8")
            else:
                nx.write_graphml(graph, path)
            with pytest.raises(GraphError):
                read_graph(path)


@shared_folder
@given(content=st.binary() | st.text().map(str.encode), rows=st.lists(st.text(), max_size=4))
def test_no_content_raises_anything_else(tmp_path: Path, content: bytes, rows: list[str]) -> None:
    header = b"operation,code,operation.kind,pair.position\n"
    for ending in ENDINGS:
        path = tmp_path / f"graph{ending}"
        for each in (content, header + "\n".join(rows).encode() + content):
            path.write_bytes(each)
            try:
                graph = read_graph(path)
            except SgwError:
                continue
            assert nx.is_bipartite(graph)
