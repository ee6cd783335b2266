"""Files, folders, archives and standard input are read; what is not read is named with a reason."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import math
import os
import pickle
import random
import re
import socket
import sqlite3
import sys
import tarfile
import tempfile
import tracemalloc
import zipfile
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from importlib import import_module
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis import sources
from sgwlib.diagnosis.scanning import files_in, sizes_of
from sgwlib.diagnosis.sources import Source, Unread, UnreadableError, text

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
Pack = Callable[[bytes], bytes]
WORDS = "2026-03-01 09:59:58 ERROR Überlauf 🙂 in sgw-12A3456B\n"
LOG = (WORDS * 5000).encode()
NOISE = "".join(f"{os.urandom(30).hex()}\n" for _ in range(4000)).encode()


def alone(content: bytes) -> bytes:
    return lzma.compress(content, format=lzma.FORMAT_ALONE)


def checked_zstd(content: bytes) -> bytes:
    packed: bytes = zstd.compress(content, options={zstd.CompressionParameter.checksum_flag: 1})
    return packed


def zipped(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("app.log")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


PACKS: dict[str, Pack] = {
    "gz": gzip.compress,
    "zst": checked_zstd,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "lzma": alone,
}


def read_all(path: Path | str) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return what each log of a source has, and why those that are not read to the end are not."""
    found: dict[str, bytes] = {}
    reasons: dict[str, str] = {}
    try:
        for log in Source(str(path)).logs():
            parts: list[bytes] = []
            try:
                parts.extend(log.pieces)
            except UnreadableError as error:
                reasons[log.name] = str(error)
                parts = parts or [b""]
            found[log.name] = b"".join(parts)
    except UnreadableError as error:
        reasons[str(path)] = str(error)
    return found, reasons


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a"


def of(path: Path, content: bytes) -> tuple[bytes, str | None]:
    """Return what a file of this content has, and the reason if it is not read to its end."""
    path.write_bytes(content)
    found, reasons = read_all(path)
    assert found.keys() | reasons.keys() == {str(path)}
    return found.get(str(path), b""), reasons.get(str(path))


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


# --- what is read -----------------------------------------------------------------------------

ENCODINGS = [
    *("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32"),
    *("BOM utf-16-be", "BOM utf-32-be"),
]


def encoded(string: str, encoding: str) -> bytes:
    mark, _, name = encoding.rpartition(" ")
    return (("\ufeff" if mark else "") + string).encode(name)


def test_every_form_is_read(path: Path) -> None:
    """Each compression of each encoding with each line end."""
    packs: dict[str, Pack] = {
        "plain": bytes,
        **PACKS,
        "two members": lambda it: gzip.compress(it[:5]) + gzip.compress(it[5:]) + b"\0" * 9,
        "two streams": lambda it: bz2.compress(it[:5]) + bz2.compress(it[5:]),
        "padded": lambda it: lzma.compress(it[:5]) + b"\0" * 4 + lzma.compress(it[5:]),
        "skippable": lambda it: b"\x50\x2a\x4d\x18\x02\0\0\0ab" + zstd.compress(it),
        "gz in gz": lambda it: gzip.compress(gzip.compress(it)),
        "xz in bz2": lambda it: bz2.compress(lzma.compress(it)),
    }
    for form, pack in packs.items():
        for encoding in ENCODINGS:
            for end in ("\n", "\r\n", "\r"):
                stored = encoded((WORDS * 9).replace("\n", end), encoding)
                expected = (WORDS * 9).replace("\n", end.replace("\r\n", "\0").replace("\r", "\n"))
                expected = expected.replace("\0", "\r\n")
                assert of(path, pack(stored)) == (expected.encode(), None), (form, encoding, end)


def test_short_and_empty_files_are_read(path: Path) -> None:
    for content in (
        b"",
        b"a",
        b"\n",
        "é".encode(),
        b"\x1b[31mred\x1b[0m\n",
        b"PK\n",
        b"MZ",
        b"BZh9",
    ):
        for pack in (bytes, *PACKS.values()):
            assert of(path, pack(content)) == (content, None), content
    assert of(path, b"\xef\xbb\xbf") == (b"", None)
    assert of(path, b"\r") == (b"\n", None)
    assert of(path, b"a\r\nb\rc\n") == (b"a\r\nb\rc\n", None)
    assert of(path, "ab\n".encode("utf-16") + b"c") == ("ab\n\ufffd".encode(), None)
    for encoding in ENCODINGS:
        assert of(path, encoded("plain ASCII\n", encoding)) == (b"plain ASCII\n", None), encoding


def test_a_legacy_encoding_passes_as_it_is(path: Path) -> None:
    for encoding in ("latin-1", "cp1251", "shift-jis"):
        stored = b"2026-03-01 Fehler\n" + {"latin-1": "Überlauf", "cp1251": "ошибка"}.get(
            encoding, "エラー"
        ).encode(encoding)
        assert of(path, stored) == (stored, None), encoding


def test_each_file_of_a_zip_archive_is_a_log(path: Path) -> None:
    kinds = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    members = {
        "logs/": b"",
        "logs/a.log": LOG,
        "b.json.gz": gzip.compress(LOG),
        "c": WORDS.encode("utf-16"),
        "__MACOSX/._a": b"\0\5\x16\7",
        "deep.gz": gzip.compress(gzip.compress(LOG)),
        "inner.zip": zipped({"x": LOG}),
        "photo": b"\x89PNG\r\n\x1a\n\0\0",
        "last": LOG,
    }
    for kind in kinds:
        path.write_bytes(zipped(members, kind))
        found, reasons = read_all(path)
        assert {name: content for name, content in found.items() if content} == {
            f"{path}/logs/a.log": LOG,
            f"{path}/b.json.gz": LOG,
            f"{path}/c": WORDS.encode(),
            f"{path}/last": LOG,
        }, kind
        assert reasons == {
            f"{path}/deep.gz": "packed more than twice; unpack it first",
            f"{path}/inner.zip": "a zip archive in another file; unpack it first",
            f"{path}/photo": "an image",
        }, kind


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for stored, name in (
        (LOG[:9000], "-"),
        (gzip.compress(LOG), "-"),
        (zipped({"a": LOG}), "-/a"),
    ):
        end, start = os.pipe()
        with open(start, "wb") as pipe:  # noqa: PTH123 - it has no path
            pipe.write(stored)
        monkeypatch.setattr("sys.stdin", open(end))  # noqa: PTH123, SIM115 - as above
        assert read_all("-") == ({name: LOG[:9000] if stored == LOG[:9000] else LOG}, {})
        sys.stdin.close()
    for closed in (None, io.StringIO()):
        monkeypatch.setattr("sys.stdin", closed)
        assert read_all("-") == ({}, {"-": "standard input is closed"})
    stdin = io.TextIOWrapper(io.BytesIO())
    stdin.close()
    monkeypatch.setattr("sys.stdin", stdin)
    assert read_all("-") == ({}, {"-": "standard input is closed"})


def test_what_a_pipe_gave_before_ctrl_c_is_passed_on() -> None:
    def pipe(content: bytes) -> Iterator[bytes]:
        yield content
        raise KeyboardInterrupt

    for content in (b"one line\n", gzip.compress(b"one line\n")):
        pieces = text(pipe(content), 2)
        assert b"".join(islice(pieces, 1)) == b"one line\n"
        with pytest.raises(KeyboardInterrupt):
            list(pieces)


def test_what_is_consumed_is_counted_as_it_is_stored(path: Path) -> None:
    for stored in (
        LOG,
        gzip.compress(LOG),
        zipped({"a": LOG, "b": NOISE}),
        zipped({"a": NOISE}, 0),
    ):
        path.write_bytes(stored)
        source, seen = Source(str(path)), 0
        for log in source.logs():
            for _ in log.pieces:
                assert seen <= source.consumed <= len(stored)
                seen = source.consumed
        assert source.consumed == len(stored)


# --- laws of streams --------------------------------------------------------------------------

LINES = st.text(st.sampled_from("ab é🙂\r\n\t"), max_size=60)
FILLERS = st.sampled_from(["", "x" * 4094, "x" * 4095, "x" * 4096, "x" * 9000])


@given(
    st.tuples(FILLERS, LINES).map("".join),
    st.sampled_from(ENCODINGS),
    st.sampled_from([bytes, *PACKS.values()]),
    st.integers(1, 40) | st.integers(4000, 4200),
)
def test_the_sizes_of_the_pieces_change_nothing(
    string: str, encoding: str, pack: Pack, size: int
) -> None:
    stored = pack(encoded(string, encoding))
    results: list[bytes | str] = []
    for pieces in ([stored], cut(stored, size)):
        try:
            results.append(b"".join(text(pieces, 2)))
        except UnreadableError as error:
            results.append(str(error))
    assert results[0] == results[1]


@given(LINES, FILLERS, st.integers(1, 9))
def test_line_ends_keep_their_places(string: str, filler: str, size: int) -> None:
    """CR alone becomes LF in texts whose first line ends so; CRLF stays, and nothing moves."""
    whole = filler + string
    first = re.search("\r\n|\r|\n", whole)
    is_old = first and first[0] == "\r"
    expected = re.sub("\r(?!\n)", "\n", whole) if is_old else whole
    assert b"".join(text(cut(whole.encode(), size), 2)) == expected.encode()


@given(st.binary(max_size=3000), st.integers(1, 999))
def test_no_bytes_raise_anything_else(content: bytes, size: int) -> None:
    for pack in (bytes, gzip.compress):
        try:
            b"".join(text(cut(pack(content), size), 2))
        except UnreadableError:
            continue


def test_pieces_are_of_a_good_size_and_plain_text_is_not_copied(path: Path) -> None:
    for pack in (bytes, *PACKS.values()):
        path.write_bytes(pack(LOG))
        (*most, _) = (len(piece) for log in Source(str(path)).logs() for piece in log.pieces)
        assert most
        assert all(1 << 16 <= size <= 1 << 18 for size in most)
    pieces = cut(LOG, 1 << 17)
    assert [id(piece) for piece in text(pieces, 2)] == [id(piece) for piece in pieces]


def test_memory_stays_flat(path: Path) -> None:
    """A few pieces are kept, and the dictionary of xz; a packed file of zeros is no log."""
    content = LOG * 10
    for name, stored in {
        **{name: pack(content) for name, pack in PACKS.items() if name != "bz2"},
        "zip": zipped({"a": content}),
        "utf-16": gzip.compress(content.decode().encode("utf-16"), 1),
        "bomb": gzip.compress(b"\0" * 20_000_000),
    }.items():
        path.write_bytes(stored)
        del stored
        tracemalloc.start()
        for log in Source(str(path)).logs():
            with suppress(UnreadableError):
                deque(log.pieces, 0)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < (12_000_000 if name in {"xz", "lzma"} else 3_000_000), name


# --- what is not read -------------------------------------------------------------------------


def sqlite_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "a")
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("CREATE TABLE log (line TEXT)")
        return database.read_bytes()


def test_what_is_no_log_is_named(path: Path) -> None:
    """Also if it is compressed."""
    rest = LOG[:9000]
    for stored, reason in (
        (
            gzip.compress(gzip.compress(gzip.compress(LOG))),
            "packed more than twice; unpack it first",
        ),
        (gzip.compress(zipped({"a": LOG})), "a zip archive in another file; unpack it first"),
        (tarred(LOG), "a tar archive; unpack it first"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + rest, "an archive; unpack it first"),
        (b"Rar!\x1a\x07\1\0" + rest, "an archive; unpack it first"),
        (b"\x04\x22\x4d\x18\x64\x40\xa7" + rest, "compressed by lz4; decompress it first"),
        (b"\xff\6\0\0sNaPpY" + rest, "compressed by snappy; decompress it first"),
        (b"\x1f\x9d\x90" + rest, "compressed; decompress it first"),
        (b"-----BEGIN PGP MESSAGE-----\n" + rest, "encrypted; decrypt it first"),
        (b"LPKSHHRH\0\0" + rest, "a binary journal; use journalctl"),
        (b"ElfFile\0" + rest, "a Windows event log; export it as text"),
        (b"%PDF-1.7\n" + rest, "a PDF file"),
        (b"\x89PNG\r\n\x1a\n" + rest, "an image"),
        (b"\xff\xd8\xff\xe0" + rest, "an image"),
        (Path(sys.executable).read_bytes()[:50_000], "a program"),
        (b"MZ\x90\0\3" + rest, "a program"),
        (sqlite_file(), "a SQLite database"),
        (b"PAR1\x15\4" + rest, "a Parquet file"),
        (b"Obj\1\4" + rest, "an Avro file"),
        (b"ORC\x0a" + rest, "an ORC file"),
        (random.Random(1).randbytes(9000), "binary data, not text"),
        (array("i", range(5000)).tobytes(), "binary data, not text"),
        (array("d", map(math.sin, range(5000))).tobytes(), "binary data, not text"),
        (pickle.dumps(list(range(5000))), "binary data, not text"),
    ):
        assert of(path, stored) == (b"", reason)
        if not stored.startswith(b"\x1f\x8b"):
            assert of(path, bz2.compress(stored)) == (b"", reason)


def test_a_log_may_start_as_other_files_do(path: Path) -> None:
    for start in (
        b"MZ",
        b"ORC ",
        b"PAR1",
        b"Obj",
        b"PK",
        b"BZh9",
        b"Rar!",
        b"BM",
        b"II*",
        b"ustar",
    ):
        assert of(path, start + LOG) == (start + LOG, None), start


def test_a_log_with_some_control_bytes_is_read(path: Path) -> None:
    for line in (b"\x1e" + b'{"a": 1234567890, "b": "c"}\n', b"nul \0 " + WORDS.encode()):
        assert of(path, line * 300) == (line * 300, None), line


@pytest.mark.parametrize("size", [90, 9000, 3 * sources.PIECE])
def test_a_log_may_have_holes(path: Path, size: int) -> None:
    """A crash leaves zeros, and so does a program that goes on writing to a log that was emptied."""
    hole, noise = b"\0" * size, random.Random(1).randbytes(9000)
    for stored in (hole, hole + LOG, LOG + hole + LOG):
        found, reason = of(path, stored)
        assert (len(found), found.strip(b"\0\n"), reason) == (
            len(stored),
            stored.strip(b"\0\n"),
            None,
        )
    assert of(path, hole + noise)[1] == "binary data, not text"


def test_zip_archives_without_a_readable_file_are_named(path: Path) -> None:
    for stored, reason in (
        (zipped({}), "an empty zip archive"),
        (zipped({"a/": b""}), "an empty zip archive"),
        (zipped({"a": LOG})[:-30], "damaged or truncated zip archive: File is not a zip file"),
    ):
        assert of(path, stored) == (b"", reason)


def test_a_member_that_cannot_be_read_leaves_the_others(path: Path) -> None:
    """Encrypted, of an unknown compression, or damaged."""
    stored = zipped({"a": LOG, "b": NOISE, "c": LOG})
    second = stored.index(b"PK\1\2", stored.index(b"PK\1\2") + 1)  # in the list at the end
    local = stored.index(b"PK\3\4", 30)
    for at, change, reason in (
        (second + 8, 1, "encrypted; decrypt it first"),
        (second + 10, 9, "damaged: That compression method is not supported"),
        (local + 50_000, 0xFF, "damaged: "),
        (second + 16, 0xFF, "damaged: Bad CRC-32 for file 'b'"),
    ):
        damaged = bytearray(stored)
        damaged[at] ^= change
        path.write_bytes(damaged)
        found, reasons = read_all(path)
        assert list(found) == [f"{path}/{name}" for name in "abc"]
        assert found[f"{path}/a"] == found[f"{path}/c"] == LOG
        assert list(reasons) == [f"{path}/b"]
        assert reasons[f"{path}/b"].startswith(reason)
        if "CRC" in reason:
            assert NOISE.startswith(found[f"{path}/b"])
            assert len(found[f"{path}/b"]) >= len(NOISE) - sources.STEP


@pytest.mark.parametrize("name", PACKS)
def test_truncated_files_keep_what_came_before(path: Path, name: str) -> None:
    stored = PACKS[name](NOISE)
    found, reason = of(path, stored[: len(stored) * 2 // 3])
    assert reason == "truncated: the compressed data has no end"
    assert NOISE.startswith(found)
    assert len(found) > len(NOISE) // 3 or name == "bz2"  # which has blocks of 900 KB


@pytest.mark.parametrize("name", PACKS)
def test_damage_at_any_byte_keeps_what_came_before(name: str) -> None:
    """What one member has is kept, whatever happens to the next one."""
    first = "".join(f"{n} {WORDS}" for n in range(80)).encode()
    pack = PACKS[name]
    one, two = pack(first), pack(LOG[:200])
    for at in range(len(one), len(one + two)):
        damaged = bytearray(one + two)
        damaged[at] ^= 0x55
        pieces: list[bytes] = []
        with suppress(UnreadableError):
            pieces.extend(text([bytes(damaged)], 2))
        assert b"".join(pieces).startswith(first), at
    for at in range(len(one)):
        for damaged in (bytearray(one), bytearray(one[:at])):
            damaged[at : at + 1] = bytes(each ^ 0x55 for each in damaged[at : at + 1])
            with suppress(UnreadableError):
                deque(text([bytes(damaged)], 2), 0)


def test_a_wrong_checksum_loses_little(path: Path) -> None:
    for content in (b"one\n", NOISE):
        for pack in (gzip.compress, checked_zstd):
            stored = bytearray(pack(content))
            stored[-5 if pack is gzip.compress else -4] ^= 1
            found, reason = of(path, bytes(stored))
            assert content.startswith(found)
            assert len(content) - len(found) <= sources.STEP
            assert reason
            assert reason.startswith("damaged: ")


@given(st.data())
def test_damage_to_a_zip_archive_raises_nothing_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([0, 8, 12, 14]))
    stored = bytearray(zipped({"a": LOG[:3000], "b/c": b"x"}, kind))
    for _ in range(data.draw(st.integers(1, 3))):
        stored[data.draw(st.integers(0, len(stored) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.zip")
        file.write_bytes(stored[: data.draw(st.integers(0, len(stored)))] or stored)
        read_all(file)


def test_a_missing_package_is_named_with_its_extra(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, zstd.__name__, None)
    found, reason = of(path, zstd.compress(LOG))
    assert found == b""
    assert reason
    assert reason.startswith("reading Zstandard needs the package backports.zstd")
    assert "sgwlib[zstd]" in reason


# --- which files ------------------------------------------------------------------------------


def test_each_file_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z", "a", "b/y", "b/c/x"):
        (tmp_path / name).touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to(tmp_path / "none")
    monkeypatch.chdir(tmp_path)
    files, unread = files_in([tmp_path, "a", tmp_path / "b" / ".." / "a", "-", "-", "none"])
    assert [os.path.relpath(file, tmp_path) for file in files[:4]] == ["a", "z", "b/y", "b/c/x"]
    assert files[4:] == ["-", "none"]
    named = {os.path.relpath(path, tmp_path): reason for path, reason in unread}
    assert named == {"pipe": "not a regular file", "dangling": "a link to nothing"}
    assert sizes_of([*files, str(tmp_path / "pipe")]).keys() == set(files[:4])


def test_what_is_no_file_is_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(str(tmp_path / "socket"))
    special = [*(str(tmp_path / name) for name in ("pipe", "link", "socket")), os.devnull]
    assert files_in(special) == ([], [Unread(name, "not a regular file") for name in special])
    assert {reason for _, reason in files_in([tmp_path])[1]} == {"not a regular file"}
    for name in special:
        assert read_all(name) == ({}, {name: "not a regular file"})
    assert files_in(["a\0b"]) == ([], [Unread("a\0b", "not a valid path")])


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path, reason in (
        (tmp_path / "none", "No such file or directory"),
        (tmp_path / "none" / "a", "No such file or directory"),
        (loop, "Too many levels of symbolic links"),
        (tmp_path, "Is a directory"),
    ):
        assert read_all(path) == ({}, {str(path): reason})
    assert files_in([loop]) == ([str(loop)], [])
    assert files_in([tmp_path]) == ([], [Unread(str(loop), "Too many levels of symbolic links")])


def test_what_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the refusals are made up."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "a").touch()
    (tmp_path / "b").touch()

    def refusing(function: Callable[..., object], name: str) -> Callable[..., object]:
        def refuse(path: object, *args: object, **options: object) -> object:
            if str(path) == str(tmp_path / name):
                raise PermissionError(13, "Permission denied", str(path))
            return function(path, *args, **options)

        return refuse

    monkeypatch.setattr("os.scandir", refusing(os.scandir, "inner"))
    monkeypatch.setattr(Path, "stat", refusing(Path.stat, "b"))
    monkeypatch.setattr(Path, "open", refusing(Path.open, "a"))
    assert files_in([tmp_path]) == (
        [str(tmp_path / "a")],
        [Unread(str(tmp_path / name), "Permission denied") for name in ("b", "inner")],
    )
    assert files_in([tmp_path / "b"]) == ([str(tmp_path / "b")], [])
    assert read_all(tmp_path / "a") == ({}, {str(tmp_path / "a"): "Permission denied"})
