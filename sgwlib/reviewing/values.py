"""What a program's names can stand for while it is read: Python's own values, and a few of ours.

What is plain data in the program is the same data here, and a caught error is a real exception of
botocore. What cannot be known is `UNKNOWN`, wherever it stands, also within a list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

__all__ = [
    "UNKNOWN",
    "Bound",
    "Class",
    "Client",
    "ClientExceptions",
    "Function",
    "Generated",
    "Harmless",
    "Instance",
    "Iterated",
    "Method",
    "Module",
    "Opaque",
    "OperationCall",
    "Place",
    "Routine",
    "Said",
    "SaidNumber",
    "Scope",
    "Suppress",
    "Unknown",
    "Written",
    "contains",
    "is_known",
    "made",
    "names",
]

Place = Literal["Code", "errorCode", "class", "text", "changed"]
"""Where in an error a text stands; ``"changed"`` once something was done to it."""

DEEPEST: Final = 20


class Unknown(Enum):
    """What cannot be known from the source alone."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


class Written(str):
    """A text that stands in the source, and its line."""

    __slots__ = ("line",)
    line: int

    @classmethod
    def at(cls, text: str, line: int) -> Written:
        """Return a text with its line."""
        written = cls(text)
        written.line = line
        return written


class Said(str):
    """A text that the caught error says, and where in the error it stands."""

    __slots__ = ("place",)
    place: Place

    @classmethod
    def at(cls, text: str, place: Place) -> Said:
        """Return a text with its place."""
        said = cls(text)
        said.place = place
        return said


class SaidNumber(int):
    """A number that the caught error says: its HTTP status."""


class Opaque(Exception):  # noqa: N818 - stands for an exception whose name is not known
    """An exception of a class that stands outside the source."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def made(kind: type[BaseException]) -> BaseException:
    """Return an exception of a class, without running anything that its author wrote.

    Examples
    --------
    >>> made(KeyError)
    KeyError()
    """
    base: type[BaseException] = next(it for it in kind.__mro__ if it.__module__ == "builtins")
    try:
        return base.__new__(kind)
    except TypeError:  # a group of exceptions wants some
        return Opaque(kind.__name__)


@dataclass(eq=False)
class Scope:
    """Names and their values, within those around them."""

    parent: Scope | None = None
    names: dict[str, object] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    """Names that ``global`` and ``nonlocal`` send elsewhere."""
    on_yield: Callable[[object], None] | None = None
    """Takes what a generator gives, while its function runs."""

    def set(self, name: str, value: object) -> None:
        """Bind a name."""
        self.elsewhere.get(name, self).names[name] = value

    def holder(self, name: str) -> Scope | None:
        """Return the scope that binds a name, from the inside out."""
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
    """A function of the source, with the names around it.

    Parameters
    ----------
    node
        Its definition.
    scope
        Where it is defined.
    defaults
        The values of its parameters that have one.
    kind
        What its decorators make of it.
    cloud
        A decorator that stands outside the source, and may do anything with it.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: Mapping[str, object]
    kind: Literal["plain", "static", "class", "property", "manager"] = "plain"
    cloud: ast.expr | None = None


@dataclass(frozen=True, eq=False)
class Class:
    """A class of the source that is no exception."""

    name: str
    names: Mapping[str, object]
    bases: tuple[object, ...]

    def find(self, name: str) -> object | None:
        """Return what the class or its bases in the source bind to a name."""
        if name in self.names:
            return self.names[name]
        found = (base.find(name) for base in self.bases if isinstance(base, Class))
        return next((each for each in found if each is not None), None)


@dataclass(frozen=True, eq=False)
class Instance:
    """An object of such a class."""

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
    """What a call of a generator function gives; the function runs when it is used."""

    function: Function
    scope: Scope


@dataclass(frozen=True)
class Harmless:
    """A context manager that catches nothing: a file, a lock."""


@dataclass(frozen=True)
class Module:
    """An imported module, or what stands in it and cannot be read here."""

    name: str


@dataclass(frozen=True)
class Routine:
    """A function of Python, of its library or of boto3 whose behaviour is known."""

    name: str


@dataclass(frozen=True)
class Client:
    """A boto3 client; the service is None where it is not known."""

    service: str | None


@dataclass(frozen=True)
class ClientExceptions:
    """What ``client.exceptions`` is."""


@dataclass(frozen=True)
class OperationCall:
    """An operation of a client, ready to be called: ``client.delete_volume``."""

    site: ast.AST


@dataclass(frozen=True)
class Iterated:
    """The pages of a paginator, which calls its operation when they are asked for."""

    site: ast.AST


@dataclass(frozen=True, eq=False)
class Suppress:
    """``contextlib.suppress`` with its exceptions."""

    kinds: tuple[object, ...]


def names(text: str) -> frozenset[str]:
    """Return the names that a text lists.

    Examples
    --------
    >>> sorted(names("get pop"))
    ['get', 'pop']
    """
    return frozenset(text.split())


def is_known(value: object, depth: int = DEEPEST) -> bool:
    """Say whether a value is plain data with nothing unknown in it.

    Examples
    --------
    >>> is_known(["a", 1]), is_known(["a", UNKNOWN])
    (True, False)
    """
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
    """Say whether a value is of a kind, or holds one that is."""
    if isinstance(value, kind):
        return True
    if depth == 0:
        return False
    if isinstance(value, dict):
        return any(contains(each, kind, depth - 1) for each in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(contains(each, kind, depth - 1) for each in value)
    return False
