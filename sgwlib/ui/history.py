"""Where one has been: a line of places to go back and forward on."""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["History"]

Place = TypeVar("Place")


class History(Generic[Place]):
    """The places visited, as a browser keeps them: a new one ends what lay ahead.

    Parameters
    ----------
    start
        The first place.

    Examples
    --------
    >>> history = History("home")
    >>> history.visit("shop")
    >>> history.back(), history.can_go_forward
    ('home', True)
    """

    def __init__(self, start: Place) -> None:
        self._places = [start]
        self._here = 0

    @property
    def here(self) -> Place:
        """The place where one is."""
        return self._places[self._here]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back from a place."""
        return self._here < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go to a place; to be where one is already leaves no trace."""
        if place != self.here:
            del self._places[self._here + 1 :]
            self._places.append(place)
            self._here += 1

    def back(self) -> Place:
        """Go to the place before, if there is one."""
        self._here -= self.can_go_back
        return self.here

    def forward(self) -> Place:
        """Go to the place one came back from, if there is one."""
        self._here += self.can_go_forward
        return self.here
