"""What one client may cost the endpoint."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of requests and connections; no request of an SDK comes near them.

    Parameters
    ----------
    body
        Bytes of a body.
    head
        Bytes of a request's first line and headers.
    headers
        How many headers.
    seconds
        How long a request may take to arrive, and an answer to be fetched.
    idle
        How many seconds a connection is kept open between two requests.
    connections
        How many at a time.
    calls
        How many of the last calls are remembered.
    """

    body: int = 1 << 20
    head: int = 16 << 10
    headers: int = 100
    seconds: float = 10.0
    idle: int = 60
    connections: int = 256
    calls: int = 10_000
