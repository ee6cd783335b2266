"""What all figures share: their class, style, sizes and words, and the names of folded nodes."""

from __future__ import annotations

import io
from itertools import product
from os import PathLike
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import matplotlib.style
import networkx as nx
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.textpath import text_to_path

from sgwlib.errors import GraphError
from sgwlib.graph import members, sides
from sgwlib.graph.build import check_graph
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

# From Okabe and Ito's palette, made for colour-blind readers ("Color Universal Design", 2008,
# https://jfly.uni-koeln.de/color/), the hues that have a contrast of 3:1 on white and more:
# its lighter orange, sky blue and yellow have not.
BLUE: Final = "#0072B2"
ORANGE: Final = "#D55E00"  # they call it vermilion
GREEN: Final = "#009E73"
INK: Final = "#000000"
PAPER: Final = "#FFFFFF"
# Greys: for guide lines, and for what is in the background.
GUIDE: Final = "#DDDDDD"
PALE: Final = "#767676"

# Points, for names and for everything smaller. Below 7.5 a notebook's names blur.
LABEL: Final = 8.5
NOTE: Final = 8.0
TITLE: Final = 11.0
SPACING: Final = 1.4  # of lines, in heights of the font

# Inches. A notebook's page is about 11 wide, and shrinks what is wider.
WIDEST: Final = 11.0
NARROWEST: Final = 8.4
ROW: Final = 0.2
MARGIN: Final = 0.1
# Of a legend: it stands at the upper left corner of the axes, and covers nothing in them.
LEGEND: Final[dict[str, Any]] = {"bbox_to_anchor": (0, 1), "fontsize": NOTE, "frameon": False}

CSS_DPI: Final = 96  # by definition of CSS: one inch is 96 of a browser's pixels
SHARPNESS: Final = 2  # image pixels for each of those, as screens of today have

MOST_ROWS: Final = 120
MOST_COLUMNS: Final = 50
LONGEST: Final = 44  # characters of a name; the page's longest has 37

STYLE: Final[list[Any]] = [
    # Readers may have set a dark or a crowded style for their own figures.
    "default",
    {
        "text.parse_math": False,  # a "$" in a name is a "$"
        "svg.fonttype": "none",  # names stay text, which can be found, copied and read aloud
        "svg.hashsalt": "sgwlib",  # the same graph gives the same file
    },
]
# The metadata that each format has for a title and a description. Other formats have none.
METADATA: Final = {
    "png": ("Title", "Description"),
    "svg": ("Title", "Description"),
    "pdf": ("Title", "Subject"),
}


def our_style() -> AbstractContextManager[None]:
    """Return a context with the style of this package. It leaves no trace after it."""
    return matplotlib.style.context(STYLE)


class StillFigure(Figure):
    """A Matplotlib figure that displays itself in any notebook, with a text alternative.

    It does not belong to pyplot. A notebook shows it once wherever it is a cell's result or is
    passed to ``display``, whether or not an inline backend is active, and never by itself.

    Parameters
    ----------
    size
        Width and height in inches. A figure too narrow for its title becomes wider.
    title
        What the figure shows, and how many of it.
    description
        How to read the figure. It is saved as the text alternative.
    notes
        Lines below the figure.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> from sgwlib.plot import codes_per_operation
    >>> figure = codes_per_operation(error_graph(load_catalogue()))
    >>> figure.title
    'Error codes per operation: 289 documented pairs of 35 operations and 36 error codes'
    >>> figure.savefig("codes.svg")  # doctest: +SKIP
    """

    def __init__(
        self, size: tuple[float, float], title: str, description: str, notes: Iterable[str] = ()
    ) -> None:
        width = max(size[0], NARROWEST)
        heading = _broken(title, width, TITLE, weight="bold")
        foot = [line for note in notes for line in _broken(note, width, NOTE, indent="    ")]
        height = size[1] + (len(heading) * TITLE + len(foot) * NOTE) * SPACING / 72 + 6 * MARGIN
        layout = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
        super().__init__(figsize=(width, height), layout=layout, facecolor=PAPER)
        self.title = title
        self.description = description
        left = MARGIN / width
        self.suptitle("\n".join(heading), x=left, ha="left", fontsize=TITLE, fontweight="bold")
        if foot:
            self.supxlabel("\n".join(foot), x=left, ha="left", fontsize=NOTE, linespacing=SPACING)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save the figure, with title and description as metadata where the format has them.

        In an SVG the names stay text, and the file has no date.

        Parameters
        ----------
        fname
            Path or binary file.
        **options
            The options of :meth:`matplotlib.figure.Figure.savefig`.
        """
        suffix = Path(fname).suffix if isinstance(fname, (str, PathLike)) else ""
        kind = (options.get("format") or suffix.removeprefix(".") or "png").lower()
        if kind in METADATA:
            title, description = METADATA[kind]
            metadata = {title: self.title, description: self.description}
            options.setdefault("metadata", metadata | ({"Date": None} if kind == "svg" else {}))
        with our_style():
            super().savefig(fname, **options)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what a notebook shows: the picture, and a text where there are no pictures."""
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=CSS_DPI * SHARPNESS)
        data = {
            "image/png": picture.getvalue(),
            "text/plain": f"{self.title}\n{self.description}",
        }
        return data, {"image/png": {"width": round(self.get_figwidth() * CSS_DPI)}}

    def _ipython_display_(self) -> None:
        """Display the picture in the style of this package.

        IPython calls this before all formatters. Otherwise the formatter of an active inline
        backend would draw the figure in the reader's style, coarser and without margins.
        """
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]

    def write_instead(self, text: str) -> None:
        """Write a sentence in place of the picture, for a graph with nothing to draw."""
        axes = self.add_subplot()
        axes.set_axis_off()
        axes.text(0.5, 0.5, text, ha="center", va="center", fontsize=TITLE)


def width_of(texts: Iterable[str], size: float, weight: str = "normal") -> float:
    """Return the width in inches of the widest one-line text in a font of a size in points."""
    font = FontProperties(size=size, weight=weight)
    measure = text_to_path.get_text_width_height_descent
    return max((measure(text, font, ismath=False)[0] / 72 for text in texts), default=0.0)


def refuse_too_many(rows: int, columns: int = 0) -> None:
    """Raise a GraphError for a graph with more names than can be read in a figure."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        found = f"{rows} rows and {columns} columns" if columns else f"{rows} rows"
        most = f"{MOST_ROWS} and {MOST_COLUMNS}" if columns else f"{MOST_ROWS}"
        raise GraphError(
            f"a figure of {found} cannot be read; expected at most {most}: "
            "filter the graph, or fold equal operations and codes together (sgwlib.graph.fold)"
        )


def _broken(
    text: str, width: float, size: float, *, weight: str = "normal", indent: str = ""
) -> list[str]:
    """Break a text into lines that fit the width of a figure, and indent all but the first."""
    average = width_of([text], size, weight) / len(text)
    # A line may hold wider letters than the average one.
    room = int((width - 2 * MARGIN) / average / 1.04)
    return wrap(text, room, subsequent_indent=indent, break_on_hyphens=False)


# Folded graphs: how many names a node stands for, and which


def unfold(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the graph that a folded graph was made from, without the attributes.

    Figures always count pairs, operations and codes, never folded rows and columns.
    """
    check_graph(graph)
    unfolded: nx.Graph[str] = nx.Graph()
    for name, side in graph.nodes(data="bipartite"):
        unfolded.add_nodes_from(members(graph, name), bipartite=side)
    for one, other in graph.edges:
        unfolded.add_edges_from(product(members(graph, one), members(graph, other)))
    return unfolded


def label(graph: nx.Graph[str], name: str) -> str:
    """Return the label of a node: its name, and how many others it stands for."""
    others = len(members(graph, name)) - 1
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return f"{short} +{others}" if others else short


def members_key(graph: nx.Graph[str], names: Iterable[str]) -> list[str]:
    """Return lines that explain ``+N`` and list the other names of each folded node."""
    lines = [
        f"{label(graph, name)}: also {', '.join(members(graph, name)[1:])}"
        for name in names
        if len(members(graph, name)) > 1
    ]
    return ["+N stands for N more with exactly the same pairs:", *lines] if lines else []


def summary(graph: nx.Graph[str]) -> str:
    """Return the numbers of pairs, operations and codes of an unfolded graph."""
    operations, codes = map(len, sides(graph))
    return (
        f"{counted(graph.number_of_edges(), 'documented pair')} of "
        f"{counted(operations, 'operation')} and {counted(codes, 'error code')}"
    )
