"""How a piece of a program ends when it does not simply end: a return, a break, an exception."""

from __future__ import annotations

__all__ = ["Broke", "Continued", "LeftError", "Returned", "Signal", "Thrown", "UnclearError"]


class Signal(Exception):  # noqa: N818 - no error: it is how the reading of a program moves on
    """Base class of all of them."""


class Returned(Signal):
    """``return`` with its value."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class Broke(Signal):
    """``break``."""


class Continued(Signal):
    """``continue``."""


class LeftError(Signal):
    """What the body of a loop over a generator ended with: the generator cannot catch it."""

    def __init__(self, signal: Signal) -> None:
        super().__init__()
        self.signal = signal


class Thrown(Signal):
    """An exception of the program.

    Parameters
    ----------
    error
        The exception.
    line
        Where it was raised.
    meant
        Whether a ``raise`` or the service raised it, not a mistake of the program.
    """

    def __init__(self, error: BaseException, line: int, *, meant: bool) -> None:
        super().__init__()
        self.error = error
        self.line = line
        self.meant = meant


class UnclearError(Signal):
    """It cannot be told how the program goes on."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__()
        self.why = why
        self.line = line
