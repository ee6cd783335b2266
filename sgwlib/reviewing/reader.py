"""From a function or a source to its review."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.diagnosis.knowledge import knowledge
from sgwlib.errors import ReviewError, UnknownNameError
from sgwlib.files import read_file
from sgwlib.reviewing.documented import documented_errors
from sgwlib.reviewing.findings import name_findings, verdict_findings
from sgwlib.reviewing.outside import program_of, snippet_name
from sgwlib.reviewing.program import Program, parse
from sgwlib.reviewing.report import Review, ReviewedCall
from sgwlib.reviewing.running import run_with_each
from sgwlib.reviewing.verdicts import Outcome, Route, Verdict, follow, module_scope, with_values
from sgwlib.reviewing.walk import line_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

    from sgwlib.reviewing.findings import Finding
    from sgwlib.reviewing.program import Definition
    from sgwlib.reviewing.values import Scope
    from sgwlib.reviewing.walk import Compared


def review(
    function_or_source: Callable[..., object] | str | Path,
    operation: str | None = None,
    *,
    arguments: Mapping[str, object] | None = None,
    run: bool = True,
) -> Review:
    """Review what a piece of code does about each documented error of the calls in it.

    The source is read, not imported. Each call of an operation meets each of its documented
    errors, and the review follows it through ``except`` clauses, conditions, helper functions
    and loops. What the source alone does not decide is unclear. A function is also run, with
    real boto3 clients that get the same errors.

    Parameters
    ----------
    function_or_source
        A function, a string of source, or the Path of a file.
    operation
        Review only calls of this operation; by default of all Storage Gateway operations.
    arguments
        Values by name for parameters of a function that have no default. A parameter called
        ``client`` gets a client by default.
    run
        Pass False to read a function without running it.

    Returns
    -------
    Review
        As a string it reads like the output of a linter; a notebook shows a table.

    Raises
    ------
    ReviewError
        If the source is not valid Python (with the line), a file or the source of a function
        cannot be read, or a string is the name of a file.
    UnknownNameError
        If there is no such operation or no such parameter.

    Notes
    -----
    A function gets the errors through its Storage Gateway clients: those among its arguments,
    its defaults and the names that it sees, and those that it makes from boto3's default
    session. Their calls do not leave the process. Everything else that the function does
    happens. Neither retries nor ``time.sleep`` wait. A run that makes too many calls, or takes
    more than some seconds, is abandoned.

    Each code comes with its default carrier. Parameters have their defaults while a function is
    read; the others are unknown. A function outside the source is assumed to return, unless it
    gets the exception.

    Examples
    --------
    >>> found = review('''
    ... def delete(client, arn):
    ...     try:
    ...         client.delete_volume(VolumeARN=arn)
    ...     except client.exceptions.InvalidGatewayRequestException as error:
    ...         if error.response["error"]["errorCode"] != "VolumeNotFound":
    ...             raise
    ... ''')
    >>> found.calls[0].handled, found.clean
    (('VolumeNotFound',), True)
    """
    wanted = None if operation is None else _operation(operation)
    if isinstance(function_or_source, (str, Path)):
        if arguments is not None:
            raise ReviewError("<source>", "arguments are for functions; a source takes none")
        return _review_source(function_or_source, wanted)
    return _review_function(function_or_source, wanted, arguments or {}, run=run)


def _operation(name: str) -> str:
    operations = knowledge(load_catalogue()).operations
    if name not in operations:
        raise UnknownNameError("operation", name, operations)
    return name


def _review_source(source: str | Path, operation: str | None) -> Review:
    if isinstance(source, Path):
        name, tree = str(source), parse(_content(source), str(source))
    else:
        one_line = "\n" not in source
        if one_line and (source.endswith((".py", ".ipynb")) or os.path.isfile(source)):  # noqa: PTH113 - it accepts any string
            reason = f"{source!r} is the name of a file, not source; expected Path({source!r})"
            raise ReviewError("<source>", reason)
        name, tree = "<source>", parse(source, "<source>")
    program = Program(tree, snippet_name)
    reading = _Reading(program, module_scope(program))
    for site, called in program.sites.items():
        if operation in {None, called}:
            reading.read(site, called, program.starts(site))
    return reading.review(name, operation)


def _content(path: Path) -> bytes:
    if path.suffix == ".ipynb":  # its JSON may be valid Python
        what = "a notebook, not Python source; convert it with: jupyter nbconvert --to script"
        raise ReviewError(str(path), what)
    try:
        return read_file(path)  # bytes, since ast reads the declared encoding
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ReviewError(str(path), f"cannot be read: {reason}") from None


def _review_function(
    function: Callable[..., object],
    operation: str | None,
    arguments: Mapping[str, object],
    *,
    run: bool,
) -> Review:
    name, program, start = program_of(function)
    reading = _Reading(program, with_values(module_scope(program), program))
    for site, called in program.sites.items():
        if operation in {None, called} and start in program.reaching(site):
            reading.read(site, called, (start,))
    found = reading.review(name, operation)
    return _with_runs(found, function, arguments) if run else found


def _with_runs(
    found: Review, function: Callable[..., object], arguments: Mapping[str, object]
) -> Review:
    operations = [call.operation for call in found.calls]
    calls, not_run = [], None
    for call in found.calls:
        if operations.count(call.operation) > 1:
            calls.append(call)
            not_run = f"{call.operation} is called in several places"
            continue
        errors = [each.error for each in call.verdicts]
        ends, not_run = run_with_each(function, call.operation, errors, arguments)
        verdicts = tuple(replace(each, run=ends.get(each.error)) for each in call.verdicts)
        calls.append(replace(call, verdicts=verdicts))
    return replace(found, calls=tuple(calls), not_run=not_run)


class _Place(NamedTuple):
    """A call, and the function where the review starts."""

    operation: str
    line: int
    function: str


class _Reading:
    """Reviews the calls of a program one by one."""

    def __init__(self, program: Program, scope: Scope) -> None:
        self._program = program
        self._scope = scope
        self._calls: list[ReviewedCall] = []
        self._compared: defaultdict[Compared, set[_Place]] = defaultdict(set)
        self._denied = False

    def read(self, site: ast.AST, operation: str, starts: tuple[Definition | None, ...]) -> None:
        """Review one call from each function where the program can start."""
        self._denied = False
        owner = self._program.owner(site)
        found = [self._from(each, site, operation) for each in starts]
        # If that is all unclear, or never reaches the call, start at the function with the call.
        if owner not in starts and all(call is None or _is_unclear(call) for call in found):
            found = [self._from(owner, site, operation) or call for call in found[:1]]
        calls = [call for call in found if call is not None]
        if not calls and not self._denied:
            calls = [_unreached(site, operation, owner)]
        self._calls += calls

    def _from(self, start: Definition | None, site: ast.AST, operation: str) -> ReviewedCall | None:
        verdicts: list[Verdict] = []
        place = _Place(operation, line_of(site), _name_of(start))
        route = Route(self._program, self._scope, start, site)
        for error in documented_errors(operation):
            followed = follow(route, error)
            self._denied = self._denied or followed.denied
            if followed.verdict is None:
                return None  # the call is never reached
            verdicts.append(followed.verdict)
            for each in followed.compared:
                self._compared[each].add(place)
        return ReviewedCall(*place, tuple(verdicts))

    def review(self, name: str, operation: str | None) -> Review:
        """Return what was found."""
        operations = {
            each: {at.operation for at in places} for each, places in self._compared.items()
        }
        named = dict(name_findings(operations))
        calls = tuple(self._with_findings(each, named) for each in self._calls)
        # A name may be compared on a path that belongs to no reported call.
        findings = {*named.values(), *(each for call in calls for each in call.findings)}
        return Review(name, calls, tuple(sorted(findings)), operation=operation)

    def _with_findings(self, call: ReviewedCall, named: Mapping[Compared, Finding]) -> ReviewedCall:
        place = _Place(call.operation, call.line, call.function)
        found = {each for at, each in named.items() if place in self._compared[at]}
        found.update(verdict_findings(call.operation, call.verdicts))
        return replace(call, findings=tuple(sorted(found)))


def _is_unclear(call: ReviewedCall) -> bool:
    return all(each.outcome is Outcome.UNCLEAR for each in call.verdicts)


def _name_of(start: Definition | None) -> str:
    return "<module>" if start is None else start.name


def _unreached(site: ast.AST, operation: str, owner: Definition | None) -> ReviewedCall:
    why = "no path leads to the call"
    verdicts = tuple(
        Verdict(error.name, Outcome.UNCLEAR, line_of(site), None, why)
        for error in documented_errors(operation)
    )
    return ReviewedCall(operation, line_of(site), _name_of(owner), verdicts)
