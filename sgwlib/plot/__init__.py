"""Still figures: the matrix, also with a client's coverage, a drawing, bar charts, a timeline.

Every function takes the graph of :func:`sgwlib.error_graph`, whole, filtered or folded, or the
result of :func:`sgwlib.scan`. It returns a Matplotlib figure that displays itself in a notebook
and saves as SVG, PNG or PDF.
"""

from __future__ import annotations

from sgwlib.extras import needed_by

with needed_by("sgwlib.plot"):
    from sgwlib.plot.bars import codes_per_operation, operations_per_code
    from sgwlib.plot.drawing import bipartite_drawing
    from sgwlib.plot.matrix import matrix
    from sgwlib.plot.still import StillFigure
    from sgwlib.plot.timeline import errors_over_time

__all__ = [
    "StillFigure",
    "bipartite_drawing",
    "codes_per_operation",
    "errors_over_time",
    "matrix",
    "operations_per_code",
]
