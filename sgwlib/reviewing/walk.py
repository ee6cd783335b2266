"""One path through a program, while one of its calls always meets the same error."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, NoReturn

from sgwlib.reviewing.documented import marked
from sgwlib.reviewing.values import (
    UNKNOWN,
    Bound,
    ErrorText,
    Function,
    Generated,
    Iterated,
    OperationCall,
    Returned,
    Scope,
    Signal,
    Thrown,
    UnclearError,
    Written,
    is_uncertain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from botocore.exceptions import ClientError

    from sgwlib.reviewing.program import Program
    from sgwlib.reviewing.values import Place


_FREE_VISITS = 2

Named = dict[str, object] | None
"""Keyword arguments; None if they are unknown."""


class Choice(NamedTuple):
    """One decision on a path."""

    node: ast.AST
    taken: bool


class Choices:
    """The decisions on one path. Those given come first, all others are False."""

    def __init__(self, given: tuple[bool, ...] = ()) -> None:
        self._given = given
        self._visits: Counter[ast.AST] = Counter()
        self._last: dict[ast.AST, bool] = {}
        self.made: list[Choice] = []
        self.repeated = False
        """Whether a decision only repeats what was decided twice at the same place."""

    def choose(self, node: ast.AST) -> bool:
        """Decide something unknown. After two times, a place keeps its decision."""
        if self._is_free(node):
            return self._decide(node)
        self.repeated = True
        return self._last[node]

    def again(self, node: ast.AST) -> bool:
        """Decide whether a loop of unknown length goes on: it takes none, one or two rounds."""
        if self._is_free(node) and self._decide(node):
            return True
        self._visits[node] = 0  # the loop may run again
        return False

    def _is_free(self, node: ast.AST) -> bool:
        self._visits[node] += 1
        return self._visits[node] <= _FREE_VISITS

    def _decide(self, node: ast.AST) -> bool:
        place = len(self.made)
        taken = place < len(self._given) and self._given[place]
        self.made.append(Choice(node, taken))
        self._last[node] = taken
        return taken


def all_choices() -> Iterator[Choices]:
    """Yield the decisions of every path, one path after the other."""
    choices = Choices()
    while True:
        yield choices
        taken = [choice.taken for choice in choices.made]
        while taken and taken[-1]:
            taken.pop()
        if not taken:
            return
        choices = Choices((*taken[:-1], True))


MOST_CALLS: Final = 200
"""A program that makes this many calls, and gets the same answer each time, never ends."""

_MOST_STEPS: Final = 20_000
_DEEPEST_CALL: Final = 25
_LONGEST_SHOWN: Final = 60


class EndlessError(Signal):
    """The program retries forever."""


class UnfairError(Signal):
    """It does so only because something unknown is always decided the same way."""


class Caught(NamedTuple):
    """A clause that caught the error."""

    line: int  # of the clause
    typed: bool  # whether it names a class for some errors only


class Compared(NamedTuple):
    """A name that the program compared with something in the error."""

    place: Place | Literal["client.exceptions"]
    name: str
    line: int


@dataclass
class Effort:
    """The steps left for all paths together."""

    left: int = 100_000


@dataclass(eq=False)
class Walk:
    """One path through a program."""

    program: Program  # the source
    choices: Choices  # the decisions about unknown values
    # how to evaluate an expression and execute a statement
    evaluate_node: Callable[[ast.expr, Walk, Scope], object]
    execute_node: Callable[[ast.stmt, Walk, Scope], None]
    site: ast.AST | None = None  # the call that meets the error
    answer: ClientError | None = None  # the error
    effort: Effort = field(default_factory=Effort)  # shared with the other paths
    calls: int = 0
    steps: int = 0
    matched: bool = False
    """Whether the program compared something in the error and it was equal."""
    looked: bool = False
    """Whether it compared something in the error and it was not equal."""
    caught: list[Caught] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    denied: bool = False
    """Whether the call is not one of a Storage Gateway client after all."""
    handling: list[Thrown] = field(default_factory=list)
    entered: list[tuple[ast.AST, dict[str, object]]] = field(default_factory=list)
    """The functions being run, innermost last, with their arguments."""

    def __post_init__(self) -> None:
        if self.answer is not None:
            self.answer = marked(self.answer)

    def evaluate(self, node: ast.expr, scope: Scope) -> object:
        """Return the value of an expression."""
        self._step(node)
        return self.evaluate_node(node, self, scope)

    def run(self, statements: Sequence[ast.stmt], scope: Scope) -> None:
        """Execute statements."""
        for statement in statements:
            self._step(statement)
            self.execute_node(statement, self, scope)

    def _step(self, node: ast.AST) -> None:
        self.steps += 1
        self.effort.left -= 1
        if self.steps > _MOST_STEPS or self.effort.left < 0:
            raise UnclearError("following it takes too many steps", line_of(node))

    def choose(self, node: ast.AST) -> bool:
        """Decide something unknown."""
        return self.choices.choose(node)

    def truth(self, value: object, node: ast.AST) -> bool:
        """Return whether a value is true."""
        return self.choose(node) if is_uncertain(value) else bool(value)

    def operate(self, site: ast.AST) -> object:
        """Call an operation."""
        if site is not self.site or self.answer is None:
            return UNKNOWN
        self.calls += 1
        if self.calls > MOST_CALLS:
            self._go_on_for_ever()
        raise Thrown(self.answer, line_of(site), meant=True)

    def _go_on_for_ever(self) -> NoReturn:
        raise UnfairError if self.choices.repeated else EndlessError

    def call(
        self, function: Function, given: Sequence[object], named: Named, node: ast.AST
    ) -> object:
        """Call a function of the source."""
        scope = Scope(function.scope)
        _bind(function, scope, given, named)
        if function.node in self.program.generators:
            return Generated(function, scope)
        return self.enter(function, scope, node)

    def begin(self, function: Function, given: Sequence[object]) -> None:
        """Run a function without a known call: parameters without a default are unknown."""
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
                self._go_on_for_ever()  # the arguments never change
            raise UnclearError("the calls are nested too deeply to follow", line_of(node))
        self.entered.append(entered)
        try:
            if isinstance(function.node, ast.Lambda):
                return self.evaluate(function.node.body, scope)
            self.run(function.node.body, scope)
        except Returned as returned:
            return returned.value
        except Thrown:
            if function.cloud is not None:
                why = f"the decorator {shown(function.cloud)} is outside the source"
                raise UnclearError(why, line_of(function.cloud)) from None
            raise
        finally:
            self.entered.pop()
        return None

    def each(self, value: object, node: ast.AST) -> Iterator[object]:
        """Yield the items of a value; an unknown value has none, one or two."""
        if isinstance(value, Iterated):
            self.operate(value.site)
            value = UNKNOWN
        if isinstance(value, Generated):
            items: list[object] = []
            value.scope.on_yield = items.append
            self.enter(value.function, value.scope, node)
            yield from items
        elif isinstance(value, (str, list, tuple, set, frozenset, dict, range)):
            # A copy, since the program may change what it iterates.
            yield from (value if isinstance(value, range) else list(value))
        else:
            while self.choices.again(node):
                yield UNKNOWN

    def throw(self, error: BaseException, node: ast.AST, *, meant: bool = False) -> Thrown:
        """Return the signal for an exception of the program."""
        return Thrown(error, line_of(node), meant=meant)

    def is_answer(self, error: object) -> bool:
        """Return whether an exception is the one of the service."""
        return error is self.answer

    def saw(self, left: object, right: object, node: ast.AST, *, same: bool) -> None:
        """Record that something in the error was compared."""
        said, other = (left, right) if isinstance(left, ErrorText) else (right, left)
        if not isinstance(said, ErrorText) or isinstance(other, ErrorText):
            return
        self.matched, self.looked = self.matched or same, self.looked or not same
        if isinstance(other, str):
            line = other.line if isinstance(other, Written) else line_of(node)
            self.compared.append(Compared(said.place, str(other), line))

    def reaches_call(self, value: object) -> bool:
        """Return whether a value, once called, makes the call that meets the error."""
        if isinstance(value, (Bound, Generated)):
            value = value.function
        if isinstance(value, Function):
            return self.site is not None and value.node in self.program.reaching(self.site)
        return isinstance(value, (OperationCall, Iterated)) and value.site is self.site


def line_of(node: ast.AST | None) -> int:
    """Return the line of a node; for a call, the line of its name."""
    if isinstance(node, ast.Call):
        node = node.func
    end = isinstance(node, ast.Attribute)
    return int(getattr(node, "end_lineno" if end else "lineno", 0))


def shown(node: ast.AST) -> str:
    """Return a piece of source for a sentence."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _bind(function: Function, scope: Scope, given: Sequence[object], named: Named) -> None:
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
