"""A learner's function that does not end, in a real kernel: it is stopped, and the kernel lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.tutorial.kernels import Kernel

SPINNING: Final = """
def read(body):
    while True:
        pass
check("01-4", read)
"""
SWALLOWING: Final = """
def delete(client, arn):
    while True:
        try:
            client.delete_volume(VolumeARN=arn)
            return True
        except:
            pass
check("04-2", delete)
"""
WAITING: Final = """
def read(body):
    while True:
        try:
            time.sleep(1)
        except:
            pass
check("01-4", read)
"""
ENDLESS = ((SPINNING, "0.5 s"), (SWALLOWING, "60 calls"), (WAITING, "0.5 s"))
# Shows that it runs: its print would be kept back until it ends.
SHOWING = """
from IPython.display import display
def read(body):
    display("on")
    while True:
        pass
check("01-4", read)
"""


def limit(kernel: Kernel, seconds: float) -> None:
    """Import what a cell needs, and let a learner's function take so long."""
    assert (
        kernel.run(
            "import time",
            "from sgwlib import check",
            "from sgwlib import running",
            f"running.SECONDS = {seconds}",
        )
        == []
    )


def test_it_is_stopped_and_the_kernel_answers_and_can_be_interrupted(kernel: Kernel) -> None:
    limit(kernel, 0.5)
    for source, after in ENDLESS:
        [shown] = kernel.texts(source)
        assert f"your function never ends (stopped after {after}, in line " in shown
        assert kernel.texts("1 + 1") == ["2"]
        [_, interrupt] = kernel.run('print("on", flush=True)', "while True: pass", interrupted=True)
        assert interrupt["ename"] == "KeyboardInterrupt"
        assert kernel.texts("1 + 1") == ["2"]


def test_a_check_can_be_interrupted_before_its_time_is_up(kernel: Kernel) -> None:
    limit(kernel, 600)
    shown, interrupt = kernel.run(SHOWING, interrupted=True)
    assert shown["data"]["text/plain"] == "'on'"
    assert interrupt["ename"] == "KeyboardInterrupt"
    assert kernel.texts("import signal", "signal.getitimer(signal.ITIMER_REAL)") == ["(0.0, 0.0)"]
    limit(kernel, 0.5)
    assert "never ends" in kernel.texts(SPINNING)[0]
