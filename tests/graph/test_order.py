from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given

from sgwlib import error_graph
from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.graph import ORDERS, Order, OrderName, crossings, fold, order
from tests.graph.graphs import CATALOGUE, FULL, any_graph, nodes_of

if TYPE_CHECKING:
    import networkx as nx


def differences(names: list[str]) -> int:
    """Count the cells in which neighbouring rows (or columns) of the page's matrix differ."""
    return sum(len(set(FULL[one]) ^ set(FULL[other])) for one, other in pairwise(names))


@given(graph=any_graph())
def test_an_order_has_every_node_once_and_is_the_same_each_time(graph: nx.Graph[str]) -> None:
    for how in ORDERS:
        found = order(graph, how)
        for side, names in enumerate(found):
            assert sorted(names) == sorted(nodes_of(graph, side)), how
        assert found == order(graph.copy(), how), how
        assert order(graph, found) == found, how  # an order is an order


@given(any_graph())
def test_seriation_puts_equal_rows_and_equal_columns_side_by_side(graph: nx.Graph[str]) -> None:
    for names in order(graph, "seriated"):
        seen = [frozenset(graph[name]) for name in names]
        changes = sum(one != other for one, other in pairwise(seen))
        assert changes == max(0, len(set(seen)) - 1)


def test_seriation_is_the_same_in_another_process() -> None:
    script = (
        "from sgwlib import error_graph, load_catalogue\n"
        "from sgwlib.graph import order\n"
        "print(*order(error_graph(load_catalogue()), 'seriated'))"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    rows, columns = order(FULL, "seriated")
    assert shown == {f"{rows} {columns}\n"}


def test_in_no_other_order_do_neighbours_differ_less_than_in_the_seriated() -> None:
    for side in (0, 1):
        found = {how: differences(order(FULL, how)[side]) for how in ORDERS}
        assert found["seriated"] == min(found.values()) < found["page"]


def test_seriation_orders_a_folded_graph_too() -> None:
    folded = fold(FULL)
    rows, columns = order(folded, "seriated")
    assert (len(rows), len(columns)) == (18, 17)


def test_the_page_s_order_is_the_page_s() -> None:
    assert order(FULL) == order(FULL, "page")
    assert order(FULL) == (list(CATALOGUE.operations), list(CATALOGUE.codes))


@given(any_graph())
def test_alphabetical_is_sorted_by_name(graph: nx.Graph[str]) -> None:
    assert order(graph, "alphabetical") == (
        sorted(nodes_of(graph, 0)),
        sorted(nodes_of(graph, 1)),
    )


@given(any_graph())
def test_degree_puts_most_pairs_first_and_ties_in_node_order(graph: nx.Graph[str]) -> None:
    place = {name: position for position, name in enumerate(graph)}
    for names in order(graph, "degree"):
        keys = [(-len(graph[name]), place[name]) for name in names]
        assert keys == sorted(keys)


def test_a_graph_without_nodes_has_an_empty_order() -> None:
    for how in ORDERS:
        assert order(error_graph(CATALOGUE, []), how) == ([], [])


def test_an_unknown_order_is_answered_with_the_nearest() -> None:
    wrong: Any = "serialised"
    with pytest.raises(UnknownNameError, match="did you mean seriated"):
        order(FULL, wrong)
    wrong = [["AddCache"], []]
    with pytest.raises(UnknownNameError, match="unknown order"):
        order(FULL, wrong)


def test_an_order_that_does_not_fit_the_graph_is_refused() -> None:
    operations, codes = order(FULL)
    for wrong, error, words in (
        (
            Order([*operations[1:], "ActivateGatewey"], codes),
            UnknownNameError,
            "did you mean ActivateGateway",
        ),
        (Order(codes, operations), UnknownNameError, "unknown operation 'ActivationKeyExpired'"),
        (Order(operations, [*codes, codes[0]]), GraphError, "repeats ActivationKeyExpired"),
        (Order("AddCache", codes), GraphError, "expected a list of names for each operation"),  # type: ignore[arg-type]
        (Order(operations, [["LunInvalid"]]), GraphError, "expected a list of names"),  # type: ignore[list-item]
        (Order(operations[1:], codes), GraphError, "lacks ActivateGateway; list all 35 operations"),
    ):
        for use in (order, crossings):
            with pytest.raises(error, match=re.escape(words)):
                use(FULL, wrong)


def test_orders_lists_them_all() -> None:
    assert get_args(OrderName) == ORDERS == ("page", "alphabetical", "degree", "seriated")
