"""Run scripts as they stand, each in a process of its own: ``python scripts.py SCRIPT...``.

Each process is a copy of this one, which has loaded what most of a script's time is needed for. The
script itself begins with nothing. What it writes is in a file beside it.
"""

from __future__ import annotations

import os
import runpy
import sys
import traceback
import warnings
from pathlib import Path

import sgwlib


def run(script: Path) -> None:
    """Run a script in this process, and end it."""
    with script.with_suffix(".out").open("w", encoding="utf-8") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        try:
            runpy.run_path(str(script), run_name="__main__")
        except BaseException:  # noqa: BLE001 - whatever it is, the test shows it
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    warnings.simplefilter("error")
    sgwlib.Sandbox().client()
    for each in sys.argv[1:]:
        if (process := os.fork()) == 0:
            run(Path(each))
        os.waitpid(process, 0)
