"""From a file, an archive or standard input to texts in UTF-8, or the reason why one is not read.

The first bytes decide, never a name: whether a log is compressed, what it is if it is no log, and
how its text is encoded. So "no errors" is only said of what was read.
"""

from __future__ import annotations

import bz2
import codecs
import lzma
import os
import re
import stat
import sys
import tempfile
import zipfile
import zlib
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.errors import MissingPackageError
from sgwlib.files import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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


PIECE: Final = 1 << 17  # bytes
TRUNCATED: Final = "truncated: the compressed data has no end"
ZIP: Final = rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"
LEVELS: Final = 2  # a.log.gz in b.zip is read; what is packed three times is not
_START: Final = 1 << 12  # bytes that show the compression, the kind of file and the encoding
_SLICE: Final = 1 << 14  # a file of many small gzip members is copied once for each, so in slices
STEP: Final = 1 << 12  # at an error, a decompressor loses what it has of a step
_HAS_ZSTD: Final = sys.version_info >= (3, 14)


class UnreadableError(Exception):
    """A log cannot be read, or not to its end; its text is the reason."""


def reason(error: Exception) -> str:
    """Return what an error says, or at least its name."""
    return reason_of(error) or type(error).__name__


def joined(pieces: Iterable[bytes], least: int) -> Iterator[bytes]:
    """Join small pieces to larger ones; what came before an error is passed on before it."""
    stopped: BaseException | None = None
    held: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size >= least:
                yield b"".join(held)
                held, size = [], 0
    except (UnreadableError, KeyboardInterrupt) as error:
        stopped = error
    if size:
        yield b"".join(held)
    if stopped:
        raise stopped


def started(pieces: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return how a content starts, and all of it."""
    whole = joined(pieces, _START)
    first = next(whole, b"")
    return first[:_START], chain([first], whole)


# --- what is stored -------------------------------------------------------------------------


# How files start that are no logs. What could start a text, too, has bytes that no text has.
_NO_LOGS: Final = (
    (ZIP, "a zip archive in another file; unpack it first"),
    (rb".{257}ustar", "a tar archive; unpack it first"),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|!<arch>\n|MSCF\0", "an archive; unpack it first"),
    (rb"\x04\x22\x4d\x18|\x02\x21\x4c\x18", "compressed by lz4; decompress it first"),
    (rb"\xff\x06\x00\x00sNaPpY", "compressed by snappy; decompress it first"),
    (rb"\x1f[\x9d\xa0]|LZIP[\0\1]|\x89LZO\0", "compressed; decompress it first"),
    (rb"-----BEGIN PGP MESSAGE|age-encryption\.org/|Salted__", "encrypted; decrypt it first"),
    (rb"LPKSHHRH", "a binary journal; use journalctl"),
    (rb"ElfFile\0", "a Windows event log; export it as text"),
    (rb"%PDF-", "a PDF file"),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP", "an image"),
    (rb"\x7fELF|MZ.[\0\1]|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\0asm", "a program"),
    (rb"SQLite format 3\0", "a SQLite database"),
    (rb"version https://git-lfs\.", "a pointer of Git LFS; fetch the file first"),
    (rb"PAR[1E]\x15", "a Parquet file"),
    (rb"Obj\x01", "an Avro file"),
    (rb"ORC[^ -~]", "an ORC file"),
    (rb"\xd0\xcf\x11\xe0", "an Office file"),
    (rb"\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x0a\x0d\x0d\x0a", "captured packets"),
)


def text(pieces: Iterable[bytes], levels: int) -> Iterator[bytes]:
    """Decompress and decode what a file has, as far as its start shows that it is a text."""
    start, whole = started(pieces)
    for magic, decompressor in _COMPRESSED:
        if re.match(magic, start):
            if not levels:
                raise UnreadableError("packed more than twice; unpack it first")
            steps = _decompressed(whole, decompressor)
            yield from text(joined(steps, PIECE), levels - 1)
            return
    for magic, what in _NO_LOGS:
        if re.match(magic, start, re.DOTALL):
            raise UnreadableError(what)
    yield from _with_lf(_in_utf8(whole))


class _Gunzip:
    """zlib for a member of gzip, with the interface of bz2, lzma and zstd."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)  # 16 stands for gzip

    @property
    def eof(self) -> bool:
        return self._member.eof

    @property
    def unused_data(self) -> bytes:
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._member.decompress(self._member.unconsumed_tail + data, max_length)


def _unzstd() -> Any:
    try:
        zstd = import_module("compression.zstd" if _HAS_ZSTD else "backports.zstd")
    except ModuleNotFoundError:
        missing = MissingPackageError("reading Zstandard", "backports.zstd", "zstd")
        raise UnreadableError(str(missing)) from None
    return zstd.ZstdDecompressor()


# How compressed files start, and what decompresses one member of them.
_COMPRESSED: Final[Sequence[tuple[bytes, Callable[[], Any]]]] = (
    (rb"\x1f\x8b", _Gunzip),
    (rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", _unzstd),
    (rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)", bz2.BZ2Decompressor),
    # Damage may ask for 4 GB; `xz -9` needs 65 MB.
    (rb"\xfd7zXZ\0|\x5d\0\0", lambda: lzma.LZMADecompressor(memlimit=1 << 28)),
)


def _decompressed(pieces: Iterable[bytes], new: Callable[[], Any]) -> Iterator[bytes]:
    """Decompress one member after the other, in small steps."""
    member: Any = None
    for piece in pieces:
        for at in range(0, len(piece), _SLICE):
            rest = piece[at : at + _SLICE]
            while member or (rest := rest.lstrip(b"\0")):  # a member may be padded
                member = member or new()
                try:
                    step = member.decompress(rest, STEP)
                except Exception as error:  # noqa: BLE001 - each format has an error of its own
                    raise UnreadableError(f"damaged: {reason(error)}") from None
                yield step
                rest = b""
                if member.eof:
                    member, rest = None, member.unused_data
                elif not step:  # it needs more input
                    break
    if member:
        raise UnreadableError(TRUNCATED)


# --- what is text ---------------------------------------------------------------------------

_MARKS: Final = (  # the one of UTF-32 starts as the one of UTF-16 does
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_CONTROL: Final = bytes({*b"\b\t\n\f\r\x1b", *range(32, 127), *range(128, 256)})
_MOST_CONTROL: Final = 1 / 20  # random bytes have four times as many
# What a crash, or a rotation below a program that goes on writing, leaves in a log: 4096 zeros
_HOLE: Final = re.compile(rb"\0{64,}")
_LONE_CR: Final = re.compile(rb"\r(?!\n)")


def _encoding(start: bytes) -> tuple[str, bytes]:
    """Return the encoding of a text, and the mark that it starts with."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, mark
    if b"\0" in start:  # no text in UTF-8 has one, but each ASCII character in UTF-16
        for mark, encoding in _MARKS[1:]:
            width = len(mark)  # as long as a character
            plain = start.decode(encoding, "ignore").encode("ascii", "ignore")
            if 2 * width * (len(plain) - _controls(plain)) >= len(start):
                return encoding, b""
    return "utf-8", b""


def _controls(text: bytes) -> int:
    return len(text.translate(None, _NO_CONTROL))


def _in_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces)
    while first and not first.strip(b"\0"):
        yield b"\n" * len(first)
        first = next(pieces, b"")
    start = _HOLE.sub(b"", first)[:_START]
    encoding, mark = _encoding(start)
    sample = start.removeprefix(mark).decode(encoding, "ignore").encode()
    if _controls(sample) > _MOST_CONTROL * len(sample):
        raise UnreadableError("binary data, not text")
    pieces = chain([first.removeprefix(mark)], pieces)
    if encoding == "utf-8":
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


def _with_lf(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Replace CR by LF in a text whose first line ends in CR alone; CRLF stays as it is.

    So each byte keeps its place, and other texts pass without a copy.
    """
    held, is_old = b"", False
    for piece in pieces:
        text = held + piece
        held = text[-1:] if text.endswith(b"\r") else b""  # it may be half of a CRLF
        text = text.removesuffix(b"\r")
        cr, lf = text.find(b"\r"), text.find(b"\n")
        if is_old or (cr >= 0 and not 0 <= lf <= cr + 1):
            is_old = True
            yield _LONE_CR.sub(b"\n", text)
        elif lf >= 0:
            yield text + held
            yield from pieces
            return
        else:
            yield text
    if held:
        yield b"\n"


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
            if is_special(self.path):
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
            members = [
                each
                for each in archive.infolist()
                # macOS adds files of its own.
                if not (each.is_dir() or each.filename.startswith("__MACOSX/"))
            ]
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


def mode_of(path: str) -> int:
    """Return what a path leads to, or 0 if that is unknown: opening it names the reason."""
    try:
        return Path(path).stat().st_mode
    except OSError:
        return 0


def is_special(path: str) -> bool:
    """Return whether a path leads to a pipe, a socket or a device, which may never end."""
    mode = mode_of(path)
    return bool(mode) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
