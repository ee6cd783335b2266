from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import error_graph, load_catalogue
from sgwlib.graph import ORDERS, order
from sgwlib.ui.grid import CELL_KINDS, Grid, cell_kinds, visible_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sgwlib.catalogue import Pair
    from sgwlib.graph import OrderName

CATALOGUE = load_catalogue()

some = st.sets(st.sampled_from(CATALOGUE.pairs))
# A few pairs leave hardly any row, all but a few leave nearly every one: both are wanted.
subsets = (some | some.map(lambda gone: set(CATALOGUE.pairs) - gone)).map(
    lambda kept: tuple(pair for pair in CATALOGUE.pairs if pair in kept)
)
orders = st.sampled_from(ORDERS)

unhurried = settings(deadline=None)  # the first order takes its time, a busy machine any


def drawn_pairs(grid: Grid) -> list[tuple[str, str]]:
    """Return what the cells stand for, folded ones written out."""
    return [
        pair for row, column in grid.cells for pair in product(grid.rows[row], grid.columns[column])
    ]


def in_order_of(names: Iterable[str], whole: Iterable[str]) -> list[str]:
    kept = set(names)
    return [name for name in whole if name in kept]


@unhurried
@given(pairs=subsets, how=orders, folded=st.booleans())
def test_the_cells_are_the_pairs_each_once(
    *, pairs: tuple[Pair, ...], how: OrderName, folded: bool
) -> None:
    grid = visible_grid(CATALOGUE, pairs, how, folded=folded)
    assert Counter(drawn_pairs(grid)) == Counter(pairs)
    assert grid.pairs == pairs


@unhurried
@given(pairs=subsets, how=orders, folded=st.booleans())
def test_every_row_and_column_has_a_cell_and_every_name_stands_once(
    *, pairs: tuple[Pair, ...], how: OrderName, folded: bool
) -> None:
    grid = visible_grid(CATALOGUE, pairs, how, folded=folded)
    assert {row for row, _ in grid.cells} == set(range(len(grid.rows)))
    assert {column for _, column in grid.cells} == set(range(len(grid.columns)))
    assert Counter(sum(grid.rows, ())) == Counter({operation for operation, _ in pairs})
    assert Counter(sum(grid.columns, ())) == Counter({code for _, code in pairs})


@unhurried
@given(subsets, orders)
def test_filtering_takes_rows_and_columns_away_but_never_moves_the_others(
    pairs: tuple[Pair, ...], how: OrderName
) -> None:
    operations, codes = order(error_graph(CATALOGUE), how)
    grid = visible_grid(CATALOGUE, pairs, how, folded=False)
    assert [*sum(grid.rows, ())] == in_order_of((pair.operation for pair in pairs), operations)
    assert [*sum(grid.columns, ())] == in_order_of((pair.code for pair in pairs), codes)


@unhurried
@given(subsets, orders)
def test_folding_puts_together_what_is_equal_and_nothing_else(
    pairs: tuple[Pair, ...], how: OrderName
) -> None:
    grid = visible_grid(CATALOGUE, pairs, how, folded=True)
    for groups, side in ((grid.rows, 0), (grid.columns, 1)):
        neighbours = [
            {frozenset(pair[1 - side] for pair in pairs if pair[side] == name) for name in group}
            for group in groups
        ]
        assert all(len(alike) == 1 for alike in neighbours)
        assert len(set.union(set(), *neighbours)) == len(groups)


@unhurried
@given(subsets, orders)
def test_folding_keeps_each_group_where_its_first_member_stood(
    pairs: tuple[Pair, ...], how: OrderName
) -> None:
    folded = visible_grid(CATALOGUE, pairs, how, folded=True)
    unfolded = visible_grid(CATALOGUE, pairs, how, folded=False)
    for groups, alone in ((folded.rows, unfolded.rows), (folded.columns, unfolded.columns)):
        first = [group[0] for group in groups]
        assert first == in_order_of(first, sum(alone, ()))


@unhurried
@given(pairs=subsets, how=orders, folded=st.booleans())
def test_counts_are_those_of_the_pairs_folded_or_not(
    *, pairs: tuple[Pair, ...], how: OrderName, folded: bool
) -> None:
    grid = visible_grid(CATALOGUE, pairs, how, folded=folded)
    assert grid.operations == len({operation for operation, _ in pairs})
    assert grid.codes == len({code for _, code in pairs})


def test_the_whole_catalogue() -> None:
    for how in ORDERS:
        for folded, rows, columns, cells in (
            (False, 35, 36, 289),
            (True, 18, 17, 84),
        ):
            grid = visible_grid(CATALOGUE, CATALOGUE.pairs, how, folded=folded)
            assert (len(grid.rows), len(grid.columns), len(grid.cells)) == (rows, columns, cells)
            assert (grid.operations, grid.codes) == (35, 36)


def test_nothing_makes_an_empty_grid() -> None:
    for folded in (
        False,
        True,
    ):
        grid = visible_grid(CATALOGUE, (), "seriated", folded=folded)
        assert grid == Grid()
        assert (grid.operations, grid.codes) == (0, 0)


met_pairs = st.sets(
    st.tuples(st.sampled_from([*CATALOGUE.operations]), st.sampled_from([*CATALOGUE.codes]))
)


@unhurried
@given(pairs=subsets, folded=st.booleans(), met=st.none() | met_pairs)
def test_each_cell_is_what_its_pairs_are(
    *, pairs: tuple[Pair, ...], folded: bool, met: set[tuple[str, str]] | None
) -> None:
    grid = visible_grid(CATALOGUE, pairs, "page", folded=folded)
    kinds = cell_kinds(grid, CATALOGUE, met)
    kind_of = {cell: kind for kind, cells in kinds.items() for cell in cells}
    assert len(kind_of) == sum(map(len, kinds.values())), "each cell is one thing"
    for row, operations in enumerate(grid.rows):
        for column, codes in enumerate(grid.columns):
            within = [*product(operations, codes)]
            shown = [pair for pair in within if pair in pairs]
            assert kind_of.get((row, column), "undocumented") == expected_kind(within, shown, met)


def expected_kind(
    within: Sequence[tuple[str, str]],
    shown: Sequence[tuple[str, str]],
    met: set[tuple[str, str]] | None,
) -> str:
    """Say what a cell is, by the definition."""
    if shown:
        if met is None:
            return "documented"
        return "met" if met.issuperset(shown) else "partly" if met & {*shown} else "never"
    if any(CATALOGUE.documents(*pair) for pair in within):
        return "left-out"
    if met and met & {*within}:
        return "met-undocumented"
    return "observed" if {*within} & {*CATALOGUE.observed} else "undocumented"


def test_every_kind_has_a_legend_and_a_sentence_with_both_names() -> None:
    for name, kind in CELL_KINDS.items():
        assert kind.name == name
        assert kind.legend
        assert "{operation}" in kind.sentence
        assert "{code}" in kind.sentence
    told = [kind.sentence for kind in CELL_KINDS.values()]
    assert len(set(told)) == len(told)
