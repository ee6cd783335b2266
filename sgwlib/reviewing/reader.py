"""The whole way: from a function or a source to its review."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import ReviewError, UnknownNameError
from sgwlib.explanation.knowledge import knowledge
from sgwlib.reviewing.documented import documented_errors
from sgwlib.reviewing.findings import name_findings, verdict_findings
from sgwlib.reviewing.functions import program_of
from sgwlib.reviewing.outside import snippet_name
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

__all__ = ["review"]


def review(
    function_or_source: Callable[..., object] | str | Path,
    operation: str | None = None,
    *,
    arguments: Mapping[str, object] | None = None,
    run: bool = True,
) -> Review:
    """Say which documented errors a piece of code handles, lets pass, swallows or crashes on.

    The source is read, not imported: each call of an operation is answered with each of its
    documented errors, and followed to the end through ``except`` clauses, conditions, helper
    functions and loops. What cannot be known from the source is said to be unclear. A function
    is also run, with a real boto3 client that gets the same errors.

    Parameters
    ----------
    function_or_source
        A function; or source as a text; or the path of a file.
    operation
        Only calls of this one; by default all operations of Storage Gateway.
    arguments
        Of a function, by name, for parameters that have no default. A parameter called
        ``client`` gets a client if none is given.
    run
        False only reads a function, and does not run it.

    Returns
    -------
    Review
        As a text it reads like a linter's output; in a notebook it is a table.

    Raises
    ------
    ReviewError
        If it is no Python, with the line; or if a function's source is not to be found.
    UnknownNameError
        If there is no such operation, or no such parameter.

    Notes
    -----
    A function is given its errors through clients for Storage Gateway: those among its
    arguments, its defaults, its global names and the names around it, and those that it makes
    from boto3's default session. Their calls do not leave the process; what else it does, it
    does. Nothing waits: neither retries nor ``time.sleep``. A run that does not end after
    many calls, or some seconds, is left behind.

    A code comes with its default carrier. A function that is read only with the values that its
    parameters have by default; the others are unknown. A function outside the source is taken to
    return, unless it is given the exception.

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
            raise ReviewError("<source>", "arguments are for a function, not for a source")
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
        name, tree = "<source>", parse(source, "<source>")
    program = Program(tree, snippet_name)
    scope = module_scope(program)
    reading = _Reading(program, scope)
    for site, called in program.sites.items():
        if operation in {None, called}:
            reading.read(site, called, program.starts(site))
    return reading.review(name, operation)


def _content(path: Path) -> bytes:
    if path.suffix == ".ipynb":  # its JSON may well pass for Python, with no call in it
        what = "a notebook, no Python source; jupyter nbconvert --to script makes it one"
        raise ReviewError(str(path), what)
    try:
        return path.read_bytes()  # ast knows how a source says its encoding
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
    """A call, and from where it was followed."""

    operation: str
    line: int
    function: str


class _Reading:
    """What is found while the calls of a program are read."""

    def __init__(self, program: Program, scope: Scope) -> None:
        self._program = program
        self._scope = scope
        self._calls: list[ReviewedCall] = []
        self._compared: defaultdict[Compared, set[_Place]] = defaultdict(set)
        self._denied = False

    def read(self, site: ast.AST, operation: str, starts: tuple[Definition | None, ...]) -> None:
        """Read one call, from each function where it can begin."""
        self._denied = False
        owner = self._program.owner(site)
        found = [self._from(each, site, operation) for each in starts]
        # From far away it may be all unclear, or never reached: then from where the call stands.
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
                return None  # the call is not reached, with whatever error
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
        # A name may be looked for on a way that is part of no call that is told.
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
    why = "no way leads to the call"
    verdicts = tuple(
        Verdict(error.name, Outcome.UNCLEAR, line_of(site), None, why)
        for error in documented_errors(operation)
    )
    return ReviewedCall(operation, line_of(site), _name_of(owner), verdicts)
