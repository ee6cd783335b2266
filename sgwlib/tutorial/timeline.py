"""The timeline of one call in words and numbers, for the picture that a view draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.simulation.boto import Request


def drawn(requests: Sequence[Request], operation: str) -> dict[str, Any]:
    """Return what a view draws: each request with its wait, and how the call ends."""
    last = requests[-1]
    end = f"{operation} returns."
    if last.error:
        end = f"boto3 raises the error {last.exception}."
    return {
        "requests": [
            {
                "said": _said(number, each),
                "failed": each.error is not None,
                "status": each.status,
                "name": each.error or "success",
                "wait": round(each.wait, 3) if each.wait else None,
            }
            for number, each in enumerate(requests, 1)
        ],
        "ended": last.error is None,
        "end": end,
        "because": _because(requests),
        "total": _total(requests),
    }


def _said(number: int, request: Request) -> str:
    """Return a request in a sentence, for those who don't see the picture."""
    met = f"fails with {request.error}, status {request.status}" if request.error else "succeeds"
    wait = f"; then a wait of up to {request.wait:.3g} s" if request.wait else ""
    return f"Request {number} {met}{wait}."


def _total(requests: Sequence[Request]) -> str:
    waited = sum(each.wait or 0 for each in requests)
    if not waited:
        return f"{counted(len(requests), 'request')} and no wait."
    return (
        f"{counted(len(requests), 'request')}, at most {waited:.3g} s of waiting. "
        "botocore draws each wait at random, between 0 and the length shown."
    )


def _because(requests: Sequence[Request]) -> str:
    first, last = requests[0], requests[-1]
    because = first.because[:1].upper() + first.because[1:]
    if last.error and len(requests) > 1:
        return f"{because}. Then there is no attempt left."
    return f"{because}."
