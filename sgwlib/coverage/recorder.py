"""Record which errors this process gives to clients."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from sgwlib.coverage.client import ClientCoverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.coverage.format import Source
    from sgwlib.response import ErrorResponse

__all__ = ["record", "recording"]


class _Recordings:
    """The recordings of this process. All threads share them, such as that of an endpoint."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.active: tuple[ClientCoverage, ...] = ()

    def begin(self, coverage: ClientCoverage) -> None:
        with self._lock:
            self.active = (*self.active, coverage)

    def end(self, coverage: ClientCoverage) -> None:
        with self._lock:
            self.active = tuple(each for each in self.active if each is not coverage)


_recordings = _Recordings()


def record(response: ErrorResponse, source: Source) -> None:
    """Count an error in every active recording.

    Parameters
    ----------
    response
        The error that a client was given.
    source
        The part of the library that gave it: ``"simulate"``, ``"inject"`` or ``"endpoint"``.

    Examples
    --------
    >>> from sgwlib.response import build_response
    >>> with recording() as coverage:
    ...     record(build_response("DeleteVolume", "VolumeInUse"), "inject")
    >>> coverage.sources()
    {'inject': 1}
    """
    for coverage in _recordings.active:
        coverage.add(response, source)


@contextmanager
def recording() -> Iterator[ClientCoverage]:
    """Record which errors clients are given, in all threads of this process.

    Yields
    ------
    ClientCoverage
        What is met until the block ends. Nested recordings all count it.

    Examples
    --------
    >>> from sgwlib import simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    ...     response = simulate("DeleteVolume", "ThrottlingException")
    >>> list(coverage.met()), list(coverage.general())
    ([Pair(operation='DeleteVolume', code='VolumeInUse')], ['ThrottlingException'])
    """
    coverage = ClientCoverage()
    _recordings.begin(coverage)
    try:
        yield coverage
    finally:
        _recordings.end(coverage)
