"""What holds for all tests."""

from __future__ import annotations

import gc
import signal
from typing import Any

import pytest
from hypothesis import settings

# A shell lets what it starts in the background ignore Ctrl-C, and children inherit that. Some tests
# press Ctrl-C in a child.
signal.signal(signal.SIGINT, signal.default_int_handler)

# On a busy machine, the time of an example says nothing. `make test-heavy` tries each law with more.
settings.register_profile("short", deadline=None, max_examples=15)
settings.register_profile("heavy", deadline=None, max_examples=100)
settings.load_profile("short")

# Collecting imports all there is, and nothing of it becomes garbage. To look for some takes a fifth of
# the time, in each worker.
gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage again."""
    # Without gc.freeze(): hypothesis asks gc who refers to its random numbers, and must find out.
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have one worker do all tests in a browser, since they share a JupyterLab and a Chromium."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # has no types

    class Browser(LoadFileScheduling):  # type: ignore[misc]  # for the same reason
        def _split_scope(self, nodeid: str) -> str:
            folder = "tests/browser/"
            return folder if nodeid.startswith(folder) else str(super()._split_scope(nodeid))

    return Browser(config, log)
