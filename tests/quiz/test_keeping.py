from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib.errors import ForeignFileError, PracticeError
from sgwlib.quiz import progress as keeping
from sgwlib.quiz.progress import Kept, Progress, ProgressFile, default_path
from tests.quiz.answers import PROGRESS, answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = Progress(frozenset({answer(1)}))
WHOLE = Progress(frozenset({answer(1), answer(2, right=False), answer(3, card="steps/LunInvalid")}))
FOLDER_OF_ITS_OWN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.json"


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_to_read_a_file_that_is_not_there_writes_none(path: Path) -> None:
    assert ProgressFile(path).read() == Kept(Progress())
    assert contents(path.parent) == {}


@FOLDER_OF_ITS_OWN
@given(PROGRESS, PROGRESS)
def test_what_is_added_is_merged_with_what_is_there(
    tmp_path: Path, one: Progress, other: Progress
) -> None:
    path = tmp_path / "progress.json"
    path.unlink(missing_ok=True)
    assert ProgressFile(path).add(one) == Kept(one)
    assert ProgressFile(path).add(other) == Kept(one | other)
    assert ProgressFile(path).read() == Kept(one | other)
    assert list(contents(tmp_path)) == ["progress.json"]


def test_a_file_cut_off_anywhere_is_set_aside_whole(path: Path) -> None:
    aside = path.with_name("progress.damaged-1.json")
    for size in range(0, len(WHOLE.to_bytes()) - 1, 7):
        cut = WHOLE.to_bytes()[:size]
        path.write_bytes(cut)
        assert ProgressFile(path).read() == Kept(Progress(), aside), size
        assert contents(path.parent) == {aside.name: cut}
        aside.unlink()


@FOLDER_OF_ITS_OWN
@given(st.integers(0, len(WHOLE.to_bytes()) - 1), st.integers(1, 255))
def test_a_file_with_any_byte_changed_is_read_set_aside_or_left_as_it_is(
    tmp_path: Path, place: int, change: int
) -> None:
    path, damaged = tmp_path / "progress.json", bytearray(WHOLE.to_bytes())
    for each in tmp_path.iterdir():
        each.unlink()
    damaged[place] ^= change
    path.write_bytes(damaged)
    with suppress(ForeignFileError):  # such as a version that has become a higher one
        kept = ProgressFile(path).read()
        assert (kept.set_aside is None) == path.exists()
    [(_, content)] = contents(tmp_path).items()
    assert content == damaged


def test_a_damaged_file_never_takes_the_place_of_another_that_was_set_aside(path: Path) -> None:
    for damage in (b"first", b"second"):
        path.write_bytes(damage)
        ProgressFile(path).add(ONE)
        assert ProgressFile(path).read() == Kept(ONE)
        path.unlink()
    assert contents(path.parent) == {
        "progress.damaged-1.json": b"first",
        "progress.damaged-2.json": b"second",
    }


@pytest.mark.parametrize(
    "content",
    [b'{"format": "something else"}', ONE.to_bytes().replace(b'"version": 2', b'"version": 3')],
    ids=["foreign", "newer"],
)
def test_what_is_not_ours_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    file = ProgressFile(path)
    for act in (file.read, lambda: file.add(ONE)):
        with pytest.raises(ForeignFileError, match="the file was not changed"):
            act()
    assert contents(path.parent) == {"progress.json": content}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("notes.txt", "ends in .json"),
        ("no/such/folder.json", "its folder does not exist"),
        ("folder.json", "is a folder"),
    ],
)
def test_a_wrong_place_is_refused(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(PracticeError, match=told):
        ProgressFile(tmp_path / name)


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    path.symlink_to(path)
    with pytest.raises(PracticeError, match="cannot be"):
        ProgressFile(path).add(ONE)


def test_a_pipe_is_refused_at_once(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(PracticeError, match="cannot be read: not a regular file"):
        ProgressFile(path).read()


def test_of_a_symbolic_link_the_file_it_leads_to_is_written(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "mine.json"
    target.parent.mkdir()
    path.symlink_to(target)
    assert ProgressFile(path).add(ONE) == Kept(ONE)
    assert path.is_symlink()
    assert ProgressFile(target).read() == ProgressFile(path).read() == Kept(ONE)


def test_a_disk_that_is_full_is_told_and_the_old_file_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ProgressFile(path).add(ONE)

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write_atomically", full)
    with pytest.raises(PracticeError, match="cannot be written: No space left"):
        ProgressFile(path).add(WHOLE)
    assert ProgressFile(path).read() == Kept(ONE)


def test_two_processes_at_once_lose_no_answer(path: Path) -> None:
    program = (
        "import sys; from datetime import UTC, datetime\n"
        "from sgwlib.quiz.progress import ProgressFile\n"
        "from sgwlib.quiz.progress import Answer, Progress\n"
        "file = ProgressFile(sys.argv[1])\n"
        "for _ in range(25):\n"
        "    answer = Answer(datetime.now(UTC), sys.argv[2], True)\n"
        "    file.add(Progress(frozenset({answer})))\n"  # each adds its newest answer alone
    )
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "ab"]
    assert [each.wait(timeout=120) for each in started] == [0, 0]
    by_card = ProgressFile(path).read().progress.by_card()
    assert {card: len(answers) for card, answers in by_card.items()} == {"a": 25, "b": 25}


def test_many_threads_at_once_lose_no_answer(path: Path) -> None:
    def work(name: str) -> None:
        for day in range(1, 11):
            ProgressFile(path).add(Progress(frozenset({answer(day, card=name)})))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ProgressFile(path).read().progress.answers) == 40


@pytest.fixture
def locked(path: Path) -> Iterator[None]:
    handle = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    os.close(handle)


@pytest.mark.usefixtures("locked")
def test_a_program_that_writes_for_ever_is_not_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_PATIENCE", 0.05)
    with pytest.raises(PracticeError, match="another program"):
        ProgressFile(path).add(ONE)
    assert contents(path.parent) == {}


@pytest.mark.usefixtures("locked")
def test_a_file_system_without_locks_is_written_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int, _how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert ProgressFile(path).add(ONE) == Kept(ONE)


def test_by_default_it_is_with_the_user_s_other_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = ProgressFile()
    assert file.path == default_path() == tmp_path / "data" / "sgwlib" / "practice.json"
    assert file.read() == Kept(Progress())
    assert not file.path.parent.exists()
    file.add(ONE)
    assert file.read() == Kept(ONE)
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_path() == tmp_path / ".local/share/sgwlib/practice.json"
