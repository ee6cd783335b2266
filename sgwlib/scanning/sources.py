"""What is to be scanned: files, folders and standard input, compressed or not, piece by piece."""

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
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from sgwlib.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed import WriteableBuffer

__all__ = ["STDIN", "Source", "Unread", "UnreadableError", "files_in", "sizes_of"]

STDIN: Final = "-"
"""The name of standard input."""

_PIECE: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_UTF16: Final = (BOM_UTF16_LE, BOM_UTF16_BE)  # what Windows PowerShell writes into files
_MAGIC: Final = 4  # bytes that tell the kinds apart
_HAS_ZSTD: Final = sys.version_info >= (3, 14)


class Unread(NamedTuple):
    """A file or folder that could not be read, or not to its end.

    Parameters
    ----------
    path
        Its name.
    reason
        Why. What was found before the damage counts all the same.
    """

    path: str
    reason: str


class UnreadableError(Exception):
    """A source that cannot be read, or not to its end; its text is the reason."""


def files_in(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[Unread]]:
    """Return the files that are named, and those in the folders that are, each of them once.

    Parameters
    ----------
    paths
        Files, folders, and ``"-"`` for standard input.

    Returns
    -------
    tuple
        The files, and the folders that cannot be looked into. A file that is named is among
        the files even if there is none; in a folder, what is no regular file is left out.
    """
    files: dict[str, str] = {}
    unread: list[Unread] = []
    for name in paths:
        path = os.fspath(name)
        is_folder = path != STDIN and Path(path).is_dir()
        for file in _below(path, unread) if is_folder else [path]:
            files.setdefault(file if file == STDIN else os.path.realpath(file), file)
    return list(files.values()), unread


def _below(folder: str, unread: list[Unread]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        unread.append(Unread(str(error.filename), error.strerror or str(error)))

    for parent, folders, names in os.walk(folder, onerror=refused):
        folders.sort()
        yield from sizes_of(str(Path(parent, name)) for name in sorted(names))


def sizes_of(paths: Iterable[str]) -> dict[str, int]:
    """Return the sizes of those files that have one: not of pipes, nor of standard input."""
    sizes = {}
    for path in paths:
        with suppress(OSError):
            status = Path(path).stat()
            if path != STDIN and stat.S_ISREG(status.st_mode):
                sizes[path] = status.st_size
    return sizes


class Source:
    """One file to read.

    Parameters
    ----------
    path
        A file, or ``"-"`` for standard input.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.consumed = 0
        """How many bytes were read so far, as they lie in the file."""

    def pieces(self) -> Iterator[bytes]:
        """Read it piece by piece, decompressed: gzip, Zstandard and UTF-16 are known by sight.

        Raises
        ------
        UnreadableError
            If it cannot be read, or not to its end.
        """
        try:
            with self._opened() as file:
                yield from _decoded(io.BufferedReader(_Counted(file, self), _PIECE))
        except EOFError:
            raise UnreadableError("cut off: the compressed data has no end") from None
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


class _Counted(io.RawIOBase):
    """A file that tells its source how much of it was read."""

    def __init__(self, file: BinaryIO, source: Source) -> None:
        # A pipe gives what there is: who waits for more would keep it back from Ctrl-C.
        self._read: Callable[[memoryview], int | None]
        self._read = getattr(file, "readinto1", None) or file.readinto  # type: ignore[attr-defined]
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        got = self._read(view) or 0
        # What kind of file it is must be seen at once, however small the pieces of a pipe.
        while not self._source.consumed and 0 < got < _MAGIC:
            more = self._read(view[got:])
            if not more:
                break
            got += more
        self._source.consumed += got
        return got


def _decoded(file: io.BufferedReader) -> Iterator[bytes]:
    """Read a file of any known kind."""
    start = file.peek(_MAGIC)[:_MAGIC]
    if start.startswith(_GZIP):
        return _read(gzip.GzipFile(fileobj=file))
    if start == _ZSTD:
        return _unzstd(file)
    if start.startswith(_UTF16):
        return _utf8(_read(file))
    return _read(file)


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
