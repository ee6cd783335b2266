"""Words that several modules put into a sentence."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, thing: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "operation"), counted(0, "error code")
    ('1 operation', '0 error codes')
    """
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
