"""One log: its bytes, compressed or not, and its errors, as `sgwlib.explain` reads each entry.

Logs repeat themselves: the same error comes with another time and another request id. Such parts
decide nothing, so entries that differ only in them have the same errors, and are read once.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from sgwlib.diagnosis import explain
from sgwlib.diagnosis.counting import Example, Kind, Unread
from sgwlib.diagnosis.finding import is_part
from sgwlib.diagnosis.records import entries_in
from sgwlib.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed import WriteableBuffer

    from sgwlib.diagnosis.counting import Scan

# Never three digits alone, which may be a status, nor what may be part of a name or an escape.
_VOLATILE: Final = re.compile(
    rb"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?"  # 2026-03-01 09:59:58,011
    rb"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # request ids
    rb"|(?<=[a-z]-)[0-9A-Fa-f]{8,17}(?![0-9A-Za-z])"  # vol-1122AABB
    rb"|(?<![0-9A-Za-z_\\%#;])(?:\d{1,2}|\d{4,})(?![0-9A-Za-z])"  # accounts, lines, durations
)
_MOST: Final = 4096
_LONGEST: Final = 4096  # longer entries repeat themselves less, and cost more to keep


class Reader:
    """Reads entries, each kind of text once."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Kind, ...]] = {}

    def kinds(self, text: bytes) -> tuple[Kind, ...]:
        """Return the kind of each error in an entry that certainly comes from Storage Gateway."""
        if len(text) > _LONGEST:
            return _read(text)
        key = without_volatile(text)
        if key not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = _read(text)
        return self._known[key]


def without_volatile(text: bytes) -> bytes:
    """Replace what may differ between two reports of one error by numbers.

    Equal parts get equal numbers, because it matters whether two request ids are the same.
    """
    numbers: dict[bytes, int] = {}
    return _VOLATILE.sub(lambda it: b"#%d" % numbers.setdefault(it[0], len(numbers)), text)


def _read(text: bytes) -> tuple[Kind, ...]:
    kinds = tuple(
        Kind(each.operation, each.exception, each.code)
        for each in explain(text.decode(errors="replace"))
        if each.certain
    )
    if b"\n" not in text.strip():
        return kinds
    # Several lines report one error, some of them in less detail.
    return tuple(kind for kind in kinds if not any(is_part(kind, other) for other in kinds))


def scan_files(
    paths: Iterable[str],
    found: Scan,
    reader: Reader,
    report: Callable[[int], object],
    halted: Callable[[], bool] = lambda: False,
) -> None:
    """Add to a scan what some files have, until it is interrupted.

    ``report`` is called with each number of bytes that was read, and ``halted`` is asked now and
    then whether to stop early.
    """
    for path in paths:
        if found.interrupted:
            break
        try:
            newest = datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
        except OSError:  # standard input
            newest = datetime.now(UTC)
        for entry in entries_in(_pieces(path, found, report, halted)):
            for kind in reader.kinds(entry.text):
                text = entry.text.decode(errors="replace").strip()
                found.add(kind, entry.time(newest), Example(path, entry.offset, text))


def _pieces(
    path: str, found: Scan, report: Callable[[int], object], halted: Callable[[], bool]
) -> Iterator[bytes]:
    """Read a file to its end, or as far as possible: what comes before a damage counts."""
    source, reported = Source(path), 0
    try:
        for piece in source.pieces():
            yield piece
            report(source.consumed - reported)
            reported = source.consumed
            if halted():
                found.interrupted = True
                break
    except UnreadableError as error:
        found.unread = tuple(sorted({*found.unread, Unread(path, str(error))}))
        if not source.consumed:
            return
    except KeyboardInterrupt:
        found.interrupted = True  # not passed on: what was read is still searched
    found.files += 1


# --- files, folders and standard input, piece by piece ------------------------------------------

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

    def _opened(self) -> AbstractContextManager[BinaryIO]:
        if self.path != STDIN:
            return Path(self.path).open("rb", buffering=0)
        if sys.stdin is None:
            raise UnreadableError("standard input is closed")
        return nullcontext(sys.stdin.buffer)

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
        return _pieces_of(gzip.GzipFile(fileobj=io.BufferedReader(_Joined(whole))))
    if start.startswith(_ZSTD):
        return _unzstd(io.BufferedReader(_Joined(whole)))
    if start.startswith(_UTF16):
        return _utf8(whole)
    return whole


def _pieces_of(file: io.BufferedIOBase) -> Iterator[bytes]:
    while piece := file.read1(_PIECE):
        yield piece


def _unzstd(file: io.BufferedReader) -> Iterator[bytes]:
    try:
        zstd = import_module("compression.zstd" if _HAS_ZSTD else "backports.zstd")
    except ModuleNotFoundError:
        missing = MissingPackageError("reading Zstandard", "backports.zstd", "zstd")
        raise UnreadableError(str(missing)) from None
    try:
        yield from _pieces_of(zstd.ZstdFile(file))
    except zstd.ZstdError as error:
        raise UnreadableError(f"damaged: {error}") from None


def _utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    decoder = getincrementaldecoder("utf-16")(errors="replace")
    for piece in pieces:
        yield decoder.decode(piece).encode(errors="replace")
