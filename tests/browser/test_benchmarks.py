"""The benchmark of the explorer, with few repeats: that it measures, not what."""

from __future__ import annotations

import pytest

from benchmarks.explorer import explorer_figures

pytestmark = pytest.mark.browser


def test_every_figure_of_the_explorer_is_measured(chromium: str) -> None:
    figures = explorer_figures(chromium, repeats=2)
    assert all(figure.ratio > 0 for figure in figures if figure.peer != "0")
    told = "\n".join(figure.name for figure in figures)
    for part in (
        "on screen",
        "filter to picture",
        "click to detail",
        "hover",
        "memory",
        "ten times",
    ):
        assert part in told
    (hover,) = [figure for figure in figures if "hover" in figure.name]
    assert hover.value == "0"
