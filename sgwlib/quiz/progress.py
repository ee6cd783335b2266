"""A learner's answers, and the file that keeps them. Everything else follows from the answers.

.. code-block:: json

    {
     "format": "sgwlib practice progress",
     "version": 2,
     "answers": [
      {"when": "2026-03-01T09:59:59Z", "card": "causes/VolumeInUse", "right": true, "test": ""}
     ]
    }

Version 1 has no tests. It can be read, and becomes version 2 with the next answer.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.errors import ForeignFileError, PracticeError
from sgwlib.files import parse_json, read_file, reason_of, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAT: Final = "sgwlib practice progress"
VERSION: Final = 2
_A_TIME: Final = "2026-03-01T09:59:59Z"
_PATIENCE: Final = 5.0  # seconds to wait for another writer, who needs milliseconds
_SUFFIX: Final = ".json"


class Answer(NamedTuple):
    """One answer."""

    when: datetime  # in UTC, so that two machines agree on the day
    card: str  # its key, which a later catalogue may lack
    right: bool
    test: str = ""  # such as "before/0", in a test; empty in practice


_FIELDS: Final = {1: Answer._fields[:3], 2: Answer._fields}  # by version


@dataclass(frozen=True, slots=True)
class Progress:
    """All answers of a learner. ``|`` merges two: none is lost, and none counts twice."""

    answers: frozenset[Answer] = frozenset()

    def __or__(self, other: Progress) -> Progress:
        return Progress(self.answers | other.answers)

    def by_card(self) -> Mapping[str, Sequence[Answer]]:
        """Return the answers of each card in practice, oldest first."""
        found: dict[str, list[Answer]] = defaultdict(list)
        for answer in sorted(self.answers):
            if not answer.test:
                found[answer.card].append(answer)
        return found

    def in_test(self, test: str) -> Mapping[str, Answer]:
        """Return the answers in a test by card. Only the first answer to a question counts."""
        return {each.card: each for each in sorted(self.answers, reverse=True) if each.test == test}

    def to_bytes(self) -> bytes:
        """Return the content of a file. The same answers give the same bytes."""
        rows = ",".join("\n  " + json.dumps(_row(answer)) for answer in sorted(self.answers))
        begin = f'{{\n "format": {json.dumps(FORMAT)},\n "version": {VERSION},\n "answers": ['
        return f"{begin}{rows}\n ]\n}}\n".encode()


def progress_from_bytes(content: bytes) -> Progress:
    """Read the content of a file.

    Raises ForeignFileError for a file of another format or a newer version, and PracticeError
    for a damaged one.
    """
    try:
        data = parse_json(content)
    except (ValueError, RecursionError) as error:
        raise PracticeError(f"not JSON: {error}") from None
    if not isinstance(data, dict) or (data.get("format") != FORMAT and "answers" not in data):
        raise ForeignFileError(f"not a progress file; expected the format {FORMAT!r}")
    version = data.get("version")
    if type(version) is int and version > VERSION:
        reason = f"version {version} of the format is newer than {VERSION}"
        raise ForeignFileError(f"{reason}: update sgwlib")
    if data.keys() != {"format", "version", "answers"} or data["format"] != FORMAT:
        raise PracticeError(f"expected format {FORMAT!r}, version and answers, and nothing else")
    if type(version) is not int or version not in _FIELDS:
        raise PracticeError(f"the format has version {version!r}; expected {VERSION}")
    if not isinstance(data["answers"], list):
        raise PracticeError("expected a list under 'answers'")
    fields = _FIELDS[version]
    return Progress(frozenset(_answer(n, row, fields) for n, row in enumerate(data["answers"], 1)))


def _row(answer: Answer) -> dict[str, object]:
    when = answer.when.astimezone(UTC).isoformat(timespec="microseconds")
    return answer._asdict() | {"when": when.replace("+00:00", "Z")}


def _answer(number: int, row: Any, fields: tuple[str, ...]) -> Answer:
    """Return an answer of a file, if each field has a value of its type."""
    if not isinstance(row, dict) or row.keys() != set(fields):
        raise PracticeError(f"answer {number}: expected an object with {', '.join(fields)}")
    read = Answer(**row)._replace(when=_time(row["when"]))  # type: ignore[arg-type]  # checked below
    for name, is_right, expected in (
        ("when", read.when is not None, f"a time such as {_A_TIME}"),
        ("card", read.card and isinstance(read.card, str), "a name"),
        ("right", isinstance(read.right, bool), "true or false"),
        ("test", isinstance(read.test, str), "a string"),
    ):
        if not is_right:
            raise PracticeError(f"answer {number}: {name} is {row[name]!r}; expected {expected}")
    return read


def _time(value: object) -> datetime | None:
    """Return a moment in UTC; None if the value is none."""
    with suppress(ValueError, OverflowError):
        when = datetime.fromisoformat(str(value))
        return None if when.tzinfo is None else when.astimezone(UTC)
    return None


# --- the file -------------------------------------------------------------------------------


class Kept(NamedTuple):
    """What the file holds, and where a damaged file was moved, if there was one."""

    progress: Progress
    set_aside: Path | None = None


class ProgressFile:
    """Progress in one JSON file, which several widgets and programs may use at once.

    Each write is atomic, and merges with what the file holds by then.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = default_path() if path is None else Path(path).absolute()
        self._own_folder = path is None
        if self.path.suffix != _SUFFIX:
            raise PracticeError(f"{self.path}: expected a file whose name ends in {_SUFFIX}")
        if self.path.is_dir():
            raise PracticeError(f"{self.path} is a folder; expected a file for the progress")
        if not self._own_folder and not self.path.parent.is_dir():
            raise PracticeError(f"{self.path} cannot be written: its folder does not exist")

    def read(self) -> Kept:
        """Read the file; without a file there are no answers. A damaged file is renamed.

        If it cannot be read, or holds anything else, it stays as it is: that is a PracticeError.
        """
        with self._reported("read"):
            if not self.path.exists():
                return Kept(Progress())
            with _locked(self.path):
                return self._read()

    def add(self, progress: Progress) -> Kept:
        """Merge progress into the file, and return what it holds now."""
        with self._reported("written"):
            if self._own_folder:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self.path):
                before = self._read()
                merged = before.progress | progress
                write_atomically(self.path, merged.to_bytes())
        return before._replace(progress=merged)

    def _read(self) -> Kept:
        """Read the file while no other program writes it, so that only a damaged one is moved."""
        try:
            return Kept(progress_from_bytes(read_file(self.path)))
        except FileNotFoundError:
            return Kept(Progress())
        except ForeignFileError as error:
            raise ForeignFileError(f"{self.path}: {error}; the file was not changed") from None
        except PracticeError:
            numbers = count(1)
            names = (self.path.with_suffix(f".damaged-{number}{_SUFFIX}") for number in numbers)
            aside = next(name for name in names if not name.exists())
            return Kept(Progress(), self.path.rename(aside))

    @contextmanager
    def _reported(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise PracticeError(f"{self.path} cannot be {what}: {reason_of(error)}") from None


def default_path() -> Path:
    """Return where progress is kept by default: with the user's data, not beside a notebook."""
    named = [os.environ.get(name, "") for name in ("XDG_DATA_HOME", "LOCALAPPDATA")]
    folder = next((Path(each) for each in named if Path(each).is_absolute()), None)
    return (folder or Path.home() / ".local" / "share") / "sgwlib" / "practice.json"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep others from writing a file at the same time, where the system has such locks.

    The lock is on the folder, so that no lock file is left behind. It ends with the process.
    """
    if sys.platform in {"win32", "emscripten"}:  # a browser has one writer
        yield
        return
    handle = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    import fcntl  # not on Windows

    deadline = time.monotonic() + _PATIENCE
    with suppress(OSError):  # of a file system without locks, such as some over a network
        while time.monotonic() < deadline:
            with suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            time.sleep(0.01)
        reason = "another program has been writing in its folder for too long"
        raise PracticeError(f"{path} cannot be used: {reason}")
