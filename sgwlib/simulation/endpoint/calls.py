"""What has been called and answered: the last calls, in their order."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

__all__ = ["SUCCESS", "Call", "CallLog"]

SUCCESS = "success"


class Call(NamedTuple):
    """One call and what it was answered.

    Parameters
    ----------
    operation
        Name of the operation; None where the request names none that there is.
    outcome
        The error code, else the exception, else ``"success"``.
    status
        HTTP status.
    attempt
        Which attempt it was, from 1, as the SDK itself says; None if it does not.
    time
        When it was decided.
    """

    operation: str | None
    outcome: str
    status: int
    attempt: int | None
    time: datetime


class CallLog:
    """The last calls; safe under threads.

    Parameters
    ----------
    size
        How many are remembered.

    Examples
    --------
    >>> log = CallLog(2)
    >>> for attempt in (1, 2, 3):
    ...     log.add("ListGateways", "ServiceUnavailable", 503, attempt)
    >>> [call.attempt for call in log.calls()]
    [2, 3]
    """

    def __init__(self, size: int) -> None:
        self._calls: deque[Call] = deque(maxlen=size)
        self._lock = Lock()

    def add(self, operation: str | None, outcome: str, status: int, attempt: int | None) -> None:
        """Remember a call, and forget the oldest if there are too many."""
        call = Call(operation, outcome, status, attempt, datetime.now(UTC))
        with self._lock:
            self._calls.append(call)

    def calls(self) -> tuple[Call, ...]:
        """Return the calls, the oldest first."""
        with self._lock:
            return tuple(self._calls)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._calls.clear()
