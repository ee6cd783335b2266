"""The grid that all matrices share: operations as rows, codes as columns, counts at the ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from sgwlib.plot.still import GUIDE, LABEL, NOTE, WIDEST, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = [
    "Captions",
    "cell",
    "draw_counts",
    "draw_grid",
    "draw_legend",
    "places",
    "size_of",
    "write",
]

BESIDE = 0.4  # inches of margins left and right
INSET = 0.07  # of a cell: what keeps neighbours apart
COUNTS = 1.3  # cells: the counts, set off from the last row and column


class Captions(NamedTuple):
    """What the counts in the last column say of a row, and those in the last row of a column."""

    per_row: str
    per_column: str


def size_of(
    rows: Sequence[str], columns: Sequence[str], captions: Captions, largest: float
) -> tuple[float, float]:
    """Return width and height in inches, with cells as large as the page allows.

    Parameters
    ----------
    rows, columns
        Their names.
    captions
        Of the counts.
    largest
        Inches that a cell may have at most.
    """
    beside = width_of([*rows, captions.per_column], LABEL) + BESIDE
    above = width_of([*columns, captions.per_row], LABEL)
    side = min((WIDEST - beside) / (len(columns) + COUNTS), largest)
    return beside + (len(columns) + COUNTS) * side, above + (len(rows) + COUNTS) * side


def draw_grid(axes: Axes, rows: Sequence[str], columns: Sequence[str], captions: Captions) -> None:
    """Draw the names, the captions and the lines between the cells."""
    across, down = len(columns), len(rows)
    # Anchored where the labels are: the layout leaves room for them from there only.
    axes.set(xlim=(0, across + COUNTS), ylim=(down + COUNTS, 0), aspect="equal", anchor="NW")
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=LABEL)
    axes.set_xticks(places(across), [*columns, captions.per_row], rotation=90)
    axes.set_yticks(places(down), [*rows, captions.per_column])
    for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        labels[-1].set_fontstyle("italic")
    lines = [((0, row), (across, row)) for row in range(down + 1)]
    lines += [((column, 0), (column, down)) for column in range(across + 1)]
    axes.add_collection(LineCollection(lines, color=GUIDE, linewidth=0.6))


def places(count: int) -> list[float]:
    """Return the middle of each row or column, and that of the counts after them."""
    return [place + 0.5 for place in range(count)] + [count + COUNTS - 0.5]


def cell(row: int, column: int, inset: float = INSET) -> Rectangle:
    """Return what fills a cell."""
    side = 1 - 2 * inset
    return Rectangle((column + inset, row + inset), side, side)


def draw_counts(axes: Axes, per_row: Sequence[int], per_column: Sequence[int]) -> None:
    """Write the counts at the ends of the rows and columns."""
    *rows, last_row = places(len(per_row))
    *columns, last_column = places(len(per_column))
    for row, count in zip(rows, per_row, strict=True):
        write(axes, last_column, row, count)
    for column, count in zip(columns, per_column, strict=True):
        write(axes, column, last_row, count)


def write(axes: Axes, x: float, y: float, count: int, colour: str = "black") -> None:
    """Write a number in the middle of a cell."""
    axes.text(x, y, str(count), ha="center", va="center", fontsize=NOTE, color=colour)


def draw_legend(axes: Axes, handles: Iterable[Artist]) -> None:
    """Put the legend into the corner above the rows and left of the columns, which is free."""
    axes.legend(
        handles=list(handles),
        loc="lower right",
        bbox_to_anchor=(0, 1),
        fontsize=NOTE,
        frameon=False,
    )
