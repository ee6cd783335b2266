"""No source makes a review fail or hang, or leaves a trace outside its process."""

from __future__ import annotations

import os
import signal
import socket
import time
from typing import TYPE_CHECKING

import pytest

from sgwlib.errors import ReviewError
from sgwlib.reviewing.reader import review_text
from tests.reviewing import hostile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sgwlib.reviewing.process import Worker

LONGEST = 60  # seconds for one source, on a busy machine


def review_all(worker: Worker, sources: Iterable[str], folder: Path) -> None:
    environment, alarm = dict(os.environ), signal.getsignal(signal.SIGVTALRM)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        port = server.getsockname()[1]
        for source in sources:
            began = time.monotonic()
            text = source.replace(hostile.MARK, str(folder / "mark"))
            text = text.replace("('127.0.0.1', 9)", f"('127.0.0.1', {port})")
            found = review_text(worker, text)
            assert [call.operation for call in found.calls] == ["RefreshCache"], source
            assert time.monotonic() - began < LONGEST, source
            assert list(folder.iterdir()) == [], source
        with pytest.raises(BlockingIOError):
            server.accept()
    assert dict(os.environ) == environment
    assert signal.getsignal(signal.SIGVTALRM) is alarm


def test_there_are_enough() -> None:
    assert len(hostile.sources()) + len(hostile.ENDLESS) >= 100


def test_no_source_leaves_a_trace(worker: Worker, tmp_path: Path) -> None:
    review_all(worker, hostile.sources()[::12], tmp_path)


@pytest.mark.heavy
def test_none_of_all_sources_leaves_a_trace(worker: Worker, tmp_path: Path) -> None:
    review_all(worker, hostile.sources(), tmp_path)


@pytest.mark.heavy
def test_no_source_hangs(worker: Worker, tmp_path: Path) -> None:
    review_all(worker, map(hostile.in_handler, hostile.ENDLESS), tmp_path)


def test_what_is_no_python_is_refused(worker: Worker) -> None:
    for source in hostile.REFUSED:
        with pytest.raises(ReviewError):
            review_text(worker, source)


def test_a_worker_that_ends_is_started_again(worker: Worker) -> None:
    for _ in range(2):
        worker._end()
        assert review_text(worker, hostile.in_handler("pass")).calls
