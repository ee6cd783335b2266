"""Measure what `import sgwlib` costs in a fresh process, compared with `import networkx`."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from benchmarks.figures import Figure, in_words

__all__ = ["import_figures"]

_CEILING = 0.4
_PEER = "import networkx"
_SCRIPT = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def import_figures(repeats: int) -> list[Figure]:
    """Compare the import of the library, and its core in use, with the import of networkx."""
    jobs = {
        "import sgwlib": "import sgwlib",
        "import sgwlib, load and simulate": (
            "import sgwlib; sgwlib.simulate('ListGateways', 'InternalError')"
        ),
    }
    # In turn, so that other work on the machine slows all of them alike.
    rounds = [
        {name: _fresh(code) for name, code in {**jobs, _PEER: _PEER}.items()}
        for _ in range(repeats + 1)
    ][1:]  # the first round may have to compile
    seconds = {name: median(each[name] for each in rounds) for name in rounds[0]}
    peer = seconds[_PEER]
    return [
        Figure(
            name,
            in_words(seconds[name]),
            f"{_PEER}: {in_words(peer)}",
            seconds[name] / peer,
            _CEILING,
        )
        for name in jobs
    ]


def _fresh(code: str) -> float:
    """Return the seconds that a statement takes in a new Python, without starting Python."""
    command = [sys.executable, "-c", _SCRIPT.format(code)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
