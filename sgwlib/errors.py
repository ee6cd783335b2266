"""What sgwlib raises, all under one base class, and how it helps with a wrong name.

* SgwError
  x CatalogueError           a Data Package that cannot be used
  x UnknownNameError         a name that the catalogue does not have
  x UndocumentedPairError    a pair that the reference page does not list
  x CarrierError             an exception that cannot carry this error
  x ResponseError            bytes that are no error response
  x FaultError               a fault or a fault plan that cannot be used
  x CoverageError            a client's coverage that cannot be used, or that is too little
  x MissingPackageError      a package that is needed and not installed
  x GraphError               a graph that cannot be read, written or covered
  x ScanError                a scan that cannot be begun
  x PracticeError            practice that cannot be begun, or progress that cannot be kept
    x ForeignFileError       a file that is something else than progress
  x ReviewError              what cannot be reviewed: no Python, or a function without a source
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "CarrierError",
    "CatalogueError",
    "CoverageError",
    "FaultError",
    "ForeignFileError",
    "GraphError",
    "MissingPackageError",
    "PracticeError",
    "ResponseError",
    "ReviewError",
    "ScanError",
    "SgwError",
    "UndocumentedPairError",
    "UnknownNameError",
    "nearest",
]


class SgwError(Exception):
    """Base class of every error that sgwlib raises on purpose."""


class CatalogueError(SgwError):
    """A Data Package that cannot be used, with the place of the damage.

    Parameters
    ----------
    file
        Path of the damaged file, relative to the package where it lies inside.
    reason
        What is wrong and what was expected.
    line
        Number of the line, from 1; None when the whole file is meant.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")


class UnknownNameError(SgwError, KeyError):
    """A name that the catalogue does not have.

    Parameters
    ----------
    kind
        What was looked for, such as ``"operation"`` or ``"error code"``.
    name
        The name that was given.
    candidates
        All valid names; the nearest of them are kept in ``nearest``.
    instead
        What the name is known as instead, such as ``"an error code"``; None if it is not known
        at all. No valid name is near to one that was not misspelt, so that none is named then.

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
        self.name = name
        self.nearest = () if instead else nearest(str(name), candidates)
        if instead:
            hint = f": it is {instead}"
        elif self.nearest:
            hint = f"; did you mean {_one_of(self.nearest)}?"
        else:
            hint = f"; expected {_some_of(list(candidates))}"
        super().__init__(f"unknown {kind} {name!r}{hint}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would put it in quotes


class UndocumentedPairError(SgwError, LookupError):
    """A pair of known names that the reference page does not list.

    Parameters
    ----------
    operation, code
        The pair.
    codes
        Names of the codes that the operation is documented to return.
    operations
        Names of the operations that are documented to return the code.
    """

    def __init__(
        self, operation: str, code: str, codes: Collection[str], operations: Collection[str]
    ) -> None:
        self.operation = operation
        self.code = code
        self.codes = _closest(code, codes)
        self.operations = _closest(operation, operations)
        near = [
            f"{name} {joint} {_one_of(names)}"
            for name, joint, names in (
                (operation, "with", self.codes),
                (code, "from", self.operations),
            )
            if names
        ]
        hint = f"; nearest documented: {', or '.join(near)}" if near else ""
        super().__init__(
            f"{operation} is not documented to return {code}{hint} "
            "(undocumented=True simulates the pair all the same)"
        )


class CarrierError(SgwError, ValueError):
    """An exception that cannot carry the error it was asked to."""


class ResponseError(SgwError, ValueError):
    """Bytes or a status that are no error response of the service."""


class FaultError(SgwError, ValueError):
    """A fault or a fault plan that cannot be used."""


class CoverageError(SgwError, ValueError):
    """A report on a client's coverage that cannot be used, or coverage below a threshold."""


class MissingPackageError(SgwError, ImportError):
    """A package that is needed for what was asked, and not installed.

    Parameters
    ----------
    what
        What was asked.
    package
        The package that it needs.
    extra
        The extra of sgwlib that brings it.
    """

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(f"{what} needs the package {package}; install sgwlib[{extra}]")


class GraphError(SgwError, ValueError):
    """A graph that cannot be read, written or covered."""


class ScanError(SgwError, ValueError):
    """A scan of logs that cannot be begun."""


class PracticeError(SgwError, ValueError):
    """Practice that cannot be begun, or progress that cannot be used or kept."""


class ForeignFileError(PracticeError):
    """A file that is something else than progress of a known version, and not ours to move."""


class ReviewError(SgwError, ValueError):
    """A source that cannot be reviewed, with the place of what is wrong.

    Parameters
    ----------
    file
        Name of the source.
    reason
        What is wrong and what was expected.
    line
        Number of the line, from 1; None when the whole source is meant.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")


def nearest(name: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the names most like the given one, best first, whatever their case.

    Parameters
    ----------
    name
        A name, perhaps misspelt or only a part.
    candidates
        The valid names.
    count
        How many to return at most.

    Returns
    -------
    tuple of str
        Empty when nothing is near.

    Examples
    --------
    >>> nearest("volumeinuse", ["VolumeNotFound", "VolumeInUse"], count=1)
    ('VolumeInUse',)
    """
    # difflib is needed only when something went wrong: it must not slow the import.
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    folded = name.casefold()
    matches = get_close_matches(folded, by_folded, n=count, cutoff=0.6)
    if folded:
        matches += [key for key in by_folded if folded in key and key not in matches]
    return tuple(by_folded[match] for match in matches[:count])


def _closest(name: str, candidates: Collection[str], count: int = 3) -> tuple[str, ...]:
    """Return the nearest names, filled up with the first ones so that some are always named."""
    near = nearest(name, candidates, count)
    return tuple(dict.fromkeys([*near, *candidates]))[:count]


def _some_of(names: list[str], count: int = 5) -> str:
    """Name all of a few, or the first of many."""
    if len(names) <= count:
        return _one_of(names) if names else "none"
    return f"one of {len(names)} names, such as {', '.join(names[:3])}"


def _one_of(names: Collection[str]) -> str:
    """Join names as a sentence does: ``A, B or C``."""
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last
