"""The worker process from outside: started, asked, ended when it takes too long, started again."""

from __future__ import annotations

import json
import subprocess
import sys
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.documented import facts

if TYPE_CHECKING:
    from typing import IO, Self

_PATIENCE: Final = 10.0  # seconds without a sign of life
_MOST_DEATHS: Final = 3  # for one source
# The worker sees neither the environment nor the working directory of this process.
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from sgwlib.reviewing.worker import main; main()"
)


class Worker:
    """A process that reviews sources, one after another.

    Use it as a context manager. It outlives whatever a source does.
    """

    def __init__(self, *, both: bool = False) -> None:
        self._facts = facts(both=both)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def review(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the worker's answer to a request. What ended it is skipped the next time."""
        skip: dict[str, str] = {}
        step = "read"
        for _ in range(_MOST_DEATHS + 1):
            if len(skip) == _MOST_DEATHS:
                skip["prepare"] = "too much of the source takes too long or reaches outside"
            for answer in self._ask({**request, "skip": skip}):
                if "at" not in answer:
                    return answer
                step = answer["at"]
            if step == "read":
                return {"refused": "it is too large or nested too deeply", "line": None}
            key = "prepare" if step in skip else step
            skip[key] = "it takes too long or reaches outside"
        return {"refused": "it can't be reviewed", "line": None}

    def _ask(self, request: dict[str, Any]) -> Any:
        """Yield the answers to a request, until the last one or the end of the process."""
        process = self._started()
        assert process.stdin is not None  # noqa: S101 - a pipe, as it was started
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except OSError:
            self._end()
            return
        while True:
            try:
                line = self._lines.get(timeout=_PATIENCE)
            except Empty:
                line = ""
            if not line:
                self._end()
                return
            answer = json.loads(line)
            yield answer
            if "at" not in answer:
                return

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={},
                cwd="/",
            )
            assert self._process.stdin is not None  # noqa: S101
            self._process.stdin.write(json.dumps(self._facts) + "\n")
            self._lines: SimpleQueue[str] = SimpleQueue()
            Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True).start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _read(stream: IO[str], lines: SimpleQueue[str]) -> None:
    """Pass on the lines of a pipe; an empty one says that it has ended."""
    try:
        for line in stream:
            lines.put(line)
    except ValueError:  # closed meanwhile
        pass
    lines.put("")
