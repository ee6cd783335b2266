"""Still figures: the coverage matrix, also of a client, a drawing, bar charts, errors over time.

Every function takes the graph of :func:`sgwlib.error_graph`, whole, filtered or folded, or what
:func:`sgwlib.scan` has found, and returns a Matplotlib figure that shows itself in a notebook and
saves as SVG, PNG or PDF.
"""

from __future__ import annotations

from sgwlib.plot.bars import codes_per_operation, operations_per_code
from sgwlib.plot.drawing import bipartite_drawing
from sgwlib.plot.matrix import coverage_matrix
from sgwlib.plot.met import met_matrix
from sgwlib.plot.sightings import errors_over_time
from sgwlib.plot.still import StillFigure

__all__ = [
    "StillFigure",
    "bipartite_drawing",
    "codes_per_operation",
    "coverage_matrix",
    "errors_over_time",
    "met_matrix",
    "operations_per_code",
]
