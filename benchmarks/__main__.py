"""Measure everything and print one table: ``python -m benchmarks [--quick]``."""

from __future__ import annotations

import argparse
import sys

from benchmarks.endpoint import endpoint_figures
from benchmarks.explain import explain_figures
from benchmarks.figures import table
from benchmarks.growth import growth_figures
from benchmarks.imports import import_figures
from benchmarks.injection import injection_figures
from benchmarks.page import page_figures
from benchmarks.scan import scan_figures

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks; return 1 if a ceiling is missed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small sizes, few repeats, no judgement: only to see that the benchmarks run",
    )
    quick = parser.parse_args(arguments).quick
    figures = [
        *import_figures(repeats=1 if quick else 15),
        *page_figures(repeats=1 if quick else 15),
        *injection_figures(repeats=1 if quick else 15, calls=10 if quick else 1000),
        *endpoint_figures(1 if quick else 30, seconds=0.1 if quick else 0.5, moto=not quick),
        *scan_figures(2_000_000 if quick else 1_000_000_000, rounds=1 if quick else 3),
        *explain_figures(
            2000 if quick else 100_000, repeats=1 if quick else 3, calls=1 if quick else 2000
        ),
        *growth_figures((1, 2, 4) if quick else (1, 10, 100, 1000), repeats=1 if quick else 5),
    ]
    print(table(figures))
    missed = [] if quick else [figure.name for figure in figures if figure.missed]
    if missed:
        print(f"\nMissed: {'; '.join(missed)}")
    elif not quick:
        print("\nEvery ceiling is kept, and nothing grows worse than n log n in the pairs.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
