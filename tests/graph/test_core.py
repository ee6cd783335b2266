from __future__ import annotations

import subprocess
import sys

# Any import of these modules in the process fails as if they were not installed.
SCRIPT = """
import sys
for name in ("numpy", "scipy", "pandas", "matplotlib"):
    sys.modules[name] = None
import tempfile, pathlib
from sgwlib import error_graph, load_catalogue
from sgwlib import graph as g
graph = error_graph(load_catalogue())
folded = g.fold(graph)
for each in (graph, folded):
    for how in g.ORDERS:
        g.order(each, how)
    g.few_crossings(each)
    g.minimum_cover(each), g.covering_codes(each)
    g.degrees(each), g.density(each), g.sharing(each)
    g.operation_projection(each), g.code_projection(each), g.operation_similarity(each)
    g.similar(each, "AddCache")
for ending in ("graphml", "json", "csv"):
    path = pathlib.Path(tempfile.mkdtemp()) / f"graph.{ending}"
    g.write_graph(graph, path)
    assert g.read_graph(path).number_of_edges() == 289
print(*sorted(name for name in sys.modules if name.partition(".")[0] in ("numpy", "scipy")))
"""


def test_the_graph_needs_neither_numpy_nor_scipy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["numpy", "scipy"]
