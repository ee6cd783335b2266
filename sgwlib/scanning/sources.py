"""What is scanned: files, folders and standard input, compressed or not, piece by piece."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from sgwlib.errors import MissingPackageError
from sgwlib.scanning.results import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import WriteableBuffer

STDIN: Final = "-"
"""The name of standard input."""

_PIECE: Final = 1 << 17
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_UTF16: Final = (BOM_UTF16_LE, BOM_UTF16_BE)  # PowerShell of Windows writes it
_MAGIC: Final = 4  # bytes that show the compression
_HAS_ZSTD: Final = sys.version_info >= (3, 14)


class UnreadableError(Exception):
    """A source cannot be read, or not to its end; its text is the reason."""


def files_in(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[Unread]]:
    """Return the files that are named or stand in named folders, each once, and what is unread.

    A pipe or a device is unread if it is named, and left out if it stands in a folder.
    """
    files: dict[str, str] = {}
    unread: list[Unread] = []
    for name in paths:
        path = os.fspath(name)
        if path != STDIN and _is_special(path):
            unread.append(Unread(path, "not a regular file"))
            continue
        is_folder = path != STDIN and Path(path).is_dir()
        for file in _below(path, unread) if is_folder else [path]:
            files.setdefault(file if file == STDIN else os.path.realpath(file), file)
    return list(files.values()), unread


def _is_special(path: str) -> bool:
    """Return whether a path is a pipe or a device, which may never end."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):  # opening it will name the reason
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _below(folder: str, unread: list[Unread]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        unread.append(Unread(str(error.filename), error.strerror or str(error)))

    for parent, folders, names in os.walk(folder, onerror=refused):
        folders.sort()
        yield from sizes_of(str(Path(parent, name)) for name in sorted(names))


def sizes_of(paths: Iterable[str]) -> dict[str, int]:
    """Return the sizes of the regular files among some paths."""
    sizes = {}
    for path in paths:
        with suppress(OSError):
            status = Path(path).stat()
            if path != STDIN and stat.S_ISREG(status.st_mode):
                sizes[path] = status.st_size
    return sizes


class Source:
    """One file to read, or standard input."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.consumed = 0
        """How many bytes were read so far, as they are stored."""

    def pieces(self) -> Iterator[bytes]:
        """Read it piece by piece, decompressed and in UTF-8; raise `UnreadableError`."""
        try:
            with self._opened() as file:
                yield from _decoded(self._stored(file))
        except EOFError:
            raise UnreadableError("truncated: the compressed data has no end") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableError(f"damaged: {error}") from None
        except OSError as error:
            raise UnreadableError(error.strerror or str(error)) from None

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if self.path != STDIN:
            with Path(self.path).open("rb", buffering=0) as file:
                yield file
        elif sys.stdin is None:
            raise UnreadableError("standard input is closed")
        else:
            yield sys.stdin.buffer

    def _stored(self, file: BinaryIO) -> Iterator[bytes]:
        # A pipe gives what it has: waiting for more would hold that back after Ctrl-C.
        read = getattr(file, "read1", file.read)
        while piece := read(_PIECE):
            self.consumed += len(piece)
            yield piece


class _Joined(io.RawIOBase):
    """Pieces as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if not self._piece:
            self._piece = memoryview(next(self._pieces, b""))
        view = memoryview(buffer)
        size = min(len(view), len(self._piece))
        view[:size], self._piece = self._piece[:size], self._piece[size:]
        return size


def _decoded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Decompress or decode what its first bytes show to be stored in another form."""
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= _MAGIC:
            break
    whole = chain([start] if start else [], pieces)
    if start.startswith(_GZIP):
        return _read(gzip.GzipFile(fileobj=io.BufferedReader(_Joined(whole))))
    if start.startswith(_ZSTD):
        return _unzstd(io.BufferedReader(_Joined(whole)))
    if start.startswith(_UTF16):
        return _utf8(whole)
    return whole


def _read(file: io.BufferedIOBase) -> Iterator[bytes]:
    while piece := file.read1(_PIECE):
        yield piece


def _unzstd(file: io.BufferedReader) -> Iterator[bytes]:
    try:
        zstd = import_module("compression.zstd" if _HAS_ZSTD else "backports.zstd")
    except ModuleNotFoundError:
        missing = MissingPackageError("reading Zstandard", "backports.zstd", "zstd")
        raise UnreadableError(str(missing)) from None
    try:
        yield from _read(zstd.ZstdFile(file))
    except zstd.ZstdError as error:
        raise UnreadableError(f"damaged: {error}") from None


def _utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    decoder = getincrementaldecoder("utf-16")(errors="replace")
    for piece in pieces:
        yield decoder.decode(piece).encode(errors="replace")
