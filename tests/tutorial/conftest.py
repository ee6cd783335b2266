"""Every test begins as a learner does: no hint was given, nothing is solved."""

from __future__ import annotations

import pytest

from sgwlib.tutorial import checking


@pytest.fixture(autouse=True)
def fresh_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_given", {})
    monkeypatch.setattr(checking, "_solved", set())
