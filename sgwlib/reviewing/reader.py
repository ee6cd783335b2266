"""Review code: what it does about each documented error of the calls in it."""

from __future__ import annotations

import functools
import inspect
import io
import linecache
import os
import tokenize
import types
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from botocore.client import BaseClient

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import ReviewError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.reviewing.findings import is_ignored, name_findings, outcome_findings
from sgwlib.reviewing.process import Worker
from sgwlib.reviewing.report import Decision, Outcome, Review, ReviewedCall, Unreviewed
from sgwlib.reviewing.trial import try_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["review", "review_file"]

_SOURCE = "<source>"
_FORMS = 'a string of source has a newline, such as "client.list_tapes()\\n"'
_MOST_FILES = 100
_SIMPLE = (bool, int, float, str, bytes, type(None))


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
    request: dict[str, Any] = {"clients": list(clients)}
    if operation is not None:
        operations = load_catalogue().api_operations
        if operation not in operations:
            raise UnknownNameError("operation", operation, operations)
        request["operations"] = [operation]
    if carriers not in ("default", "both"):
        raise UnknownNameError("choice of carriers", carriers, ("default", "both"))
    is_function = not isinstance(source, (str, Path))
    if arguments is not None and not is_function:
        raise ReviewError(_SOURCE, "arguments are for functions. A source takes none")
    with Worker(both=carriers == "both") as worker:
        if isinstance(source, (str, Path)):
            name, text = _read(source)
            return _reviewed(worker, name, text, request)
        return _review_function(worker, source, request, arguments or {}, run=run)


def review_file(worker: Worker, path: Path, **request: Any) -> Review:
    """Review one file of several, in the worker that they share."""
    return _reviewed(worker, str(path), _content(path), {"clients": [], **request})


def review_text(worker: Worker, text: str, **request: Any) -> Review:
    """Review one text of several, in the worker that they share."""
    return _reviewed(worker, _SOURCE, text, {"clients": [], **request})


def _read(source: str | Path) -> tuple[str, str]:
    """Return the name and the text of a source."""
    if isinstance(source, Path):
        return str(source), _content(source)
    if "\n" in source:
        return _SOURCE, source
    with suppress(ValueError):  # a null character is in no file's name
        if os.path.isfile(source):  # noqa: PTH113 - it accepts any string
            return source, _content(Path(source))
    raise ReviewError(_SOURCE, f"{source[:80]!r} is not the name of a file, and {_FORMS}")


def _content(path: Path) -> str:
    """Return the text of a file, in the encoding that it declares."""
    try:
        if not path.is_file() and path.exists():
            raise ReviewError(str(path), "cannot be read: not a regular file")
        content = path.read_bytes()
    except OSError as error:
        raise ReviewError(str(path), f"cannot be read: {error.strerror}") from None
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise ReviewError(str(path), f"cannot be decoded: {error}") from None


def _reviewed(
    worker: Worker, name: str, text: str, request: dict[str, Any], offset: int = 0
) -> Review:
    """Return the review of a text. The first `offset` lines are not of the source."""
    answer = worker.review({**request, "source": text})
    if "refused" in answer:
        line = answer["line"]
        raise ReviewError(name, answer["refused"], line and line - offset)
    lines = text.splitlines()
    dead = list(name_findings(answer["calls"]))
    calls = []
    for call in answer["calls"]:
        decisions = FrozenDict(
            {
                error: Decision(Outcome(word), max((line or call["line"]) - offset, 1), note)
                for error, (word, line, note) in call["outcomes"].items()
            }
        )
        places = {(line, other) for line, _, other, *_ in call["compared"]}
        found = [each for each in dead if (each.line, each.name) in places]
        found = [each._replace(line=each.line - offset) for each in found]
        found += outcome_findings(call["operation"], decisions)
        line = call["line"] - offset
        kept = sorted(each for each in found if not is_ignored(each, lines[offset:], line))
        calls.append(
            ReviewedCall(call["operation"], line, call["function"], decisions, tuple(kept))
        )
    findings = sorted({each for call in calls for each in call.findings})
    unreviewed = [Unreviewed(**each) for each in answer["doubtful"]]
    unreviewed = [each._replace(line=each.line - offset) for each in unreviewed]
    return Review(name, tuple(calls), tuple(findings), tuple(unreviewed))


# --- functions ------------------------------------------------------------------------------


def _review_function(
    worker: Worker,
    function: Callable[..., object],
    request: dict[str, Any],
    arguments: Mapping[str, object],
    *,
    run: bool,
) -> Review:
    plain = _plain(function)
    names = _names_around(plain)
    text, offset = _program(plain, names)
    known = {**names, **arguments, **getattr(getattr(function, "__self__", None), "__dict__", {})}
    ours = [name for name, value in known.items() if _is_ours(value)]
    request = {
        **request,
        "clients": [*request["clients"], *ours, "client"],
        "function": [plain.__name__, plain.__code__.co_firstlineno + offset],
    }
    found = _reviewed(worker, plain.__code__.co_filename, text, request, offset)
    if not run or not found.calls:
        return found
    runs, why = try_each(function, found, known, arguments)
    calls = []
    for call in found.calls:
        decided = {name: each._replace(run=runs.get(name)) for name, each in call.decisions.items()}
        calls.append(
            ReviewedCall(
                call.operation, call.line, call.function, FrozenDict(decided), call.findings
            )
        )
    return Review(found.source, tuple(calls), found.findings, found.unreviewed, why)


def _plain(function: Any) -> types.FunctionType:
    """Return the function inside a method, a partial, or a decorator with functools.wraps."""
    inner = function
    while isinstance(inner, (functools.partial, functools.partialmethod)):
        inner = inner.func
    inner = inspect.unwrap(inner) if callable(inner) else inner
    inner = getattr(inner, "__func__", inner)
    if not isinstance(inner, types.FunctionType):
        reason = f"{function!r} is not a function with Python source, a string or a Path"
        raise ReviewError(_SOURCE, reason)
    if inner.__name__ == "<lambda>":
        raise ReviewError(inner.__name__, f"it is not a def. Pass the source instead: {_FORMS}")
    return inner


def _is_ours(value: object) -> bool:
    return (
        isinstance(value, BaseClient) and value.meta.service_model.service_name == "storagegateway"
    )


def _names_around(function: types.FunctionType) -> dict[str, Any]:
    """Return the names that a function can see."""
    names = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with suppress(ValueError):  # not bound yet
            names[name] = cell.cell_contents
    defaults = inspect.signature(function).parameters.values()
    return names | {each.name: each.default for each in defaults if _is_ours(each.default)}


def _program(function: types.FunctionType, names: Mapping[str, Any]) -> tuple[str, int]:
    """Return the file of a function, and how many lines precede it.

    In a notebook, each cell is a file. Then the cells of what the function uses precede its own,
    and the plain values of the names that it sees precede all.
    """
    file = function.__code__.co_filename
    texts = {file: _lines(file, function)}
    waiting: list[Any] = [function]
    plain: dict[str, object] = {}
    while waiting and len(texts) < _MOST_FILES:
        used = waiting.pop()
        for name in _used_names(used.__code__):
            value = names.get(name)
            if name in names and _is_simple(value):
                plain[name] = value
            inside = list(vars(value).values()) if isinstance(value, type) else [value]
            for each in inside:
                inner = inspect.unwrap(each) if callable(each) else each
                if (
                    not isinstance(inner, types.FunctionType)
                    or inner.__module__ != function.__module__
                ):
                    continue
                place = inner.__code__.co_filename
                if place not in texts and (text := "".join(linecache.getlines(place))):
                    texts[place] = text
                    waiting.append(inner)
    own = texts.pop(file)
    values = "".join(f"{name} = {value!r}\n" for name, value in plain.items())
    before = values + "".join(f"{text}\n" for text in texts.values())
    return before + own, before.count("\n")


def _lines(file: str, function: types.FunctionType) -> str:
    text = "".join(linecache.getlines(file, function.__globals__))
    if not text:
        raise ReviewError(function.__name__, "its source is not available. Pass it as a string")
    return text


def _used_names(code: types.CodeType) -> set[str]:
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    return {*code.co_names, *code.co_freevars}.union(*map(_used_names, inner))


def _is_simple(value: object, depth: int = 3) -> bool:
    """Return whether a value can be written as source."""
    if isinstance(value, _SIMPLE):
        return type(value) in _SIMPLE
    if type(value) in {list, tuple, set, frozenset} and depth:
        return bool(value) and all(_is_simple(each, depth - 1) for each in value)  # type: ignore[attr-defined] # iterable
    if type(value) is dict and depth:
        return all(_is_simple(each, depth - 1) for pair in value.items() for each in pair)
    return False
