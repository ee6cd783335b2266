"""Every test begins as a learner does: no hint was given, nothing is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sgwlib.tutorial import checking
from tests.tutorial.kernels import running_kernel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tutorial.kernels import Kernel


@pytest.fixture(autouse=True)
def fresh_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_given", {})
    monkeypatch.setattr(checking, "_solved", set())


@pytest.fixture(scope="session")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    with running_kernel(tmp_path_factory.mktemp("ipython")) as kernel:
        yield kernel
