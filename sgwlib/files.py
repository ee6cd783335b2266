"""Read regular files, and write files atomically, so that a crash leaves no half-written file."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["parse_json", "read_file", "reason_of", "write_atomically"]

_LARGEST = 256 * 2**20  # bytes; the files that are read whole are thousands of times smaller


def read_file(path: str | Path, *, largest: int = _LARGEST) -> bytes:
    """Return the content of a regular file.

    Parameters
    ----------
    path
        The file, or a link to one.
    largest
        The most bytes to read.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    OSError
        If it cannot be read, is larger than ``largest``, or is not a regular file: a pipe or
        a device may never end.

    Examples
    --------
    >>> read_file(os.devnull)
    Traceback (most recent call last):
    OSError: [Errno 22] not a regular file: '/dev/null'
    """
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


def parse_json(content: str | bytes) -> Any:
    """Return what JSON says, but refuse an object with a name twice: Python would drop the first.

    Examples
    --------
    >>> parse_json('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ValueError: a is given twice
    """
    return json.loads(content, object_pairs_hook=_without_repeats)


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
    """Write a whole file, or leave the existing one as it was.

    Parameters
    ----------
    path
        The file; its folder must exist. A symbolic link is followed, so it stays a link.
    content
        The new content.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_atomically(folder / "notes.txt", b"all of it")
    >>> [each.name for each in folder.iterdir()]
    ['notes.txt']
    """
    path = Path(os.path.realpath(path))
    if path.is_symlink():
        raise OSError(40, "Too many levels of symbolic links", str(path))
    if path.exists() and not path.is_file():
        # Replacing a device such as /dev/stdout would put a plain file in its place.
        raise OSError(22, "not a regular file", str(path))
    # In the same folder, since a file can only replace another within one file system.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            Path(name).chmod(path.stat().st_mode)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """Return the process's mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
