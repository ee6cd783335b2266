from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sgwlib.reviewing.process import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

collect_ignore_glob = ["programs/*"]


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker
