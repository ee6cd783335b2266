"""The still twin of an explorer: what it shows, as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.graph import Order, error_graph

if TYPE_CHECKING:
    from sgwlib.plot import StillFigure
    from sgwlib.ui.model import ExplorerModel

__all__ = ["still_figure"]


def still_figure(model: ExplorerModel) -> StillFigure:
    """Draw the visible matrix in the order of the screen, shaded with coverage if that is shown.

    Parameters
    ----------
    model
        What is visible.

    Returns
    -------
    StillFigure
    """
    from sgwlib.plot import coverage_matrix, met_matrix  # only when a picture is asked for

    visible = model.visible
    graph = error_graph(model.catalogue, visible.pairs)
    sides = (visible.rows, visible.columns)
    order = Order(*([name for group in side for name in group] for side in sides))
    if model.coverage is not None:
        return met_matrix(graph, model.coverage, order=order)
    return coverage_matrix(graph, order=order, folded=model.folded)
