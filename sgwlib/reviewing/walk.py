"""One way through a program, while one call of it is always answered with one error."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, NoReturn

from sgwlib.reviewing.documented import speaking
from sgwlib.reviewing.signals import Returned, Signal, Thrown, UnclearError
from sgwlib.reviewing.values import (
    UNKNOWN,
    Bound,
    Function,
    Generated,
    Iterated,
    Module,
    OperationCall,
    Said,
    Scope,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from botocore.exceptions import ClientError

    from sgwlib.reviewing.choices import Choices
    from sgwlib.reviewing.program import Program
    from sgwlib.reviewing.values import Place

__all__ = [
    "MOST_CALLS",
    "Caught",
    "Compared",
    "Effort",
    "EndlessError",
    "UnfairError",
    "Walk",
    "line_of",
    "shown",
]

MOST_CALLS: Final = 200
"""A program that makes the same call so often, and is answered the same, does not end."""

_MOST_STEPS: Final = 20_000
_DEEPEST_CALL: Final = 25
_LONGEST_SHOWN: Final = 60


class EndlessError(Signal):
    """The program calls again and again."""


class UnfairError(Signal):
    """It does so only since something that cannot be known is always taken to be the same."""


class Caught(NamedTuple):
    """A clause that has caught the error.

    Parameters
    ----------
    line
        Where it stands.
    typed
        Whether it names a class of its own for some errors of the service.
    """

    line: int
    typed: bool


class Compared(NamedTuple):
    """A name that the program has held against something that the error says."""

    place: Place | Literal["client.exceptions"]
    name: str
    line: int


@dataclass
class Effort:
    """How many steps may be taken on all ways together."""

    left: int = 100_000


@dataclass(eq=False)
class Walk:
    """One way through a program.

    Parameters
    ----------
    program
        The source.
    choices
        What is decided where it cannot be known.
    evaluate_node, execute_node
        What an expression and a statement mean.
    site
        The call that is answered with the error.
    answer
        The error.
    effort
        What is shared with other ways.
    """

    program: Program
    choices: Choices
    evaluate_node: Callable[[Walk, ast.expr, Scope], object]
    execute_node: Callable[[Walk, ast.stmt, Scope], None]
    site: ast.AST | None = None
    answer: ClientError | None = None
    effort: Effort = field(default_factory=Effort)
    calls: int = 0
    steps: int = 0
    matched: bool = False
    """Whether something that the error says was found to be what the program looks for."""
    looked: bool = False
    """Whether something that the error says was found not to be it."""
    caught: list[Caught] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    denied: bool = False
    """Whether the call turned out to be none of a client for Storage Gateway."""
    handling: list[Thrown] = field(default_factory=list)
    entered: list[tuple[ast.AST, dict[str, object]]] = field(default_factory=list)
    """The functions that are being run, the innermost last, with what they were given."""

    def __post_init__(self) -> None:
        if self.answer is not None:
            self.answer = speaking(self.answer)

    def evaluate(self, node: ast.expr, scope: Scope) -> object:
        """Return the value of an expression."""
        self._step(node)
        return self.evaluate_node(self, node, scope)

    def run(self, statements: Sequence[ast.stmt], scope: Scope) -> None:
        """Execute statements."""
        for statement in statements:
            self._step(statement)
            self.execute_node(self, statement, scope)

    def _step(self, node: ast.AST) -> None:
        self.steps += 1
        self.effort.left -= 1
        if self.steps > _MOST_STEPS or self.effort.left < 0:
            raise UnclearError("it takes too many steps to follow", line_of(node))

    def choose(self, node: ast.AST) -> bool:
        """Decide what cannot be known."""
        return self.choices.choose(node)

    def truth(self, value: object, node: ast.AST) -> bool:
        """Say whether a value counts as true."""
        if value is UNKNOWN or isinstance(value, Module):
            return self.choose(node)
        return bool(value)

    def operate(self, site: ast.AST) -> object:
        """Make the call of an operation."""
        if site is not self.site or self.answer is None:
            return UNKNOWN
        self.calls += 1
        if self.calls > MOST_CALLS:
            self._go_on_for_ever()
        raise Thrown(self.answer, line_of(site), meant=True)

    def _go_on_for_ever(self) -> NoReturn:
        raise UnfairError if self.choices.repeated else EndlessError

    def call(
        self,
        function: Function,
        given: Sequence[object],
        named: dict[str, object] | None,
        node: ast.AST,
    ) -> object:
        """Call a function of the source; of arguments by name, None says that they are unknown."""
        scope = Scope(function.scope)
        _bind(function, scope, given, named)
        if function.node in self.program.generators:
            return Generated(function, scope)
        return self.enter(function, scope, node)

    def begin(self, function: Function, given: Sequence[object]) -> None:
        """Run a function of which no call is known: what is not there by default is unknown."""
        scope = Scope(function.scope)
        _bind(function, scope, given, {})
        parameters = function.node.args
        for rest in (parameters.vararg, parameters.kwarg):
            if rest is not None:
                scope.names[rest.arg] = UNKNOWN
        self.enter(function, scope, function.node)

    def enter(self, function: Function, scope: Scope, node: ast.AST) -> object:
        """Run a function whose parameters are bound."""
        entered = (function.node, dict(scope.names))
        if len(self.entered) >= _DEEPEST_CALL:
            if self.calls >= _DEEPEST_CALL and self.entered[-1] == entered:
                self._go_on_for_ever()  # nothing that it is given comes any nearer to an end
            raise UnclearError("functions call each other too deeply to follow", line_of(node))
        self.entered.append(entered)
        try:
            return self._body(function, scope)
        except Thrown:
            if function.cloud is not None:
                why = f"what the decorator {shown(function.cloud)} does stands outside the source"
                raise UnclearError(why, line_of(function.cloud)) from None
            raise
        finally:
            self.entered.pop()

    def _body(self, function: Function, scope: Scope) -> object:
        if isinstance(function.node, ast.Lambda):
            return self.evaluate(function.node.body, scope)
        try:
            self.run(function.node.body, scope)
        except Returned as returned:
            return returned.value
        return None

    def each(self, value: object, node: ast.AST) -> Iterator[object]:
        """Return the items of a value; of an unknown one none, one or two."""
        if isinstance(value, Iterated):
            self.operate(value.site)
            value = UNKNOWN
        if isinstance(value, Generated):
            yield from self._generated(value, node)
        elif isinstance(value, (str, list, tuple, set, frozenset, dict, range)):
            # A copy, so that a program may change what it loops over.
            yield from (value if isinstance(value, range) else list(value))
        else:
            while self.choices.again(node):
                yield UNKNOWN

    def _generated(self, value: Generated, node: ast.AST) -> list[object]:
        items: list[object] = []
        value.scope.on_yield = items.append
        self.enter(value.function, value.scope, node)
        return items

    def throw(self, error: BaseException, node: ast.AST, *, meant: bool = False) -> Thrown:
        """Return what a mistake of the program raises, to be raised."""
        return Thrown(error, line_of(node), meant=meant)

    def is_answer(self, error: object) -> bool:
        """Say whether an exception is the one that the service answers with."""
        return error is self.answer

    def saw(self, left: object, right: object, node: ast.AST, *, same: bool) -> None:
        """Keep that something the error says was held against something else."""
        said, other = (left, right) if isinstance(left, Said) else (right, left)
        if not isinstance(said, Said) or isinstance(other, Said):
            return
        if same:
            self.matched = True
        else:
            self.looked = True
        if isinstance(other, str):
            line = other.line if isinstance(other, Written) else line_of(node)
            self.compared.append(Compared(said.place, str(other), line))

    def reaches_call(self, value: object) -> bool:
        """Say whether something that is handed on makes the call that is answered."""
        if isinstance(value, Bound):
            value = value.function
        if isinstance(value, Generated):
            value = value.function
        if isinstance(value, Function):
            return self.site is not None and value.node in self.program.reaching(self.site)
        return isinstance(value, (OperationCall, Iterated)) and value.site is self.site


def line_of(node: ast.AST) -> int:
    """Return the line of a node; of a call in a chain, the one where its name stands."""
    if isinstance(node, ast.Call):
        node = node.func
    end = isinstance(node, ast.Attribute)
    return int(getattr(node, "end_lineno" if end else "lineno", 0))


def shown(node: ast.AST) -> str:
    """Return a piece of source as it is shown in a sentence."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _bind(
    function: Function, scope: Scope, given: Sequence[object], named: dict[str, object] | None
) -> None:
    parameters = function.node.args
    names = [each.arg for each in (*parameters.posonlyargs, *parameters.args)]
    rest = {} if named is None else dict(named)
    for each in (*names, *(each.arg for each in parameters.kwonlyargs)):
        known = UNKNOWN if named is None else function.defaults.get(each, UNKNOWN)
        scope.names[each] = rest.pop(each, known)
    if any(isinstance(each, ast.Starred) for each in given):
        scope.names.update(dict.fromkeys(names, UNKNOWN))
    else:
        scope.names.update(zip(names, given, strict=False))
    if parameters.vararg:
        scope.names[parameters.vararg.arg] = tuple(given[len(names) :])
    if parameters.kwarg:
        scope.names[parameters.kwarg.arg] = UNKNOWN if named is None else rest
