"""The ``sgw`` command.

* ``parser``    the commands, in groups; a new one gets a module of its own and its name there
* ``command``   what a command is made of, and the options that several commands share
* ``output``    standard output: tables on a terminal, tab-separated lines in a pipe, JSON, CSV
* ``lookup``    the tables of the catalogue: ``sgw operations``, ``codes``, ``cover``, ``editions``
* ``pair``      one pair: ``sgw simulate``, ``recipe``, ``explorer``
* the others    one command each, of the same name
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_NOT_WRITTEN: Final = 1
_CHECK_FAILED: Final = 1
_BAD_INPUT: Final = 2
# A shell reports 128 + the number of the signal that ended a program.
_INTERRUPTED: Final = 130
_READER_GONE: Final = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``sgw`` with these words, or those of this process, and return the exit status.

    0: success. 1: the output cannot be written, or a check has failed. 2: bad input, with one
    sentence on standard error (without a command, the help) and nothing on standard output. 130:
    Ctrl-C. 141: the reader of the output is gone. The help of a command names others.
    """
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return _READER_GONE
    except OSError as error:
        _drop_output()
        _say(f"cannot write the output: {error.strerror or error}")
        return _NOT_WRITTEN


def _run(arguments: Sequence[str] | None) -> int:
    # Imported here, so that Ctrl-C is quiet from the start.
    from sgwlib.cli.command import CheckFailedError
    from sgwlib.cli.output import Output
    from sgwlib.cli.parser import parse
    from sgwlib.errors import SgwError

    output = Output(sys.stdout)
    status = 0
    try:
        parsed = parse(arguments)
        status = parsed.run(parsed, output)
    except CheckFailedError as error:
        output.flush()  # the sentence comes after the output that it is about
        _say(str(error))
        status = _CHECK_FAILED
    except SgwError as error:
        _say(str(error))
        status = _BAD_INPUT
    except SystemExit as end:  # argparse has printed the help or the version
        status = int(end.code or 0)
    output.flush()
    return status


def _say(sentence: str) -> None:
    """Write one line to standard error, if there is one."""
    from sgwlib.cli.output import encodable, one_line

    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(encodable(f"sgw: {one_line(sentence)}\n", sys.stderr))


def _drop_output() -> None:
    """Discard what is still buffered, so that Python's own flush at the end is quiet."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
