"""What checks, hints and solutions show in a real kernel, and elsewhere."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sgwlib import check
from sgwlib.tutorial import Help
from sgwlib.tutorial.feedback import show

if TYPE_CHECKING:
    from tests.tutorial.kernels import Kernel

AS_NEW = "checking._given.clear(); checking._solved.clear()"
RIGHT = "✓ 02-1: Right"
HINT = "02-1: hint 1 of 3"
CALLS = {
    'check("02-1", 23)': RIGHT,
    'check("02-1", ...)': "… 02-1: No answer yet",
    'check("0-1", 7)': "✗ 0-1: Not yet",
    'hint("02-1")': HINT,
    'hint("0-1")': "0-1",
    'solution("02-1")': "02-1: the solution comes last",
    'solution("0-1")': "0-1",
}


@pytest.fixture(autouse=True)
def begun(kernel: Kernel) -> None:
    """Begin anew in the kernel: no hint was given, nothing is solved."""
    kernel.run(
        "from sgwlib import check, hint, solution",
        "from sgwlib.tutorial import checking",
        AS_NEW,
    )


def firsts(kernel: Kernel, *lines: str) -> list[str]:
    """Run a cell, and return the first line of each thing that it shows."""
    return [text.splitlines()[0] for text in kernel.texts(*lines)]


def test_one_call_shows_one_output(kernel: Kernel) -> None:
    for call, first_line in CALLS.items():
        kernel.run(AS_NEW)
        [output] = kernel.run(call)
        assert set(output["data"]) == {"text/plain", "text/html"}
        assert output["data"]["text/plain"].splitlines()[0] == first_line
        assert 'role="status"' in output["data"]["text/html"]


def test_all_calls_of_one_cell_show_in_their_order(kernel: Kernel) -> None:
    assert firsts(kernel, 'check("02-1", 23)', 'hint("02-1")') == [RIGHT, HINT]
    assert firsts(kernel, 'hint("02-1")', 'check("02-1", 23)') == ["02-1: hint 2 of 3", RIGHT]
    loop = "for number in (..., 23):"
    assert firsts(kernel, loop, '    check("02-1", number)') == ["… 02-1: No answer yet", RIGHT]


def test_what_is_given_a_name_is_shown_once_in_its_cell_and_again_in_another(
    kernel: Kernel,
) -> None:
    assert firsts(kernel, 'found = check("02-1", 23)', "found") == [RIGHT]
    assert firsts(kernel, 'found = check("02-1", 23)') == [RIGHT]
    assert firsts(kernel, "found") == [RIGHT]
    assert firsts(kernel, "hint('02-1')", "found") == [HINT, RIGHT]


def test_the_value_of_a_cell_stays_what_was_returned(kernel: Kernel) -> None:
    kernel.run('check("02-1", 23)')
    assert kernel.texts("_.right") == ["True"]


def test_elsewhere_a_call_only_returns(capsys: pytest.CaptureFixture[str]) -> None:
    told = Help("a hint", ())
    assert show(told) is told
    assert check("02-1", 23).right
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "module",
    [
        (),
        pytest.param(("IPython", "--simple-prompt", "--no-banner", "-i"), marks=pytest.mark.heavy),
    ],
    ids=["python", "ipython"],
)
def test_where_each_value_shows_by_itself_it_shows_once(
    module: tuple[str, ...], tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    command = [sys.executable, *(("-m", *module) if module else ("-i",))]
    typed = 'from sgwlib import check\ncheck("02-1", 23)\n'
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.count(RIGHT) == 1


def test_a_script_shows_nothing_by_itself() -> None:
    script = 'from sgwlib import check\nfound = check("02-1", 23)\nprint(found.right)'
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "True\n"
