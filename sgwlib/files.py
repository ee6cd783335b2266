"""Read regular files, and write files atomically, so that a crash leaves no half-written file."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.errors import FileError
from sgwlib.text import csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["parse_json", "read_file", "reason_of", "write_atomically", "write_csv"]

_LARGEST = 256 * 2**20  # bytes; the files that are read whole are thousands of times smaller


def read_file(path: str | Path, *, largest: int = _LARGEST) -> bytes:
    """Return the content of a regular file. A pipe or a device may never end: it is refused."""
    _check(path)
    # O_NONBLOCK: without it, opening a pipe that nothing writes to would wait forever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(21, "Is a directory", str(path))
        if not stat.S_ISREG(kind):
            raise OSError(22, "not a regular file", str(path))
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(27, f"larger than {largest // 2**20} MiB", str(path))
    return content


def _check(path: str | Path) -> None:
    """Raise an OSError if no file can have this path: it has a null character or half a character.

    Python itself raises a ValueError, and each version words it differently.
    """
    try:
        valid = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        valid = False
    if not valid:
        raise OSError(22, "not a valid path", str(path))


def parse_json(content: str | bytes, **options: Any) -> Any:
    """Return what JSON says, but refuse an object with a name twice: Python would drop the first.

    The options are those of `json.loads`.

    Examples
    --------
    >>> parse_json('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ValueError: a is given twice
    """
    return json.loads(content, object_pairs_hook=_without_repeats, **options)


def _without_repeats(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in members:
        if name in found:
            raise ValueError(f"{name} is given twice")
        found[name] = value
    return found


def reason_of(error: Exception) -> str:
    """Return why a file cannot be used, without its path.

    Examples
    --------
    >>> reason_of(OSError(2, "No such file or directory", "plan.toml"))
    'No such file or directory'
    """
    return getattr(error, "strerror", None) or str(error)


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write a whole file, or leave the existing one as it was. A link stays a link."""
    _check(path)
    path = Path(os.path.realpath(path))
    if path.is_symlink():
        raise OSError(40, "Too many levels of symbolic links", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(2, f"there is no folder {path.parent}", str(path))
    if path.exists() and not path.is_file():
        # Replacing a device such as /dev/stdout would put a plain file in its place.
        raise OSError(22, "not a regular file", str(path))
    # In the same folder, since a file can only replace another within one file system.
    new = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        with new.open("xb") as file:
            if path.exists():  # before anything is in it: others may not be allowed to read it
                new.chmod(path.stat().st_mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def write_csv(
    path: str | Path,
    rows: Sequence[Mapping[str, object]],
    columns: Sequence[str] | None = None,
) -> None:
    """Write rows to a CSV file as `csv_text` gives them, or raise a FileError that says why not."""
    try:
        write_atomically(path, csv_text(rows, columns).encode(errors="replace"))
    except OSError as error:
        raise FileError(f"{path} cannot be written: {reason_of(error)}") from None
