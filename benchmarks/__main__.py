"""Run the benchmarks and print each figure as soon as it is known.

Usage: ``python -m benchmarks [--quick] [NAME ...]``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import TYPE_CHECKING

from benchmarks.figures import HEADING, row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.figures import Figure

__all__ = ["benchmarks", "main", "run"]


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks. Return 1 if a ratio is above its ceiling, else 0."""
    return run("python -m benchmarks", benchmarks, arguments)


def run(
    program: str,
    benchmarks: Callable[..., dict[str, Callable[[], Iterable[Figure]]]],
    arguments: list[str] | None = None,
) -> int:
    """Run some benchmarks as a command.

    Parameters
    ----------
    program
        The command's name, for its messages.
    benchmarks
        Returns each benchmark by name; its argument `quick` asks for small sizes.
    arguments
        The command's arguments.

    Returns
    -------
    int
        1 if a ratio is above its ceiling, else 0.
    """
    known = benchmarks(quick=True)
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="use small sizes and few repeats, and ignore the ceilings: check that it runs",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}")
    given = parser.parse_args(arguments)
    if unknown := set(given.names).difference(known):
        wrong = ", ".join(sorted(unknown))
        parser.error(f"unknown benchmark: {wrong}; choose from {', '.join(known)}")

    print(HEADING, flush=True)
    missed = []
    jobs = benchmarks(quick=given.quick)
    for name in given.names or jobs:
        for figure in jobs[name]():
            print(row(figure), flush=True)
            if figure.missed and not given.quick:
                missed.append(figure.name)
    if missed:
        print(f"\nAbove the ceiling: {'; '.join(missed)}.")
    elif not given.quick:
        print("\nEvery ratio is within its ceiling.")
    return 1 if missed else 0


def benchmarks(*, quick: bool) -> dict[str, Callable[[], Iterable[Figure]]]:
    """Return each benchmark by its name."""
    repeats = 1 if quick else 15
    return {
        "imports": lambda: _imports(repeats),
        "page": lambda: _page(repeats),
        "injection": lambda: _injection(repeats, calls=10 if quick else 1000),
        "sandbox": lambda: _sandbox(quick=quick),
        "endpoint": lambda: _endpoint(1 if quick else 30, seconds=0.1 if quick else 0.5),
        "scan": lambda: _scan(quick=quick),
        "explain": lambda: _explain(quick=quick),
        "review": lambda: _review(100 if quick else 500, 1 if quick else 5),
        "growth": lambda: _growth((1, 2, 4) if quick else (1, 10, 100, 1000), 1 if quick else 5),
        "explorer": lambda: _explorer(repeats=1 if quick else 30),
    }


# Each benchmark is imported when it runs, so that one needs only its own packages.


def _imports(repeats: int) -> Iterable[Figure]:
    from benchmarks.imports import import_figures

    return import_figures(repeats=repeats)


def _page(repeats: int) -> Iterable[Figure]:
    from benchmarks.page import page_figures

    return page_figures(repeats=repeats)


def _injection(repeats: int, calls: int) -> Iterable[Figure]:
    from benchmarks.injection import injection_figures

    return injection_figures(repeats=repeats, calls=calls)


def _sandbox(*, quick: bool) -> Iterable[Figure]:
    from benchmarks.sandbox import sandbox_figures

    if quick:
        return sandbox_figures(1, calls=10, volumes=40, seconds=0.1)
    return sandbox_figures(10, calls=500, volumes=10_000, seconds=0.5)


def _endpoint(rounds: int, seconds: float) -> Iterable[Figure]:
    from benchmarks.endpoint import endpoint_figures

    return endpoint_figures(rounds, seconds=seconds)


def _scan(*, quick: bool) -> Iterable[Figure]:
    from benchmarks.scan import scan_figures

    if quick:
        return scan_figures(2_000_000, lines=200, events=200, rounds=1)
    return scan_figures(1_000_000_000, lines=100_000, events=200_000, rounds=3)


def _explain(*, quick: bool) -> Iterable[Figure]:
    from benchmarks.explain import explain_figures

    return explain_figures(
        2000 if quick else 250_000, repeats=1 if quick else 3, calls=1 if quick else 2000
    )


def _review(lines: int, repeats: int) -> Iterable[Figure]:
    from benchmarks.review import review_figures

    return review_figures(lines, repeats)


def _growth(sizes: tuple[int, ...], repeats: int) -> Iterable[Figure]:
    from benchmarks.growth import growth_figures

    return growth_figures(sizes, repeats=repeats)


def _explorer(repeats: int) -> Iterable[Figure]:
    from benchmarks.explorer import explorer_figures

    chromium = shutil.which("chromium")
    if chromium is None:
        print("The explorer is not measured: chromium is not installed.")
        return []
    return explorer_figures(chromium, repeats)


if __name__ == "__main__":
    sys.exit(main())
