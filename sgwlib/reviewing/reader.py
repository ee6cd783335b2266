"""Review code: what it does about each documented error of the calls in it."""

from __future__ import annotations

import os
import sys
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import BrowserError, ReviewError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.reviewing.findings import is_ignored, name_findings, outcome_findings
from sgwlib.reviewing.process import Worker
from sgwlib.reviewing.report import Decision, Outcome, Review, ReviewedCall, Unreviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_SOURCE = "<source>"


def review(  # noqa: PLR0913 - one keyword for each choice
    source: str | Path | Callable[..., object],
    operation: str | None = None,
    *,
    clients: Iterable[str] = (),
    carriers: Literal["default", "both"] = "default",
    arguments: Mapping[str, object] | None = None,
    run: bool = True,
) -> Review:
    """Review what code does about each documented error of the calls in it.

    Each call of a Storage Gateway operation is answered with each of its errors. For each error,
    the functions that it passes are cut down to what matters and run in a process of their own,
    which has no access to files, the network or other processes. Everything outside the source
    is replaced by stand-ins. A function is also run as it is, with real boto3 clients that
    receive the same errors.

    Parameters
    ----------
    source
        A string of source with a newline, the path of a file, or a function, a method or a
        partial of one.
    operation
        Review only calls of this operation.
    clients
        Names of variables or attributes that are clients of Storage Gateway, where the source
        doesn't show it, such as ``"gateway"`` or ``"self.gateway"``.
    carriers
        With ``"both"``, each code comes with each of the two carriers.
    arguments
        Values by name for parameters of a function that have no default. A parameter that the
        function calls an operation on gets a client.
    run
        Pass False to review a function without running it.

    Returns
    -------
    Review
        As a string it reads like the output of a linter. A notebook shows a table.

    Raises
    ------
    ReviewError
        If the source isn't valid Python, a file can't be read, a function has no source, or a
        string is neither source nor the name of a file.
    UnknownNameError
        If there is no such operation, or no such parameter.

    Examples
    --------
    >>> found = review('''
    ... def delete(client, arn):
    ...     try:
    ...         client.delete_volume(VolumeARN=arn)
    ...     except client.exceptions.ClientError as error:
    ...         if error.response.get("error", {}).get("errorCode") != "VolumeNotFound":
    ...             raise
    ... ''')
    >>> found.calls[0].errors("handled"), found.clean
    (('VolumeNotFound',), True)
    """
    if sys.platform == "emscripten":
        raise BrowserError("sgwlib.review", "a process", "Run it on your machine or on Binder.")
    if carriers not in ("default", "both"):
        raise UnknownNameError("choice of carriers", carriers, ("default", "both"))
    request: dict[str, Any] = {"clients": list(clients), "operation": checked(operation)}
    with Worker(both=carriers == "both") as worker:
        if isinstance(source, (str, Path)):
            if arguments is not None:
                raise ReviewError(_SOURCE, "arguments are for functions. A source takes none")
            return _reviewed(worker, *_read(source), request)
        from sgwlib.reviewing.functions import program_of, run_each  # it loads botocore

        given = arguments or {}
        program = program_of(source, given)
        request["clients"] += program.clients
        request["function"] = program.place
        found = _reviewed(worker, program.file, program.text, request, program.offset)
        return run_each(source, found, given) if run and found.calls else found


def checked(operation: str | None) -> str | None:
    """Return the name of an operation, or refuse an unknown one."""
    operations = load_catalogue().api_operations
    if operation is not None and operation not in operations:
        raise UnknownNameError("operation", operation, operations)
    return operation


def review_file(worker: Worker, path: Path, **request: Any) -> Review:
    """Review one file of several, in the worker that they share."""
    return _reviewed(worker, str(path), _content(path), request)


def review_text(worker: Worker, text: str, **request: Any) -> Review:
    """Review one text of several, in the worker that they share."""
    return _reviewed(worker, _SOURCE, text, request)


def _read(source: str | Path) -> tuple[str, str]:
    """Return the name and the text of a source."""
    if isinstance(source, str) and "\n" in source:
        return _SOURCE, source
    # A null character is in no file's name.
    if isinstance(source, Path) or ("\0" not in source and os.path.isfile(source)):  # noqa: PTH113 - it takes any string
        return str(source), _content(Path(source))
    expected = 'Expected source with a newline, such as "client.list_tapes()\\n", or a file'
    raise ReviewError(_SOURCE, f"{source[:80]!r} is neither source nor a file's name. {expected}")


def _content(path: Path) -> str:
    """Return the text of a file, in the encoding that it declares."""
    if path.exists() and not path.is_file():
        raise ReviewError(str(path), "cannot be read: not a regular file")
    try:
        with tokenize.open(path) as file:
            return file.read()
    except OSError as error:
        raise ReviewError(str(path), f"cannot be read: {error.strerror}") from None
    except (SyntaxError, ValueError, LookupError) as error:
        raise ReviewError(str(path), f"cannot be decoded: {error}") from None


def _decision(outcome: list[Any], call: int, offset: int) -> Decision:
    word, line, note, _ = outcome
    return Decision(Outcome(word), max((line or call) - offset, 1), note)


def _reviewed(
    worker: Worker, name: str, text: str, request: dict[str, Any], offset: int = 0
) -> Review:
    """Return the review of a text. The first `offset` lines are not of the source."""
    answer = worker.review({"clients": [], **request, "source": text})
    if "refused" in answer:
        raise ReviewError(name, answer["refused"], answer["line"] and answer["line"] - offset)
    lines = text.splitlines()[offset:]
    handlers = {line - offset: name for line, name in answer["handlers"]}
    dead = list(name_findings(answer["calls"], answer["fallbacks"]))
    calls = []
    for call in answer["calls"]:
        decided, of_callers = {}, []
        for error, outcome in call["outcomes"].items():
            decided[error] = _decision(outcome, call["line"], offset)
            of_callers += [(error, _decision(it, call["line"], offset)) for it in outcome[-1]]
        own = {(line, other) for line, _, other, *_ in call["compared"]}
        found = [it._replace(line=it.line - offset) for it in dead if (it.line, it.name) in own]
        line, operation = call["line"] - offset, call["operation"]
        several = sum(each["operation"] == operation for each in answer["calls"]) > 1
        place = f" in line {line}" if several else ""
        found += outcome_findings(operation, place, [*decided.items(), *of_callers], handlers)
        kept = tuple(sorted(each for each in found if not is_ignored(each, lines, line)))
        calls.append(ReviewedCall(operation, line, call["function"], FrozenDict(decided), kept))
    findings = tuple(sorted({each for call in calls for each in call.findings}))
    unreviewed = [Unreviewed(**{**it, "line": it["line"] - offset}) for it in answer["doubtful"]]
    return Review(name, tuple(calls), findings, tuple(unreviewed))
