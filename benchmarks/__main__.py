"""Measure everything and print one table: ``python -m benchmarks [--quick] [NAME …]``."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import TYPE_CHECKING

from benchmarks.endpoint import endpoint_figures
from benchmarks.explain import explain_figures
from benchmarks.explorer import explorer_figures
from benchmarks.figures import table
from benchmarks.growth import growth_figures
from benchmarks.imports import import_figures
from benchmarks.injection import injection_figures
from benchmarks.page import page_figures
from benchmarks.scan import scan_figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.figures import Figure

__all__ = ["benchmarks", "main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks; return 1 if a ceiling is missed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small sizes, few repeats, no judgement: only to see that the benchmarks run",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(_names())}")
    given = parser.parse_args(arguments)
    if unknown := set(given.names).difference(_names()):
        wrong = ", ".join(sorted(unknown))
        parser.error(f"no benchmark is called {wrong}: it is one of {', '.join(_names())}")
    jobs = benchmarks(quick=given.quick)
    figures = [figure for name in given.names or jobs for figure in jobs[name]()]
    print(table(figures))
    missed = [] if given.quick else [figure.name for figure in figures if figure.missed]
    if missed:
        print(f"\nMissed: {'; '.join(missed)}")
    elif not given.quick:
        print("\nEvery ceiling is kept, and nothing grows worse than n log n in the pairs.")
    return 1 if missed else 0


def _names() -> list[str]:
    return [*benchmarks(quick=True)]


def benchmarks(*, quick: bool) -> dict[str, Callable[[], list[Figure]]]:
    """Return each benchmark by its name."""
    repeats = 1 if quick else 15
    return {
        "imports": lambda: import_figures(repeats=repeats),
        "page": lambda: page_figures(repeats=repeats),
        "injection": lambda: injection_figures(repeats=repeats, calls=10 if quick else 1000),
        "endpoint": lambda: endpoint_figures(
            1 if quick else 30, seconds=0.1 if quick else 0.5, moto=not quick
        ),
        "scan": lambda: scan_figures(
            2_000_000 if quick else 1_000_000_000, rounds=1 if quick else 3
        ),
        "explain": lambda: explain_figures(
            2000 if quick else 250_000, repeats=1 if quick else 3, calls=1 if quick else 2000
        ),
        "growth": lambda: growth_figures(
            (1, 2, 4) if quick else (1, 10, 100, 1000), repeats=1 if quick else 5
        ),
        "explorer": lambda: _in_browser(repeats=1 if quick else 30),
    }


def _in_browser(repeats: int) -> list[Figure]:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("The explorer is not measured: there is no chromium here.\n")
        return []
    return explorer_figures(chromium, repeats)


if __name__ == "__main__":
    sys.exit(main())
