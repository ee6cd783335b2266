"""Time passes without waiting, and random numbers are known; afterwards all is as before."""

from __future__ import annotations

import random
import time
from datetime import datetime
from typing import Any

import pytest

from sgwlib.running import Run, failure, run
from sgwlib.virtual import HIGH, LOW
from tests.tutorial.learners import learners

WAITING = {
    "sleep": "import time\ndef function():\n    time.sleep(1000)",
    "an imported sleep": "from time import sleep\ndef function():\n    sleep(1000)",
    "a default": "import time\ndef function(wait=time.sleep):\n    wait(1000)",
    "a keyword's default": "import time\ndef function(*, wait=time.sleep):\n    wait(1000)",
    "a helper's default": """
        import time
        def pause(wait=time.sleep):
            wait(1000)
        def function():
            pause()
    """,
    "a decorator": """
        import functools, time
        def patient(wait):
            def decorate(inner):
                @functools.wraps(inner)
                def outer():
                    wait(1000)
                    return inner()
                return outer
            return decorate
        @patient(time.sleep)
        def function():
            return None
    """,
    "a coroutine": """
        import asyncio
        async def pause():
            await asyncio.sleep(1000)
        def function():
            asyncio.run(pause())
    """,
    "an event": "import threading\ndef function():\n    threading.Event().wait(1000)",
    "an object": """
        import time
        class Job:
            def __call__(self):
                time.sleep(1000)
        function = Job()
    """,
    "a thread": """
        import time
        from concurrent.futures import ThreadPoolExecutor
        def function():
            def pause(seconds):
                time.sleep(seconds)
            with ThreadPoolExecutor() as pool:
                return list(pool.map(pause, [1000]))
    """,
    "a partial": """
        import functools, time
        def pause(seconds):
            time.sleep(seconds)
        function = functools.partial(pause, 1000)
    """,
}


@pytest.mark.parametrize("source", WAITING.values(), ids=WAITING.keys())
def test_a_wait_of_any_kind_is_recorded(source: str) -> None:
    function = learners(source)
    began = time.perf_counter()
    done = run(function)
    assert done.error is None, failure(done)
    assert list(done.waits) == [1000]
    assert time.perf_counter() - began < 10
    assert repr(time.sleep) == "<built-in function sleep>"
    again = run(function)  # what was replaced is in its place again
    assert list(again.waits) == [1000]


@pytest.mark.filterwarnings("ignore:coroutine '.*sleep' was never awaited:RuntimeWarning")
def test_a_wait_that_nobody_awaits_takes_no_time() -> None:
    done = run(
        learners("""
            import asyncio
            async def pause():
                asyncio.sleep(1000)
            def function():
                asyncio.run(pause())
        """)
    )
    assert (done.error, list(done.waits)) == (None, [])


DEADLINES = {
    "monotonic": "time.monotonic()",
    "time": "time.time()",
    "perf_counter": "time.perf_counter()",
    "datetime": "datetime.now().timestamp()",
    "an aware datetime": "datetime.now(UTC).timestamp()",
    "the module": "dt.datetime.now().timestamp()",
}


@pytest.mark.parametrize("clock", DEADLINES.values(), ids=DEADLINES.keys())
def test_a_loop_with_a_deadline_ends(clock: str) -> None:
    done = run(
        learners(f"""
            import time
            import datetime as dt
            from datetime import UTC, datetime
            def function():
                end, turns = {clock} + 60, 0
                while {clock} < end:
                    time.sleep(5)
                    turns += 1
                return turns
        """)
    )
    assert (done.value, len(done.waits)) in {(12, 12), (13, 13)}, failure(done)


def test_a_sleep_refuses_what_it_always_refuses() -> None:
    for seconds, error in (("-1", ValueError), ("None", TypeError), ("'1'", TypeError)):
        done = run(learners(f"import time\ndef function():\n    time.sleep({seconds})"))
        assert isinstance(done.error, error), seconds
        assert done.waits == ()


DRAWS = {
    "random.random()": (0, 1),
    "random.uniform(2, 5)": (2, 5),
    "random.randint(1, 6)": (1, 6),
    "random.randrange(10)": (0, 9),
    "random.choice([1, 2, 3])": (1, 3),
    "random.Random().uniform(0, 2)": (0, 2),
    "random.SystemRandom().random()": (0, 1),
    "secrets.randbelow(7)": (0, 6),
    "uniform(0, 3)": (0, 3),
    "drawn()": (0, 1),
    "random.gauss(10, 2)": (4, 16),
    "random.Random().normalvariate(0, 1)": (-3, 3),
}


@pytest.mark.parametrize("draw", DRAWS)
def test_random_numbers_are_as_low_and_as_high_as_they_can_be(draw: str) -> None:
    source = f"""
        import random, secrets
        from random import random as drawn, uniform
        def function():
            return {draw}
    """
    found = [run(learners(source), luck=luck).value for luck in (LOW, HIGH)]
    assert found == pytest.approx(DRAWS[draw])
    assert len({run(learners(source)).value for _ in range(40)}) > 1, "without luck it is random"
    many: Any = run(
        learners(source.replace(f"return {draw}", f"return {{{draw} for _ in range(90)}}")),
        luck=HIGH,
    )
    assert len(many.value) > 1, "and after many draws without a wait"


def test_a_method_that_draws_until_it_likes_the_number_ends() -> None:
    function = learners("import random\ndef function():\n    return random.gammavariate(5, 1)")
    assert isinstance(run(function, luck=HIGH), Run)
    assert run(function, luck=HIGH).error is None


def test_threads_of_others_keep_their_time_and_their_luck() -> None:
    drawn: list[float] = []
    waited: list[float] = []

    def other() -> None:
        began = time.monotonic()
        time.sleep(0.05)
        waited.append(time.monotonic() - began)
        drawn.extend(random.random() for _ in range(20))

    function = learners("""
        import threading, time
        def function(other):
            time.sleep(1000)
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
    """)
    assert run(function, other, luck=HIGH).waits == (1000,)
    assert 0.05 <= waited[0] < 10
    assert len(set(drawn)) > 1


def test_the_clocks_are_right_again_afterwards() -> None:
    before = [time.time(), datetime.now().timestamp()]  # noqa: DTZ005 - as the learner's clock
    run(learners("import time\ndef function():\n    time.sleep(10_000)"), luck=LOW)
    after = [time.time(), datetime.now().timestamp()]  # noqa: DTZ005
    assert all(0 <= now - then < 100 for then, now in zip(before, after, strict=True))
    assert len({random.random() for _ in range(30)}) > 1
