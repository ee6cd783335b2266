"""Files that a user names: read, and written as a whole or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from sgwlib.files import parse_json, read_file, write_atomically

if TYPE_CHECKING:
    from pathlib import Path


def test_a_private_file_is_private_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sandbox.json"
    path.write_bytes(b"old")
    path.chmod(0o600)
    modes = []
    monkeypatch.setattr(
        os, "fsync", lambda file: modes.append(stat.S_IMODE(os.fstat(file).st_mode))
    )
    write_atomically(path, b"secret")
    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"secret"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "plan.toml"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_that_no_file_can_have_is_refused_alike_in_every_python(tmp_path: Path) -> None:
    for name in ("nul\0", "half a character \ud800"):
        with pytest.raises(OSError, match="not a valid path"):
            read_file(tmp_path / name)
        with pytest.raises(OSError, match="not a valid path"):
            write_atomically(f"{tmp_path}/{name}", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_given_twice_is_refused_at_any_depth() -> None:
    assert parse_json('{"a": [{"b": 1}, {"b": 2}]}') == {"a": [{"b": 1}, {"b": 2}]}
    with pytest.raises(ValueError, match="b is given twice"):
        parse_json('{"a": [{"b": 1, "b": 2}]}')
