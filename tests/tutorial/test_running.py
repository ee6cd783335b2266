"""A learner's function can do anything, and nothing of it goes further.

The functions under test have globals of their own, as those of a notebook have.
"""

from __future__ import annotations

import signal
import time
from linecache import cache
from textwrap import dedent
from typing import Any

import pytest

from sgwlib.tutorial.running import Run, Runaway, Watch, failure, run


def learners(source: str, name: str = "function") -> Any:
    """Define a function as a notebook's cell does."""
    source = dedent(source).strip()
    file = f"<cell {abs(hash(source))}>"
    cache[file] = len(source), None, source.splitlines(keepends=True), file
    defined: dict[str, Any] = {}
    exec(compile(source, file, "exec"), defined)
    return defined[name]


def test_what_it_returns_and_prints_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    done = run(learners("def function(n):\n    print('hello')\n    return n + 1"), 1)
    assert done == Run(2, None, "", (), "hello\n")
    assert capsys.readouterr().out == ""


def test_what_it_raises_is_told_with_its_line() -> None:
    done = run(learners("def function(body):\n    found = 1\n    return body['error'] + found"), {})
    assert isinstance(done.error, KeyError)
    assert failure(done) == (
        "your function stopped with `KeyError: 'error'`, in line 3: `return body['error'] + found`"
    )


def test_the_line_is_the_learners_also_where_a_library_raised() -> None:
    source = "import json\n\ndef function(text):\n    return json.loads(text)"
    assert "in line 4: `return json.loads(text)`" in failure(run(learners(source), "{"))


def test_an_exception_without_a_text_or_a_line_is_told_as_well() -> None:
    assert failure(run(learners("def function():\n    raise ValueError"))).startswith(
        "your function stopped with `ValueError`, in line 2"
    )
    assert failure(run(int, "x")).startswith("your function stopped with `ValueError: invalid")


def test_it_cannot_end_the_program() -> None:
    done = run(learners("import sys\ndef function():\n    sys.exit('bye')"))
    assert isinstance(done.error, SystemExit)


def test_the_user_can_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt):
        run(learners("def function():\n    raise KeyboardInterrupt"))


@pytest.mark.parametrize("head", ["import time", "from time import sleep"])
def test_its_sleep_is_counted_and_not_waited_for(head: str) -> None:
    call = "time.sleep" if head == "import time" else "sleep"
    function = learners(f"{head}\ndef function():\n    {call}(1000)\n    {call}(2)")
    real, before = time.sleep, dict(function.__globals__)
    assert run(function).waits == (1000, 2)
    assert time.sleep is real
    assert function.__globals__ == before


def test_the_sleep_of_others_is_real() -> None:
    function = learners("def function(wait):\n    wait(0.05)")
    began = time.perf_counter()
    assert run(function, time.sleep).waits == ()
    assert time.perf_counter() - began >= 0.05


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
    assert "does not end (it was stopped after 0.1 s, in line" in failure(done)
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


def test_a_loop_that_catches_everything_is_stopped_by_what_it_calls() -> None:
    source = """
    def function(call):
        while True:
            try:
                call()
            except:
                pass
    """
    function = learners(source)
    watch = Watch()
    calls: list[int] = []

    def call() -> None:
        calls.append(1)
        if len(calls) > 10:
            watch.stop()

    done = run(function, call, watch=watch)
    assert isinstance(done.error, Runaway)
    assert len(calls) > 10


def test_no_alarm_is_left_on_however_often_one_rings() -> None:
    function = learners("def function():\n    while True: pass")
    for _ in range(100):
        assert isinstance(run(function, watch=Watch(seconds=0.01)).error, Runaway)
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
