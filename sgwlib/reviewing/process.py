"""The worker process from outside: started, asked, ended when it takes too long, started again."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from functools import cache
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from sgwlib.catalogue import load_catalogue, unknown_message
from sgwlib.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

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
        self._both = both
        self._process: Any = None

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
        if self._process is None:
            self._process = _started()
            self._write(facts(both=self._both))  # while it starts
        with suppress(OSError):  # it has ended
            self._write(request)
        while line := self._next():
            yield (answer := json.loads(line))
            if "at" not in answer:
                return
        self._end()

    def _write(self, value: object) -> None:
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()

    def _next(self) -> str:
        """Return the next line; an empty one if the process has ended, or gives no sign of life."""
        patience = Timer(_PATIENCE, self._process.kill)
        patience.start()
        line: str = self._process.stdout.readline()
        patience.cancel()
        return line

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            process.stdout.close()
            with suppress(OSError):  # what it hasn't read
                process.stdin.close()


def _started() -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        return subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=pipe, stdout=pipe, stderr=nowhere, text=True, env={}, cwd="/"
        )
    except OSError as error:  # such as where the system forbids it
        reason = f"needs a process of its own, and none can be started: {error}"
        raise ReviewError("a review", reason) from None


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
        "operations": {name: [each.shared, *_takes(name)] for name, each in operations.items()},
        "own_names": own,
        "modelled": sorted({name for each in operations.values() for name in each.declares}),
        "errors": {name: list(_errors(name, both=both)) for name in operations},
    }


def _takes(operation: str) -> tuple[list[str], list[str]]:
    """Return the names of what an operation requires, and of all that it takes."""
    from sgwlib.simulation.api import api_model, api_operations  # it loads botocore

    if operation not in api_operations():  # of an older botocore
        return [], []
    shape: Any = api_model().operation_model(operation).input_shape
    return list(shape.required_members), list(shape.members)


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
