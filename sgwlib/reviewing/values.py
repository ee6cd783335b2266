"""The values of a program under review, and the signals that end a block of it.

Plain data of the program is the same data here, and a caught error is a real exception of
botocore. What the source does not tell is `UNKNOWN`, also within a list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping


Place = Literal["Code", "errorCode", "class", "text", "changed"]
"""Where in an error a string comes from; ``"changed"`` once the code has changed it."""

DEEPEST: Final = 20


class Unknown(Enum):
    """A value that the source alone does not tell."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


class Written(str):
    """A string literal of the source, with its line."""

    __slots__ = ("line",)
    line: int

    @classmethod
    def at(cls, text: str, line: int) -> Written:
        """Return a string with its line."""
        written = cls(text)
        written.line = line
        return written


class ErrorText(str):
    """A string from the caught error, and where in the error it comes from."""

    __slots__ = ("place",)
    place: Place

    @classmethod
    def at(cls, text: str, place: Place) -> ErrorText:
        """Return a string with its place."""
        said = cls(text)
        said.place = place
        return said


class ErrorStatus(int):
    """The HTTP status of the caught error."""


@dataclass(eq=False, repr=False)
class Opaque(Exception):  # noqa: N818 - stands for an exception of unknown class
    """An exception whose class is outside the source."""

    name: str


def made(kind: type[BaseException]) -> BaseException:
    """Return an exception of a class, without running anything that its author wrote."""
    base: type[BaseException] = next(it for it in kind.__mro__ if it.__module__ == "builtins")
    try:
        return base.__new__(kind)
    except TypeError:  # ExceptionGroup needs arguments
        return Opaque(kind.__name__)


@dataclass(eq=False)
class Scope:
    """Names and their values, within an outer scope."""

    parent: Scope | None = None
    names: dict[str, object] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    """Names that ``global`` or ``nonlocal`` bind in another scope."""
    on_yield: Callable[[object], None] | None = None
    """Receives what a generator yields while its function runs."""

    def set(self, name: str, value: object) -> None:
        """Bind a name."""
        self.elsewhere.get(name, self).names[name] = value

    def holder(self, name: str) -> Scope | None:
        """Return the innermost scope that binds a name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.elsewhere.get(name, scope.parent)
        return scope

    @property
    def outermost(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the source."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda  # its definition
    scope: Scope  # where it is defined
    defaults: Mapping[str, object]  # the default values of its parameters
    # set by its decorators
    kind: Literal["plain", "static", "class", "property", "manager"] = "plain"
    # a decorator outside the source, which may do anything
    cloud: ast.expr | None = None


@dataclass(frozen=True, eq=False)
class Class:
    """A class of the source that isn't an exception."""

    name: str
    names: Mapping[str, object]
    bases: tuple[object, ...]

    def find(self, name: str) -> object | None:
        """Return what the class, or a base in the source, binds to a name."""
        if name in self.names:
            return self.names[name]
        found = (base.find(name) for base in self.bases if isinstance(base, Class))
        return next((each for each in found if each is not None), None)


@dataclass(frozen=True, eq=False)
class Instance:
    """An object of a class of the source."""

    kind: Class
    attributes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Bound:
    """A function of the source with its first argument."""

    function: Function
    first: object


@dataclass(frozen=True, eq=False)
class Method:
    """A method of plain data or of an exception."""

    owner: object
    name: str


@dataclass(frozen=True, eq=False)
class Generated:
    """A generator object. Its function runs when it is iterated."""

    function: Function
    scope: Scope


@dataclass(frozen=True)
class Module:
    """An imported module, or something in it that isn't known."""

    name: str


@dataclass(frozen=True)
class Routine:
    """A function of Python, its library or boto3 with known behaviour."""

    name: str


@dataclass(frozen=True)
class Client:
    """A boto3 client; the service is None if unknown."""

    service: str | None


@dataclass(frozen=True)
class ClientExceptions:
    """The value of ``client.exceptions``."""


@dataclass(frozen=True)
class OperationCall:
    """A method of a client that calls an operation: ``client.delete_volume``."""

    site: ast.AST


@dataclass(frozen=True)
class Iterated:
    """The pages of a paginator. Iterating them calls the operation."""

    site: ast.AST


@dataclass(frozen=True, eq=False)
class Suppress:
    """``contextlib.suppress`` with its exceptions. A file or a lock suppresses none."""

    kinds: tuple[object, ...]


def names(text: str) -> frozenset[str]:
    """Return the names in a string."""
    return frozenset(text.split())


def is_uncertain(value: object) -> bool:
    """Return whether the source does not tell if a value is true."""
    return value is UNKNOWN or isinstance(value, Module)


def is_known(value: object, depth: int = DEEPEST) -> bool:
    """Return whether a value is plain data with nothing unknown in it."""
    if isinstance(value, (str, int, float, complex, bytes, range)) or value is None:
        return True
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(is_known(each, depth - 1) for pair in value.items() for each in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(is_known(each, depth - 1) for each in value)
    return False


def contains(value: object, kind: type | tuple[type, ...], depth: int = DEEPEST) -> bool:
    """Return whether a value is of a type, or holds one that is."""
    if isinstance(value, kind):
        return True
    if depth == 0:
        return False
    if isinstance(value, dict):
        return any(contains(each, kind, depth - 1) for each in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(contains(each, kind, depth - 1) for each in value)
    return False


class Signal(Exception):  # noqa: N818 - control flow, not an error
    """The base class of the signals that end a block."""


@dataclass(eq=False)
class Returned(Signal):
    """``return`` with its value."""

    value: object


class Broke(Signal):
    """``break``."""


class Continued(Signal):
    """``continue``."""


@dataclass(eq=False)
class LeftError(Signal):
    """The signal of a loop body over a generator, which the generator cannot catch."""

    signal: Signal


@dataclass(eq=False)
class Thrown(Signal):
    """An exception of the program."""

    error: BaseException
    line: int
    meant: bool = False


@dataclass(eq=False)
class UnclearError(Signal):
    """The source does not tell how the program goes on."""

    why: str
    line: int
