"""The verdict on one error: all paths that a program can take, and what they agree on."""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.reviewing.data import forget
from sgwlib.reviewing.expressions import evaluate
from sgwlib.reviewing.statements import execute
from sgwlib.reviewing.values import (
    UNKNOWN,
    Class,
    Function,
    Instance,
    Opaque,
    Scope,
    Signal,
    Thrown,
    UnclearError,
)
from sgwlib.reviewing.walk import (
    Choices,
    Effort,
    EndlessError,
    UnfairError,
    Walk,
    all_choices,
    line_of,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.reviewing.documented import DocumentedError
    from sgwlib.reviewing.program import Definition, Program
    from sgwlib.reviewing.walk import Choice, Compared


_MOST_WAYS: Final = 300


class Outcome(StrEnum):
    """What a program does about an error.

    Examples
    --------
    >>> Outcome("swallowed").meaning
    'caught without being named; the code goes on as if nothing had happened'
    """

    HANDLED = "handled"
    PROPAGATES = "propagates"
    SWALLOWED = "swallowed"
    CRASHES = "crashes"
    UNCLEAR = "unclear"

    @property
    def meaning(self) -> str:
        """The outcome in words."""
        return _MEANINGS[self]


_MEANINGS: Final = {
    Outcome.HANDLED: "named; the code goes on, retries or raises its own exception",
    Outcome.PROPAGATES: "not caught, or raised again; the caller gets it",
    Outcome.SWALLOWED: "caught without being named; the code goes on as if nothing had happened",
    Outcome.CRASHES: "caught; then the code fails with a bug of its own",
    Outcome.UNCLEAR: "not decided by the source alone",
}


class End(NamedTuple):
    """How a program ends if each call meets the error.

    Parameters
    ----------
    kind
        ``"returns"``, ``"raises it"``, ``"raises another"`` or ``"does not end"``.
    raised
        The name of the other exception.

    Examples
    --------
    >>> str(End("raises another", "KeyError")), str(End("returns"))
    ('raises KeyError', 'returns')
    """

    kind: str
    raised: str | None = None

    def __str__(self) -> str:
        return f"raises {self.raised}" if self.raised else self.kind


@dataclass(frozen=True)
class Verdict:
    """What the program does about one error.

    Parameters
    ----------
    error
        The error code or the general exception.
    outcome
        What the program does about it.
    line
        The line that decides it: the clause that catches it, the ``raise`` or the call.
    end
        How the program ends; None if that is unclear.
    note
        Why it crashes or is unclear.
    run
        How the function ended when it was run.

    Examples
    --------
    >>> from sgwlib import review
    >>> review("client.list_gateways()").calls[0].verdict("InternalError").outcome.value
    'propagates'
    """

    error: str
    outcome: Outcome
    line: int
    end: End | None
    note: str = ""
    run: End | None = None


class Followed(NamedTuple):
    """What all paths with one error have shown."""

    verdict: Verdict | None  # None if no path leads to the call
    compared: tuple[Compared, ...]  # the names that the error was compared with
    denied: bool  # whether it is no call of a Storage Gateway client


@dataclass(frozen=True, eq=False)
class Route:
    """A call, and where the program starts."""

    program: Program  # the source
    scope: Scope  # the names of the module
    start: Definition | None  # a function; None for the module
    site: ast.AST  # the call
    effort: Effort = field(default_factory=Effort)  # shared by all errors


def follow(route: Route, error: DocumentedError) -> Followed:
    """Follow all paths of a program while a call meets an error."""
    found: list[tuple[Verdict, list[Choice]]] = []
    compared: list[Compared] = []
    denied = False
    for number, choices in enumerate(all_choices()):
        if number == _MOST_WAYS or route.effort.left < 0:
            why = "there are too many paths from here"
            unclear = Verdict(error.name, Outcome.UNCLEAR, line_of(route.site), None, why)
            found.append((unclear, []))
            break
        walk = Walk(
            route.program, choices, evaluate, execute, route.site, error.raised, route.effort
        )
        verdict = _one_way(walk, route.start, error.name, route.scope)
        compared += walk.compared
        denied = denied or walk.denied
        if verdict is not None:
            found.append((verdict, choices.made))
    return Followed(_agreed(found), tuple(compared), denied)


def _one_way(walk: Walk, start: Definition | None, name: str, scope: Scope) -> Verdict | None:
    try:
        _begin(walk, start, scope)
    except UnfairError:
        return None
    except UnclearError as unclear:
        return Verdict(name, Outcome.UNCLEAR, unclear.line, None, unclear.why)
    except RecursionError:
        why = "it is nested too deeply to follow"
        return Verdict(name, Outcome.UNCLEAR, line_of(walk.site), None, why)
    except EndlessError:
        return _gone_on(walk, name, End("does not end"))
    except Thrown as thrown:
        return _thrown(walk, name, thrown) if walk.calls else None
    except Signal:
        pass
    return _gone_on(walk, name, End("returns")) if walk.calls else None


def _thrown(walk: Walk, name: str, thrown: Thrown) -> Verdict:
    if walk.is_answer(thrown.error):
        if walk.calls > 1 and _is_named(walk):  # it was retried because of its name
            return Verdict(name, Outcome.HANDLED, walk.caught[-1].line, End("raises it"))
        return Verdict(name, Outcome.PROPAGATES, thrown.line, End("raises it"))
    raised = type(thrown.error).__name__
    if isinstance(thrown.error, Opaque):
        raised = thrown.error.name
    end = End("raises another", raised)
    if thrown.meant:
        line = walk.caught[-1].line if walk.caught else thrown.line
        return Verdict(name, Outcome.HANDLED, line, end)
    # Not str(), which may fail: its __init__ was never run.
    note = f"{raised}({', '.join(map(repr, thrown.error.args))})"
    return Verdict(name, Outcome.CRASHES, thrown.line, end, note)


def _gone_on(walk: Walk, name: str, end: End) -> Verdict:
    outcome = Outcome.HANDLED if _is_named(walk) else Outcome.SWALLOWED
    line = walk.caught[-1].line if walk.caught else line_of(walk.site)
    return Verdict(name, outcome, line, end)


def _is_named(walk: Walk) -> bool:
    """Return whether the program recognized the error."""
    return walk.matched or (not walk.looked and any(clause.typed for clause in walk.caught))


def _agreed(found: list[tuple[Verdict, list[Choice]]]) -> Verdict | None:
    """Return the verdict that all paths agree on, or that they differ."""
    if not found:
        return None
    (first, made), *others = found
    for verdict, choices in others:
        if (verdict.outcome, verdict.end) == (first.outcome, first.end):
            continue
        if Outcome.UNCLEAR in {verdict.outcome, first.outcome}:
            return verdict if verdict.outcome is Outcome.UNCLEAR else first
        node = _parting(made, choices)
        why = f"{first.outcome} or {verdict.outcome}: {shown(node)} is not known"
        return Verdict(first.error, Outcome.UNCLEAR, line_of(node), None, why)
    return first


def _parting(one: list[Choice], other: list[Choice]) -> ast.AST:
    """Return the node where two paths part."""
    pairs = zip(one, other, strict=False)
    return next(left.node for left, right in pairs if left.taken != right.taken)


def _begin(walk: Walk, start: Definition | None, scope: Scope) -> None:
    """Run the program from its start."""
    if start is None:
        walk.run(walk.program.tree.body, Scope(scope))
        return
    around = walk.program.parents.get(start)
    holder = scope.names.get(around.name) if isinstance(around, ast.ClassDef) else None
    function = holder.find(start.name) if isinstance(holder, Class) else None
    given: list[object] = []
    if isinstance(holder, Class) and isinstance(function, Function):
        if function.kind != "static":
            given = [holder if function.kind == "class" else Instance(holder)]
    else:
        inner = Scope(scope)
        execute(start, walk, inner)
        function = inner.names[start.name]
    if not isinstance(function, Function):
        raise UnclearError("its decorators cannot be followed", start.lineno)
    walk.begin(function, given)


def module_scope(program: Program) -> Scope:
    """Return the names of a module without running it, as far as they are certain.

    A name that is bound twice, or changed anywhere, is unknown.
    """
    scope = Scope()
    bound: set[str] = set()
    for statement in _declarations(program.tree.body):
        one = Scope(scope)
        walk = Walk(program, Choices(), evaluate, execute)
        try:
            execute(statement, walk, one)
        except (Signal, RecursionError):
            forget([statement], one)
        certain = not walk.choices.made
        for name, value in one.names.items():
            known = certain and name not in bound and name not in program.changing
            member = replace(value, scope=scope) if isinstance(value, Function) else value
            scope.names[name] = member if known else UNKNOWN
        bound.update(one.names)
    return scope


def with_values(scope: Scope, program: Program) -> Scope:
    """Fill in unknown names from the live module, unless they change."""
    for name, value in scope.names.items():
        if value is UNKNOWN and name not in program.changing:
            with suppress(KeyError):
                scope.names[name] = program.lookup(name)
    return scope


_DECLARING: Final = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Assign, ast.AnnAssign),
)


def _declarations(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that may bind a name of the module."""
    for statement in statements:
        if isinstance(statement, _DECLARING):
            yield statement
        if isinstance(statement, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
            for block in ("body", "orelse", "finalbody"):
                yield from _declarations(getattr(statement, block, []))
        for handler in getattr(statement, "handlers", []):
            yield from _declarations(handler.body)
