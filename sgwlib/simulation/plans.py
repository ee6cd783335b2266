"""Fault plans as files: TOML for people, JSON for programs.

.. code-block:: toml

    seed = 7

    [[faults]]
    operation = "DeleteVolume"
    error = "VolumeInUse"
    times = 2
"""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.errors import FaultError, SgwError, UnknownNameError
from sgwlib.files import parse_json, read_file, reason_of, write_atomically
from sgwlib.simulation.faults import as_plan, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.simulation.faults import Fault, FaultPlan

__all__ = ["load_plan", "save_plan"]

_LARGEST = 2**20  # bytes, enough for some ten thousand faults
# tomllib keeps every prefix of a dotted key, so a key of 50,000 parts takes 3 GB. The names of a
# plan have one part.
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){16}""")
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\''  # TOML strings of several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|\#[^\n]*",  # a comment of TOML; JSON has no # outside its strings
    re.DOTALL,
)
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*_?faults_?[ \t]*\]\]", re.MULTILINE)
_LIST = re.compile(r"\b_?faults_?\s*[:=]\s*\[")


def load_plan(path: str | Path) -> FaultPlan:
    r"""Load a fault plan.

    Parameters
    ----------
    path
        A file of at most 1 MiB whose name ends in ``.toml`` or ``.json``.

    Returns
    -------
    FaultPlan
        With all counts at zero.

    Raises
    ------
    FaultError
        If the file or one of its faults is wrong. The message names the file, the line and the
        reason.
    UnknownNameError
        If the file name has another ending.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "plan.toml"
    >>> _ = path.write_text('[[faults]]\noperation = "DeleteVolume"\nerror = "VolumeInUse"')
    >>> print(load_plan(path).faults[0])
    DeleteVolume VolumeInUse
    """
    path = Path(path)
    ending = _ending(path)
    text = _read(path)
    try:
        return plan_of(_parse(text, ending), _lines_of_faults(text))
    except SgwError as error:
        raise FaultError(f"{path}, {error}") from None


def save_plan(plan: Fault | Iterable[Fault] | FaultPlan, path: str | Path) -> None:
    """Save the faults and the seed of a plan, without its counts.

    Parameters
    ----------
    plan
        A fault, a list of faults, or a plan.
    path
        A file name that ends in ``.toml`` or ``.json``.

    Raises
    ------
    FaultError
        If the plan is not one, or the file cannot be written. An existing file stays as it was.
    UnknownNameError
        If the file name has another ending.

    Examples
    --------
    >>> import tempfile
    >>> from sgwlib import Fault, FaultPlan
    >>> path = Path(tempfile.mkdtemp()) / "plan.toml"
    >>> plan = FaultPlan([Fault("*", "ThrottlingException", times=1)], seed=7)
    >>> save_plan(plan, path)
    >>> load_plan(path) == plan
    True
    """
    path = Path(path)
    ending = _ending(path)
    data = as_plan(plan).to_dict()
    text = json.dumps(data, indent=2) + "\n" if ending == ".json" else _toml(data)
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise FaultError(f"{path} cannot be written: {reason_of(error)}") from None


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in (".toml", ".json"):
        raise UnknownNameError("file ending", path.suffix, (".toml", ".json"))
    return ending


def _read(path: Path) -> str:
    try:
        content = read_file(path, largest=_LARGEST)
    except OSError as error:
        raise FaultError(f"{path} cannot be read: {reason_of(error)}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultError(f"{path}, line {line}: not UTF-8: {error.reason}") from None


def _parse(text: str, ending: str) -> object:
    try:
        if ending == ".json":
            return parse_json(text)
        if long := _LONG_KEY.search(text):
            line = text.count("\n", 0, long.start()) + 1
            raise FaultError(f"line {line}: a key has too many parts: {long[0][:40]}...")
        return tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise FaultError(f"line {error.lineno}: not JSON: {error.msg}") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1  # it says "at end of document"
        raise FaultError(f"line {line}: not TOML: {error}") from None
    except RecursionError:
        raise FaultError("nested too deeply") from None
    except ValueError as error:  # ours, or a number of thousands of digits
        raise FaultError(str(error)) from None


def _toml(data: dict[str, Any]) -> str:
    parts = [f"seed = {data['seed']}\n"] if "seed" in data else []
    if not data["faults"]:
        parts.append("faults = []\n")
    for settings in data["faults"]:
        lines = (f"{name} = {_toml_value(value)}" for name, value in settings.items())
        parts.append("\n".join(["[[faults]]", *lines, ""]))
    return "\n".join(parts)


def _toml_value(value: object) -> str:
    """Write a value as TOML: as JSON, but TOML has no surrogate pairs and escapes DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", r"\u007f")


def _lines_of_faults(text: str) -> list[int]:
    """Return the lines on which the faults begin, in a text that is valid TOML or JSON."""
    # Without strings and comments, each bracket and comma belongs to the structure.
    bare = _STRING_OR_COMMENT.sub(_only_word_characters, text)
    listed = _LIST.search(bare)
    starts = _items(bare, listed.end()) if listed else (m.end() for m in _TABLE.finditer(bare))
    breaks = [found.start() for found in re.finditer("\n", bare)]
    return [bisect_left(breaks, start) + 1 for start in starts]


def _only_word_characters(found: re.Match[str]) -> str:
    return re.sub(r"[^\w\n]", " " if found[0].startswith("#") else "_", found[0])


def _items(bare: str, start: int) -> Iterator[int]:
    """Yield the place of each item of the list that opens before ``start``."""
    depth, expected = 1, True
    for place, character in enumerate(bare[start:], start):
        if depth == 1 and expected and not character.isspace() and character != "]":
            yield place
            expected = False
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "," and depth == 1:
            expected = True
        if depth == 0:
            return
