"""Data Packages of any size that are like the real one: random lifts of the page's graph.

Every operation and every code stands in a package ``copies`` times. For each documented pair,
the copies of its operation are matched one to one with the copies of its code at random. So
every node keeps its degree, and pairs, operations and codes grow alike.

That codes grow too is the harder and the more likely case: AWS added operations and codes
together (the page has 35 and 36, its file gateway edition 39 and 41), and rows over a fixed set
of 36 codes would soon repeat, so that folding had nothing left to do.
"""

from __future__ import annotations

import csv
import random
import shutil
from typing import TYPE_CHECKING

from sgwlib.catalogue import bundled_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["copy_bundled", "write_lift"]


def copy_bundled(folder: Path) -> Path:
    """Copy the bundled Data Package, to be damaged or changed."""
    return shutil.copytree(bundled_folder(), folder, dirs_exist_ok=True)


def write_lift(folder: Path, copies: int, seed: int = 0) -> Path:
    """Write a Data Package with ``copies`` times the operations, codes and pairs.

    Parameters
    ----------
    folder
        Where to write it; made if missing.
    copies
        How often each operation and each code occurs. With 1 it is the real package.
    seed
        Decides which copies are paired.

    Returns
    -------
    Path
        The folder.
    """
    copy_bundled(folder)
    for name in ("operations", "error_codes"):
        header, *rows = _read(folder / f"{name}.csv")
        lifted = ([_copy(row[0], copy), *row[1:]] for copy in range(copies) for row in rows)
        _write(folder / f"{name}.csv", header, lifted)
    path = folder / "operation_error_codes.csv"
    header, *pairs = _read(path)
    _write(path, header, _lift(pairs, copies, random.Random(seed)))
    return folder


def _lift(pairs: list[list[str]], copies: int, chance: random.Random) -> Iterable[list[str]]:
    partners = [chance.sample(range(copies), copies) for _ in pairs]
    for copy in range(copies):
        for (operation, code, *rest), partner in zip(pairs, partners, strict=True):
            yield [_copy(operation, partner[copy]), _copy(code, copy), *rest]


def _copy(name: str, copy: int) -> str:
    return f"{name}{copy}" if copy else name


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
