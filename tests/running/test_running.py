"""A learner's function can do anything, and nothing of it goes further."""

from __future__ import annotations

import asyncio
import time

import pytest

from sgwlib.running import Run, _without_loop, failure, run
from tests.tutorial.learners import learners


def test_what_it_returns_and_prints_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    done = run(learners("def function(n):\n    print('hello')\n    return n + 1"), 1)
    assert done == Run(2, None, "", (), "hello\n")
    assert capsys.readouterr().out == ""


def test_it_may_run_an_event_loop_in_a_notebook() -> None:
    """A cell runs in the event loop of Jupyter, which goes on afterwards."""
    source = """
        import asyncio
        async def found():
            await asyncio.sleep(10)
            return 1
        def function():
            return asyncio.run(found())
    """

    async def cell() -> Run:
        done = run(learners(source))
        await asyncio.sleep(0)
        return done

    with _without_loop():  # Playwright's goes on in this thread, once a test has used the browser
        done = asyncio.run(cell())
    assert (done.value, done.error, done.waits) == (1, None, (10,))


def test_what_it_raises_is_told_with_its_line() -> None:
    done = run(learners("def function(body):\n    found = 1\n    return body['error'] + found"), {})
    assert isinstance(done.error, KeyError)
    assert failure(done) == (
        "your function raised `KeyError: 'error'`, in line 3: `return body['error'] + found`"
    )


def test_the_line_is_the_learners_also_where_a_library_raised() -> None:
    source = "import json\n\ndef function(text):\n    return json.loads(text)"
    assert "in line 4: `return json.loads(text)`" in failure(run(learners(source), "{"))


def test_an_exception_without_a_text_or_a_line_is_told_as_well() -> None:
    assert failure(run(learners("def function():\n    raise ValueError"))).startswith(
        "your function raised `ValueError`, in line 2"
    )
    assert failure(run(int, "x")).startswith("your function raised `ValueError: invalid")


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
