"""Say at once what is to be said: of a notebook's cell, only the last value shows by itself.

So that a check and a hint in one cell are both seen, each shows itself when it is called. What it
returns would then be shown again where it is the cell's value; it knows its cell, and is not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TypeVar

__all__ = ["Said", "say"]


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown once in a cell.

    Parameters
    ----------
    cell
        Number of the cell in which it was shown at once; None for not at once.
    """

    cell: int | None = field(default=None, kw_only=True, compare=False, repr=False)

    def _ipython_display_(self) -> None:
        """Show nothing where it is shown already; else leave it to IPython."""
        if self.cell is None or self.cell != _cell():
            raise NotImplementedError  # by which IPython shows it as it shows other values


_Saying = TypeVar("_Saying", bound=Said)


def say(told: _Saying) -> _Saying:
    """Show something at once in a notebook, and return it; elsewhere, only return it.

    Parameters
    ----------
    told
        What to show.

    Returns
    -------
    Said
        The same, which is not shown once more if it is the value of the cell.

    Examples
    --------
    >>> say(Said())  # in no notebook
    Said()
    """
    cell = _cell()
    if cell is None:
        return told
    from IPython.display import display  # loaded already, as this is a notebook

    display(told)  # type: ignore[no-untyped-call]  # IPython has few types
    return replace(told, cell=cell)


def _cell() -> int | None:
    """Return the number of the cell that runs; None where there are no cells."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()  # has no kernel in a terminal, where each value shows by itself
    return shell.execution_count if hasattr(shell, "kernel") else None
