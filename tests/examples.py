"""How often a law is tried."""

from __future__ import annotations

from typing import Any

from hypothesis import settings


def tried(times: float, **others: Any) -> settings:
    """Return settings with this many times the examples of the profile that is loaded."""
    return settings(max_examples=max(2, round(settings().max_examples * times)), **others)
