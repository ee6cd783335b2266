"""What never ends is stopped, however it catches what would stop it, and nothing is left behind."""

from __future__ import annotations

import gc
import signal
import time
from textwrap import dedent, indent
from typing import Any

import pytest

from sgwlib.running import Runaway, Watch, failure, run
from tests.tutorial.learners import learners

MOST_SECONDS = 10  # on a busy machine; mostly, a few hundredths are enough


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n        pass",
        "while True:\n        try:\n            int('x')\n        except Exception:\n            pass",
        "while True:\n        try:\n            int('x')\n        except:\n            pass",
        "while True:\n        try: abs(1)\n        except: pass",
        "while True: pass",
    ],
)
def test_a_loop_without_end_is_stopped(loop: str) -> None:
    function = learners(f"def function():\n    {loop}")
    alarm = signal.getsignal(signal.SIGALRM)
    done = run(function, watch=Watch(seconds=0.1))
    assert isinstance(done.error, Runaway)
    assert "never ends (stopped after 0.1 s, in line" in failure(done)
    assert signal.getsignal(signal.SIGALRM) is alarm
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_only_the_time_of_the_learners_function_counts_in_all_its_runs_together() -> None:
    function = learners(
        "def function(wait):\n    for _ in range(10):\n        wait(0.01)\n    return 1"
    )
    watch = Watch(seconds=0.35)
    time.sleep(0.4)
    errors = [type(run(function, time.sleep, watch=watch).error) for _ in range(4)]
    assert errors[0] is type(None)
    assert errors[-1] is Runaway


# Each catches what is raised in the call, where such a loop spends nearly all of its time.
CATCHING = {
    "bare": """
        while True:
            try:
                call()
            except:
                pass
    """,
    "one line": """
        while True:
            try: call()
            except: pass
    """,
    "twice": """
        while True:
            try:
                try:
                    call()
                except:
                    call()
            except:
                continue
    """,
    "finally": """
        while True:
            try:
                call()
            finally:
                continue
    """,
    "suppress": """
        while True:
            with suppress(BaseException):
                call()
    """,
    "helper": """
        def helper():
            try:
                call()
            except:
                return None
        while True:
            helper()
    """,
    "loop in a helper": """
        def helper():
            while True:
                try:
                    call()
                except:
                    print("again")
        try:
            helper()
        except:
            helper()
    """,
}
COMMON = ("bare", "loop in a helper")  # the others are heavy
every_catching = pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name, marks=[] if name in COMMON else [pytest.mark.heavy])
        for name, body in CATCHING.items()
    ],
)


def catching(body: str) -> Any:
    head = "from contextlib import suppress\n\ndef function(call):\n"
    return learners(head + indent(dedent(body).strip(), "    "))


def long_call() -> None:
    """Take so long, in Python, that an alarm rings within it."""
    for number in range(3_000):
        abs(number)


@every_catching
def test_a_loop_that_catches_what_is_raised_in_its_calls_is_stopped_by_time(body: str) -> None:
    began = time.perf_counter()
    done = run(catching(body), long_call, watch=Watch(seconds=0.1))
    assert isinstance(done.error, Runaway)
    assert "stopped after 0.1 s, in line" in failure(done)
    assert time.perf_counter() - began < MOST_SECONDS
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@every_catching
def test_and_by_what_it_calls(body: str) -> None:
    watch = Watch()
    calls: list[int] = []

    def call() -> None:
        calls.append(1)
        if len(calls) > 10:
            watch.stop("10 calls")

    done = run(catching(body), call, watch=watch)
    assert isinstance(done.error, Runaway)
    assert "stopped after 10 calls, in line" in failure(done)
    assert len(calls) > 10
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_thread_of_the_learners_is_stopped_by_what_it_calls() -> None:
    source = """
    from threading import Thread

    def function(call):
        def caught():
            try:
                call()
            except BaseException as error:
                found.append(error)
        found = []
        thread = Thread(target=caught)
        thread.start()
        thread.join()
        return found
    """
    watch = Watch()
    done = run(learners(source), lambda: watch.stop("1 call"), watch=watch)
    assert [str(error) for error in done.value] == ["1 call"]  # type: ignore[attr-defined]


def test_no_alarm_is_left_on() -> None:
    stop_again_and_again(20)


@pytest.mark.heavy
def test_no_alarm_is_left_on_however_often_one_rings() -> None:
    stop_again_and_again(500)


def stop_again_and_again(times: int) -> None:
    gc.collect()  # or garbage of other tests is finalized in the loop, where the alarm rings
    function = learners("def function():\n    while True: pass")
    for _ in range(times):
        assert isinstance(run(function, watch=Watch(seconds=0.01)).error, Runaway)
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
