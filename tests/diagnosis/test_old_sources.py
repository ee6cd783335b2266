"""Files, folders and standard input are read, compressed or not; what cannot be is named."""

from __future__ import annotations

import gzip
import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis import Unread
from sgwlib.diagnosis.reading import Source, UnreadableError, _decoded, files_in, sizes_of

if TYPE_CHECKING:
    from pathlib import Path

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
TEXT = b"a line of some length\n" * 50_000


def read(path: Path) -> bytes:
    return b"".join(Source(str(path)).pieces())


def refused(path: Path) -> tuple[bytes, str]:
    """Return what was read before the damage, and the reason."""
    found: list[bytes] = []
    with pytest.raises(UnreadableError) as caught:
        found.extend(Source(str(path)).pieces())
    return b"".join(found), str(caught.value)


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_what_was_compressed_is_read_as_it_was(content: bytes, size: int) -> None:
    """A content that starts as a compressed one does is left out: it would be taken for one."""
    for stored in (content, gzip.compress(content), zstd.compress(content)):
        if stored == content and content[:2] in {
            b"\x1f\x8b",
            b"\x28\xb5",
            b"\xff\xfe",
            b"\xfe\xff",
        }:
            continue
        pieces = iter([stored[at : at + size] for at in range(0, len(stored), size)])
        assert b"".join(_decoded(pieces)) == content


def test_compression_is_known_by_the_content(tmp_path: Path) -> None:
    pack = {".gz": gzip.compress, ".zst": zstd.compress, ".txt": gzip.compress}
    for name in ("app.log", "app.log.gz", "app.log.zst", "misnamed.txt"):
        path = tmp_path / name
        path.write_bytes(pack.get(path.suffix, bytes)(TEXT))
        assert read(path) == TEXT, name


def test_parts_that_were_compressed_one_by_one_are_read_on(tmp_path: Path) -> None:
    for number, pack in enumerate((gzip.compress, zstd.compress)):
        (tmp_path / str(number)).write_bytes(pack(TEXT) + pack(b"more"))
        assert read(tmp_path / str(number)) == TEXT + b"more"


def test_the_files_of_powershell_are_read(tmp_path: Path) -> None:
    for encoding, mark in (("utf-16", ""), ("utf-16-be", "\ufeff")):
        (tmp_path / "a").write_bytes(f"{mark}Überlauf 🙂\n".encode(encoding))
        assert read(tmp_path / "a").decode() == "Überlauf 🙂\n"


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gz", "zst"])
def test_what_is_before_the_end_of_a_file_that_was_cut_off_counts(
    tmp_path: Path, pack: object
) -> None:
    noise = os.urandom(400_000)
    (tmp_path / "a").write_bytes(pack(noise)[:200_000])  # type: ignore[operator]
    found, reason = refused(tmp_path / "a")
    assert len(found) > 50_000
    assert noise.startswith(found)
    assert reason == "truncated: the compressed data has no end"


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gz", "zst"])
def test_damage_is_reported(tmp_path: Path, pack: object) -> None:
    stored = bytearray(pack(os.urandom(400_000)))  # type: ignore[operator]
    stored[len(stored) // 2 : len(stored) // 2 + 8] = b"\xff" * 8
    if pack is zstd.compress:
        stored[6:60] = b"\xff" * 54
    (tmp_path / "a").write_bytes(stored)
    assert refused(tmp_path / "a")[1].startswith("damaged: ")


def test_what_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == (b"", "No such file or directory")
    assert refused(tmp_path) == (b"", "Is a directory")


def test_a_missing_package_is_reported_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, zstd.__name__, None)
    (tmp_path / "a.zst").write_bytes(zstd.compress(TEXT))
    found, reason = refused(tmp_path / "a.zst")
    assert found == b""
    assert reason.startswith("reading Zstandard needs the package backports.zstd")
    assert "sgwlib[zstd]" in reason


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(TEXT))))
    assert b"".join(Source("-").pieces()) == TEXT
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(UnreadableError, match="closed"):
        list(Source("-").pieces())


def test_what_is_consumed_is_counted_as_it_is_stored(tmp_path: Path) -> None:
    stored = gzip.compress(TEXT)
    (tmp_path / "a").write_bytes(stored)
    source = Source(str(tmp_path / "a"))
    assert sum(map(len, source.pieces())) == len(TEXT)
    assert source.consumed == len(stored)


def test_each_file_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z", "a", "b/y", "b/c/x"):
        (tmp_path / name).touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to(tmp_path / "none")
    monkeypatch.chdir(tmp_path)
    files, unread = files_in([tmp_path, "a", tmp_path / "b" / ".." / "a", "-", "-", "none"])
    assert [os.path.relpath(file, tmp_path) for file in files[:4]] == ["a", "z", "b/y", "b/c/x"]
    assert files[4:] == ["-", "none"]
    assert unread == []
    assert sizes_of([*files, str(tmp_path / "pipe")]).keys() == set(files[:4])


def test_pipes_and_devices_are_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    named = [str(tmp_path / "pipe"), str(tmp_path / "link"), os.devnull]
    assert files_in(named) == ([], [Unread(name, "not a regular file") for name in named])
    assert files_in([tmp_path]) == ([], [])


def test_a_folder_that_cannot_be_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may look into every folder, so the refusal is made up."""
    inner = tmp_path / "inner"
    inner.mkdir()
    look = os.scandir

    def scandir(path: str) -> object:
        if str(path) == str(inner):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr("os.scandir", scandir)
    (tmp_path / "a").touch()
    assert files_in([tmp_path]) == (
        [str(tmp_path / "a")],
        [Unread(str(inner), "Permission denied")],
    )
