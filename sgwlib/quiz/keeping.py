"""The file that a learner's progress is kept in."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.errors import ForeignFileError, PracticeError
from sgwlib.files import write_atomically
from sgwlib.quiz.progress import Progress, progress_from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Kept", "ProgressFile", "default_path"]

_PATIENCE: Final = 5.0  # seconds for another program to finish writing: it takes milliseconds
_SUFFIX: Final = ".json"


class Kept(NamedTuple):
    """What is kept now, and where a damaged file was set aside, if there was one."""

    progress: Progress
    set_aside: Path | None = None


class ProgressFile:
    """Progress in one JSON file, which several widgets and programs may use at once.

    Nothing is written before there is an answer. Each writing is atomic, and merges with what
    the file holds by then: the folder is locked for that long, on every system but Windows.

    Parameters
    ----------
    path
        The file, whose name ends in ``.json``; :func:`default_path` by default. The folder
        of another path must exist.

    Raises
    ------
    PracticeError
        If that can be no such file.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from sgwlib.quiz.progress import Answer
    >>> file = ProgressFile(Path(tempfile.mkdtemp()) / "progress.json")
    >>> answer = Answer(datetime.now(UTC), "causes/VolumeInUse", True)
    >>> kept = file.add(Progress(frozenset({answer})))
    >>> file.read() == kept
    True
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = default_path() if path is None else Path(path).absolute()
        self._own_folder = path is None
        if self.path.suffix != _SUFFIX:
            raise PracticeError(f"{self.path}: expected a file whose name ends in {_SUFFIX}")
        if self.path.is_dir():
            raise PracticeError(f"{self.path} is a folder; expected a file for the progress")
        if not self._own_folder and not self.path.parent.is_dir():
            raise PracticeError(f"{self.path} cannot be written: there is no such folder")

    def read(self) -> Kept:
        """Read the file; a damaged one is set aside under another name, where nothing is lost.

        Returns
        -------
        Kept
            Without answers when there is no file yet.

        Raises
        ------
        PracticeError
            If it cannot be read or set aside, or is something else than progress of a version
            that is known: it is left as it is.
        """
        with self._told("read"):
            if not self.path.exists():
                return Kept(Progress())
            with _locked(self.path):
                return self._read()

    def add(self, progress: Progress) -> Kept:
        """Keep progress, together with all that the file holds.

        Parameters
        ----------
        progress
            What to keep; what the file holds already is no harm.

        Returns
        -------
        Kept
            What the file holds now.

        Raises
        ------
        PracticeError
            If it cannot be written, or something else stands there by now.
        """
        with self._told("written"):
            if self._own_folder:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self.path):
                before = self._read()
                merged = before.progress | progress
                write_atomically(self.path, merged.to_bytes())
        return before._replace(progress=merged)

    def _read(self) -> Kept:
        """Read the file while others keep away: only so it is known which one is set aside."""
        try:
            return Kept(progress_from_bytes(self.path.read_bytes()))
        except FileNotFoundError:
            return Kept(Progress())
        except ForeignFileError as error:
            raise ForeignFileError(f"{self.path}: {error}; it is left as it is") from None
        except PracticeError:
            numbers = count(1)
            names = (self.path.with_suffix(f".damaged-{number}{_SUFFIX}") for number in numbers)
            aside = next(name for name in names if not name.exists())
            return Kept(Progress(), self.path.rename(aside))

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise PracticeError(f"{self.path} cannot be {what}: {reason}") from None


def default_path() -> Path:
    """Return where progress is kept unless another file is named: with the user's other data.

    Not beside the notebook: what one has learned does not depend on where one practises.

    Examples
    --------
    >>> default_path().name
    'practice.json'
    """
    named = [os.environ.get(name, "") for name in ("XDG_DATA_HOME", "LOCALAPPDATA")]
    folder = next((Path(each) for each in named if Path(each).is_absolute()), None)
    return (folder or Path.home() / ".local" / "share") / "sgwlib" / "practice.json"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep others from writing a file at the same time, where the system has such locks.

    The folder is what is locked, so that no other file is left behind; when a process dies, its
    lock ends with it.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl  # what no other system has

    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                reason = "another program has been writing beside it for too long"
                raise PracticeError(f"{path} cannot be used: {reason}") from None
            time.sleep(0.01)
        except OSError:  # a file system without locks, such as some over a network
            return
        else:
            return
