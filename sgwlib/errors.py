"""The errors that sgwlib raises. Each is an `SgwError`, and each can be pickled."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from sgwlib.text import any_of, nearest, one_of

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "BrowserError",
    "CarrierError",
    "CatalogueError",
    "CoverageError",
    "DrillError",
    "ExplainError",
    "ExplorerError",
    "FaultError",
    "FileError",
    "ForeignFileError",
    "GraphError",
    "MissingPackageError",
    "PracticeError",
    "ResponseError",
    "ReviewError",
    "SandboxError",
    "ScanError",
    "SgwError",
    "UndocumentedPairError",
    "UnknownNameError",
    "UnmetFaultError",
]


class SgwError(Exception):
    """The base class of every error that sgwlib raises on purpose.

    Its subclasses take parameters of their own and keep only the message in ``args``, so they
    are pickled by what they hold instead of by a second call of the constructor.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[SgwError], args: tuple[object, ...], state: dict[str, Any]) -> SgwError:
    error = kind.__new__(kind, *args)  # sets `args`, without running __init__
    error.__dict__.update(state)
    return error


class _PlacedError(SgwError):
    """An error at a place in a file."""

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")


class CatalogueError(_PlacedError):
    """A Data Package cannot be used.

    Parameters
    ----------
    file
        Path of the damaged file, relative to the package if it is inside it.
    reason
        What is wrong and what was expected.
    line
        Number of the line, counted from 1; None if the whole file is meant.
    """


class UnknownNameError(SgwError, KeyError):
    """A name was given that the catalogue does not have.

    Parameters
    ----------
    kind
        What was looked up, such as ``"operation"`` or ``"error code"``.
    name
        The name that was given.
    candidates
        All valid names. The nearest of them are kept in ``nearest``.
    instead
        What the name is instead, such as ``"an error code"``, or None if it is unknown
        altogether. With it, the message suggests no other name, since nothing was misspelled.

    Examples
    --------
    >>> print(UnknownNameError("operation", "deletevolum", ["DeleteVolume", "AddCache"]))
    unknown operation 'deletevolum'; did you mean DeleteVolume?
    >>> print(UnknownNameError("operation", "LunInvalid", ["AddCache"], "an error code"))
    unknown operation 'LunInvalid': it is an error code
    """

    def __init__(
        self, kind: str, name: object, candidates: Collection[str], instead: str | None = None
    ) -> None:
        self.kind = kind
        # A name of a wrong type may be anything, even something that cannot be pickled.
        self.name = name if isinstance(name, str) else repr(name)
        self.nearest = () if instead else nearest(str(name), candidates)
        if instead:
            hint = f": it is {instead}"
        elif self.nearest:
            hint = f"; did you mean {one_of(self.nearest)}?"
        else:
            hint = f"; expected {any_of(candidates)}"
        super().__init__(f"unknown {kind} {name!r}{hint}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would put it in quotes


class UndocumentedPairError(SgwError, LookupError):
    """No edition of the reference page lists this pair.

    Parameters
    ----------
    operation, code
        The pair.
    codes
        Names of the codes that the operation is documented to return.
    operations
        Names of the operations that are documented to return the code.
    advice
        How to get the pair anyway, if there is a way.
    """

    def __init__(
        self,
        operation: str,
        code: str,
        codes: Collection[str],
        operations: Collection[str],
        advice: str = " (pass undocumented=True to simulate the pair anyway)",
    ) -> None:
        self.operation = operation
        self.code = code
        self.codes = _closest(code, codes)
        self.operations = _closest(operation, operations)
        near = []
        if self.codes:
            near.append(f"{operation} with {one_of(self.codes)}")
        if self.operations:
            near.append(f"{code} from {one_of(self.operations)}")
        hint = f"; nearest documented: {', or '.join(near)}" if near else ""
        super().__init__(f"{operation} is not documented to return {code}{hint}{advice}")


class CarrierError(SgwError, ValueError):
    """An exception was given that cannot carry the error."""


class FileError(SgwError, OSError):
    """A table cannot be written to a file."""


class ResponseError(SgwError, ValueError):
    """The bytes or the status are not an error response of the service."""


class FaultError(SgwError, ValueError):
    """A fault or a fault plan cannot be used."""


class UnmetFaultError(FaultError):
    """No call has met a fault, although ``strict`` asks that every fault is met."""


class SandboxError(SgwError, ValueError):
    """A sandbox is asked for what cannot be, or its file cannot be used."""


class CoverageError(SgwError, ValueError):
    """A coverage report cannot be used, or the coverage is below a threshold."""


class MissingPackageError(SgwError, ImportError):
    """A package that this needs is not installed.

    Parameters
    ----------
    what
        What was asked for.
    package
        The package that it needs.
    extra
        The extra of sgwlib that installs the package.

    Examples
    --------
    >>> print(MissingPackageError("sgwlib.inject", "boto3", "boto"))
    sgwlib.inject needs the package boto3; install it with: pip install 'sgwlib[boto]'
    """

    def __init__(self, what: str, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        command = f"pip install 'sgwlib[{extra}]'"
        if sys.platform == "emscripten":  # Pyodide's own index has the package, but not the extra
            command = f"%pip install {package}"
        super().__init__(f"{what} needs the package {package}; install it with: {command}")


class BrowserError(SgwError, RuntimeError):
    """The Python in a browser can't do this: it has no servers and no processes.

    Parameters
    ----------
    what
        What was asked for.
    needs
        What it needs.
    instead
        What to do instead, as a sentence.

    Examples
    --------
    >>> print(BrowserError("sgwlib.Endpoint", "a server", "Use sgwlib.inject."))
    sgwlib.Endpoint needs a server, and the Python in a browser has none. Use sgwlib.inject.
    """

    def __init__(self, what: str, needs: str, instead: str) -> None:
        self.needs = needs
        super().__init__(f"{what} needs {needs}, and the Python in a browser has none. {instead}")

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows: the sentence alone, since no line of code is to blame."""
        return [f"{type(self).__name__}: {self}"]


class ExplorerError(SgwError, ValueError):
    """The explorer cannot use a value or a gesture."""


class GraphError(SgwError, ValueError):
    """A graph cannot be read, written, ordered or covered."""


class ExplainError(SgwError, TypeError):
    """What `explain` was given is no error text, no exception and no response."""


class ScanError(SgwError, ValueError):
    """A scan of logs cannot start."""


class PracticeError(SgwError, ValueError):
    """Practice cannot start, or its progress cannot be used or saved."""


class ForeignFileError(PracticeError):
    """A file does not hold progress of a known version, so it is left alone."""


class ReviewError(_PlacedError, ValueError):
    """A source cannot be reviewed.

    Parameters
    ----------
    file
        Name of the source.
    reason
        What is wrong and what was expected.
    line
        Number of the line, counted from 1; None if the whole source is meant.
    """


class DrillError(SgwError, TypeError):
    """A drill is given something that is no job."""


def _closest(name: str, candidates: Collection[str]) -> tuple[str, ...]:
    """Return three near names, filled up with the first ones so that the hint is never empty."""
    return tuple(dict.fromkeys([*nearest(name, candidates), *candidates]))[:3]
