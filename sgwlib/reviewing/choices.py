"""Where a program can go on in several ways: each is taken in turn, from the start."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

__all__ = ["Choice", "Choices", "all_choices"]

_FREE_VISITS = 2


class Choice(NamedTuple):
    """One decision of a way."""

    node: ast.AST
    taken: bool


class Choices:
    """The decisions of one way through a program.

    Parameters
    ----------
    given
        The first of them; the others are False.
    """

    def __init__(self, given: tuple[bool, ...] = ()) -> None:
        self._given = given
        self._visits: Counter[ast.AST] = Counter()
        self._last: dict[ast.AST, bool] = {}
        self.made: list[Choice] = []
        self.repeated = False
        """Whether a decision was taken for the only reason that it was taken twice before."""

    def choose(self, node: ast.AST) -> bool:
        """Decide what cannot be known. At the same place it stays as it was after two times."""
        if not self._is_free(node):
            self.repeated = True
            return self._last[node]
        return self._decide(node)

    def again(self, node: ast.AST) -> bool:
        """Decide whether a loop of unknown length goes on: for none, one or two rounds."""
        if self._is_free(node) and self._decide(node):
            return True
        self._visits[node] = 0  # the next time, the loop starts anew
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
    """Return the decisions of every way through a program, one way after the other.

    Examples
    --------
    >>> import ast
    >>> first, second = ast.Pass(), ast.Pass()
    >>> [(way.choose(first), way.choose(second)) for way in all_choices()]
    [(False, False), (False, True), (True, False), (True, True)]
    """
    choices = Choices()
    while True:
        yield choices
        taken = [choice.taken for choice in choices.made]
        while taken and taken[-1]:
            taken.pop()
        if not taken:
            return
        choices = Choices((*taken[:-1], True))
