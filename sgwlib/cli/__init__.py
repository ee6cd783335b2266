"""The ``sgw`` command: how it starts, and how it ends.

* ``parser``     the commands, by name; a new one gets a module of its own and a line there
* ``command``    what a command is made of, and the options that several share
* ``output``     standard output: tables on a terminal, tab-separated lines in a pipe
* ``listing``    ``sgw operations`` and ``sgw codes``
* ``show``       ``sgw show``
* ``simulation`` ``sgw simulate``
* ``serve``      ``sgw serve``
* ``coverage``   ``sgw coverage``
* ``explain``    ``sgw explain``
* ``scan``       ``sgw scan``, and ``progress`` for what takes long
* ``review``     ``sgw review``
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
# What a shell reports for a program that such a signal ended: 128 + its number.
_INTERRUPTED: Final = 130
_READER_GONE: Final = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the ``sgw`` command.

    Parameters
    ----------
    arguments
        What stands after ``sgw``; those of this process by default.

    Returns
    -------
    int
        The exit status: 0; 1 if the output cannot be written, or if a check that the command
        was asked for fails; 2 after bad input, with one sentence on standard error and
        nothing on standard output; 130 after Ctrl-C; 141 if the reader of the output is gone.
        A command may have others.

    Examples
    --------
    >>> main(["operations", "--code", "VolumeNotReady"])  # doctest: +NORMALIZE_WHITESPACE
    CreateSnapshot  snapshot  changes  1
    CreateSnapshotFromVolumeRecoveryPoint  snapshot  changes  1
    0
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
    # Imported here, so that Ctrl-C is quiet from the first moment on.
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
        output.flush()  # the sentence comes after what it is about
        _say(str(error))
        status = _CHECK_FAILED
    except SgwError as error:
        _say(str(error))
        status = _BAD_INPUT
    except SystemExit:  # argparse has printed the help or the version
        pass
    output.flush()
    return status


def _say(sentence: str) -> None:
    """Write one line to standard error, if there is one."""
    from sgwlib.cli.output import encodable, one_line

    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(encodable(f"sgw: {one_line(sentence)}\n", sys.stderr))


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that Python's own flush at the end is quiet."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
