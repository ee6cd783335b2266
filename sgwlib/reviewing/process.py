"""The worker process from outside: started, asked, ended when it takes too long, started again."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from sgwlib.catalogue import load_catalogue, unknown_message
from sgwlib.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Self

_PATIENCE: Final = 10.0  # seconds without a sign of life
_MOST_DEATHS: Final = 3  # for one source
_WHY: Final = "it takes too long, or reaches outside"
# The worker sees neither the environment nor the working directory of this process.
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from sgwlib.reviewing.worker import main; main()"
)


class Worker:
    """A process that reviews sources, one after another, and outlives whatever they do."""

    def __init__(self, *, both: bool = False) -> None:
        self._facts = facts(both=both)
        self._process: subprocess.Popen[str] | None = None
        self._lines: SimpleQueue[str] = SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def review(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request. What ended the process is skipped the next time."""
        skip: dict[str, str] = {}
        step = "read"
        while step != "read" or not skip:
            for answer in self._ask({**request, "skip": skip}):
                if "at" not in answer:
                    return answer
                step = answer["at"]
            key = "prepare" if step in skip or len(skip) == _MOST_DEATHS else step
            skip[key] = _WHY
        return {"refused": "it is too large or nested too deeply", "line": None}

    def _ask(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the answers to a request, until the last one or the end of the process."""
        self._start()
        line = self._send(request)
        while line:
            yield (answer := json.loads(line))
            if "at" not in answer:
                return
            line = self._next()
        self._end()

    def _send(self, value: object) -> str:
        """Send a value, and return the line that answers it; empty if the process has ended."""
        try:
            self._write(value)
        except OSError:
            return ""
        return self._next()

    def _next(self) -> str:
        try:
            return self._lines.get(timeout=_PATIENCE)
        except Empty:
            return ""

    def _write(self, value: object) -> None:
        pipe: Any = self._process and self._process.stdin
        pipe.write(json.dumps(value) + "\n")
        pipe.flush()

    def _start(self) -> None:
        if self._process is None:
            command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own program
                    command, stdin=pipe, stdout=pipe, stderr=nowhere, text=True, env={}, cwd="/"
                )
            except OSError as error:  # such as where the system forbids it
                reason = f"needs a process of its own, and none can be started: {error}"
                raise ReviewError("a review", reason) from None
            self._write(self._facts)
            self._lines = SimpleQueue()
            reader = Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True)
            reader.start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _read(stream: IO[str], lines: SimpleQueue[str]) -> None:
    """Pass on the lines of a pipe. An empty one says that it has ended."""
    try:
        for line in stream:
            lines.put(line)
    except ValueError:  # closed meanwhile
        pass
    lines.put("")


# --- what it has to know ---------------------------------------------------------------------


@cache
def facts(*, both: bool = False) -> dict[str, Any]:
    """Return what the worker has to know: the operations, and the errors of each.

    With `both`, each code comes with each of the two carriers.
    """
    catalogue = load_catalogue()
    operations = catalogue.api_operations
    own = [each.name for each in catalogue.known_codes.values() if not each.shared]
    own += [each.name for each in catalogue.known_exceptions.values() if not each.shared]
    return {
        "operations": {name: each.shared for name, each in operations.items()},
        "own_names": own,
        "modelled": sorted({name for each in operations.values() for name in each.declares}),
        "errors": {name: list(_errors(name, both=both)) for name in operations},
    }


def _errors(operation: str, *, both: bool) -> Iterator[list[Any]]:
    """Yield each error: its name, exception, code, message, status and whether it has a class."""
    catalogue = load_catalogue()
    declared = catalogue.api_operations[operation].declares
    for code in catalogue.all_codes_of(operation):
        known = catalogue.known_codes[code]
        default = known.carrier.text
        others = [name for name in catalogue.carriers if both and name != default]
        for carrier in (default, *others):
            name = code if carrier == default else f"{carrier}/{code}"
            message = known.message or unknown_message(code)
            status = catalogue.exceptions[carrier].status
            yield [name, carrier, code, message, status, True]
    for name in dict.fromkeys((*catalogue.general_exceptions, *declared)):
        exception = catalogue.known_exceptions[name]
        message = exception.sample_message or exception.message
        yield [name, name, None, message, exception.status, name in declared]
