"""From the names that a user gives to the logs that they stand for, and a word for each other one.

A folder stands for its files, a zip archive for the files in it, and ``-`` for standard input.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
import zipfile
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from sgwlib.diagnosis.unpacking import (
    LEVELS,
    PIECE,
    STEP,
    TRUNCATED,
    ZIP,
    UnreadableError,
    joined,
    reason,
    started,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["STDIN", "Log", "Source", "Unread", "UnreadableError", "files_in", "sizes_of"]

STDIN: Final = "-"
"""The name of standard input."""


class Unread(NamedTuple):
    """A file or folder that could not be read, or not to its end.

    Parameters
    ----------
    path
        Its name.
    reason
        Why. What was found before a damage counts all the same.

    Examples
    --------
    >>> print(*Unread("old.log.gz", "truncated: the compressed data has no end"), sep=": ")
    old.log.gz: truncated: the compressed data has no end
    """

    path: str
    reason: str


class Log(NamedTuple):
    """One text to read; its pieces may raise `UnreadableError`, after what can be read."""

    name: str
    pieces: Iterator[bytes]


# --- which files ----------------------------------------------------------------------------


def files_in(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[Unread]]:
    """Return the files that are named or stand in named folders, each once, and what is unread.

    A pipe or a device is unread, since it may never end.
    """
    files: dict[str, str] = {}
    unread: list[Unread] = []
    for name in paths:
        path = os.fsdecode(name)
        if path == STDIN:
            files[STDIN] = STDIN
        elif "\0" in path:
            unread.append(Unread(path, "not a valid path"))
        elif _is_special(path):
            unread.append(Unread(path, "not a regular file"))
        else:
            for file in _below(path, unread) if stat.S_ISDIR(_mode(path)) else [path]:
                files.setdefault(os.path.realpath(file), file)
    return list(files.values()), unread


def _mode(path: str) -> int:
    """Return what a path leads to, or 0 if that is unknown: opening it names the reason."""
    try:
        return Path(path).stat().st_mode
    except OSError:
        return 0


def _is_special(path: str) -> bool:
    """Return whether a path leads to a pipe, a socket or a device, which may never end."""
    mode = _mode(path)
    return bool(mode) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _below(folder: str, unread: list[Unread]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        unread.append(Unread(str(error.filename), error.strerror or str(error)))

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            try:
                if stat.S_ISREG(path.stat().st_mode):
                    yield str(path)
                elif not path.is_dir():
                    unread.append(Unread(str(path), "not a regular file"))
            except FileNotFoundError:
                unread.append(Unread(str(path), "a link to nothing"))
            except OSError as error:
                refuse(error)


def sizes_of(paths: Iterable[str]) -> dict[str, int]:
    """Return the sizes of the regular files among some paths."""
    sizes = {}
    for path in paths:
        with suppress(OSError):
            status = Path(path).stat()
            if path != STDIN and stat.S_ISREG(status.st_mode):
                sizes[path] = status.st_size
    return sizes


# --- one file -------------------------------------------------------------------------------


class Source:
    """One file to read, or standard input."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.consumed = 0
        """How many bytes were read so far, as they are stored."""

    def logs(self) -> Iterator[Log]:
        """Open the file, and return its log, or those in a zip archive; raise `UnreadableError`.

        Read the pieces of a log before you ask for the next one, which may be readable even if
        this one is not.
        """
        with self._opened() as file:
            start, pieces = started(self._stored(file))
            if not re.match(ZIP, start):
                yield Log(self.path, text(pieces, LEVELS))
            elif self.path != STDIN:
                yield from self._members(file)
            else:  # the list of what is in an archive stands at its end
                with tempfile.TemporaryFile() as copy:
                    copy.writelines(pieces)
                    yield from self._members(copy)

    def _opened(self) -> AbstractContextManager[IO[bytes]]:
        if self.path != STDIN:
            if _is_special(self.path):
                raise UnreadableError("not a regular file")
            try:
                return Path(self.path).open("rb", buffering=0)
            except OSError as error:
                raise UnreadableError(reason(error)) from None
        stdin = getattr(sys.stdin, "buffer", None)
        if stdin is None or stdin.closed:
            raise UnreadableError("standard input is closed")
        return nullcontext(stdin)

    def _stored(self, file: IO[bytes]) -> Iterator[bytes]:
        # A pipe gives what it has: waiting for more would hold that back after Ctrl-C.
        read = getattr(file, "read1", file.read)
        try:
            while piece := read(PIECE):
                self.consumed += len(piece)
                yield piece
        except OSError as error:
            raise UnreadableError(reason(error)) from None

    def _members(self, file: IO[bytes]) -> Iterator[Log]:
        try:
            archive = zipfile.ZipFile(file)
        except Exception as error:  # noqa: BLE001 - damage makes zipfile raise a dozen kinds
            raise UnreadableError(f"damaged or truncated zip archive: {reason(error)}") from None
        with archive:
            members = [each for each in archive.infolist() if _has_content(each)]
            if not members:
                raise UnreadableError("an empty zip archive")
            for member in members:
                pieces = joined(self._unzipped(archive, member, file), PIECE)
                yield Log(f"{self.path}/{member.filename}", text(pieces, LEVELS - 1))
        self.consumed = max(self.consumed, file.seek(0, os.SEEK_END))

    def _unzipped(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: IO[bytes]
    ) -> Iterator[bytes]:
        if member.flag_bits & 1:
            raise UnreadableError("encrypted; decrypt it first")
        try:
            with archive.open(member) as content:
                while step := content.read(STEP):
                    self.consumed = max(self.consumed, file.tell())
                    yield step
        except EOFError:
            raise UnreadableError(TRUNCATED) from None
        except Exception as error:  # noqa: BLE001 - as above
            raise UnreadableError(f"damaged: {reason(error)}") from None


def _has_content(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is a file of the user: macOS adds files of its own."""
    return not (member.is_dir() or member.filename.startswith("__MACOSX/"))
