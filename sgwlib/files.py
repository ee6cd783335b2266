"""Read regular files, and write files atomically, so that a crash leaves no half-written file."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sgwlib.errors import FileError
from sgwlib.text import csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["read_file", "write_atomically", "write_csv"]

_LARGEST = 256 * 2**20  # bytes; the files that are read whole are thousands of times smaller


def read_file(path: str | Path, *, largest: int = _LARGEST) -> bytes:
    """Return the content of a regular file. A pipe or a device may never end: it is refused."""
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


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write a whole file, or leave the existing one as it was. A link stays a link."""
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
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            new.chmod(path.stat().st_mode)
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
    except (OSError, ValueError) as error:  # ValueError: such as a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise FileError(f"{path} cannot be written: {reason}") from None
