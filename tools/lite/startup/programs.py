"""Say in a sentence that a browser has no programs. This runs in the browser."""

from __future__ import annotations

import sys
from typing import Any

SENTENCE = (
    "The Python in a browser can't start programs, so this line did nothing: ! {}\n"
    "To run it, open the lesson on your machine or on Binder."
)


def start(shell: Any) -> None:
    """Answer each ``!`` of a cell with the sentence."""

    def system(command: str) -> None:
        print(SENTENCE.format(command), file=sys.stderr)  # noqa: T201 - for the learner
        shell.user_ns["_exit_code"] = 127  # as a shell that doesn't find a program

    def getoutput(command: str, *_: object, **__: object) -> list[str]:
        system(command)
        return []

    shell.system, shell.getoutput = system, getoutput
