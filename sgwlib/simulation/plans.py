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
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.errors import FaultError, SgwError, UnknownNameError
from sgwlib.files import write_atomically
from sgwlib.simulation.faults import Fault, FaultPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["load_plan", "plan_from_json", "plan_to_json", "save_plan"]

_SETTINGS = tuple(each.name for each in fields(Fault))
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\''  # TOML on several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|\#[^\n]*",  # a comment of TOML; JSON has no # outside of its texts
    re.DOTALL,
)
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*_?faults_?[ \t]*\]\]", re.MULTILINE)
_LIST = re.compile(r"\b_?faults_?\s*[:=]\s*\[")


def load_plan(path: str | Path) -> FaultPlan:
    """Load a fault plan.

    Parameters
    ----------
    path
        Ends in ``.toml`` or ``.json``.

    Returns
    -------
    FaultPlan

    Raises
    ------
    FaultError
        If the file or any of its faults is bad, naming file, line and reason. Nothing of a
        bad plan is used.
    UnknownNameError
        If the ending is another one.
    """
    path = Path(path)
    _check_ending(path)
    text = _read(path)
    try:
        return _plan(_parse(text, path.suffix.lower()), _lines_of_faults(text))
    except SgwError as error:
        raise FaultError(f"{path}, {error}") from None


def save_plan(plan: FaultPlan, path: str | Path) -> None:
    """Save a fault plan, so that it loads back equal in its faults and seed.

    Parameters
    ----------
    plan
        The plan. What it has counted is not saved.
    path
        Ends in ``.toml`` or ``.json``.

    Raises
    ------
    FaultError
        If the file cannot be written.
    UnknownNameError
        If the ending is another one.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "plan.toml"
    >>> save_plan(FaultPlan([Fault("*", "ThrottlingException", times=1)], seed=7), path)
    >>> load_plan(path).faults
    (Fault(operation='*', error='ThrottlingException', exception=None, times=1, ...),)
    """
    path = Path(path)
    _check_ending(path)
    data = plan_to_json(plan)
    text = json.dumps(data, indent=2) + "\n" if path.suffix.lower() == ".json" else _toml(data)
    try:
        write_atomically(path, text.encode())
    except (OSError, ValueError) as error:
        raise FaultError(f"{path} cannot be written: {error}") from None


def plan_to_json(plan: FaultPlan) -> dict[str, Any]:
    """Return a plan as plain JSON values, without what is at its default.

    Examples
    --------
    >>> plan_to_json(FaultPlan([Fault("*", "InternalFailure", times=1)]))
    {'faults': [{'operation': '*', 'error': 'InternalFailure', 'times': 1}]}
    """
    seed = {} if plan.seed is None else {"seed": plan.seed}
    return {**seed, "faults": [_settings(fault) for fault in plan.faults]}


def plan_from_json(data: object) -> FaultPlan:
    """Build a plan from plain JSON values.

    Raises
    ------
    FaultError
        If anything in it is bad, naming the fault and the reason.

    Examples
    --------
    >>> plan_from_json({"faults": [{"operation": "*", "error": "InternalFailure"}]}).faults
    (Fault(operation='*', error='InternalFailure', ...),)
    """
    return _plan(data, [])


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise FaultError(f"{path} cannot be read: {error}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultError(f"{path}, line {line}: not UTF-8: {error.reason}") from None


def _parse(text: str, ending: str) -> object:
    try:
        if ending == ".json":
            return json.loads(text, object_pairs_hook=_without_repeats)
        return tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise FaultError(f"line {error.lineno}: not JSON: {error.msg}") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1  # it says "at end of document"
        raise FaultError(f"line {line}: not TOML: {error}") from None
    except RecursionError:
        raise FaultError("nested too deeply") from None
    except ValueError as error:  # a number of thousands of digits
        raise FaultError(str(error)) from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse in JSON what TOML refuses by itself."""
    settings = dict(pairs)
    if len(settings) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FaultError(f"{twice} is given twice")
    return settings


def _settings(fault: Fault) -> dict[str, Any]:
    return {
        each.name: getattr(fault, each.name)
        for each in fields(fault)
        if getattr(fault, each.name) != each.default
    }


def _plan(data: object, lines: list[int]) -> FaultPlan:
    """Build a plan; ``lines`` say where each of its faults begins, as far as that is known."""
    if not isinstance(data, dict):
        raise FaultError(f"expected a table with faults, not {type(data).__name__}")
    _check_names("setting of a plan", data, ("seed", "faults"))
    given = data.get("faults")
    if not isinstance(given, list):
        raise FaultError("expected a list of faults")
    faults = []
    for number, settings in enumerate(given, 1):
        line = f"line {lines[number - 1]}, " if len(lines) == len(given) else ""
        try:
            faults.append(_fault(settings))
        except SgwError as error:
            raise FaultError(f"{line}fault {number}: {error}") from None
    return FaultPlan(faults, data.get("seed"))


def _fault(settings: object) -> Fault:
    if not isinstance(settings, dict):
        raise FaultError(f"expected settings, not {type(settings).__name__}")
    _check_names("setting of a fault", settings, _SETTINGS)
    for name in ("operation", "error"):
        if name not in settings:
            raise FaultError(f"expected a name under {name}")
    return Fault(**settings)


def _check_names(kind: str, given: dict[str, object], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise FaultError(str(UnknownNameError(kind, name, known)))


def _toml(data: dict[str, Any]) -> str:
    parts = [f"seed = {data['seed']}\n"] if "seed" in data else []
    if not data["faults"]:
        parts.append("faults = []\n")
    for settings in data["faults"]:
        # A JSON text, number or truth value is one of TOML, too.
        lines = (f"{name} = {json.dumps(value)}" for name, value in settings.items())
        parts.append("\n".join(["[[faults]]", *lines, ""]))
    return "\n".join(parts)


def _lines_of_faults(text: str) -> list[int]:
    """Return the lines on which the faults begin, of a text that is known to be TOML or JSON."""
    # Without what stands in texts and comments, each bracket and comma is one of the structure.
    bare = _TEXT.sub(_only_word_characters, text)
    listed = _LIST.search(bare)
    starts = _items(bare, listed.end()) if listed else (m.end() for m in _TABLE.finditer(bare))
    return [bare.count("\n", 0, start) + 1 for start in starts]


def _only_word_characters(found: re.Match[str]) -> str:
    return re.sub(r"[^\w\n]", " " if found[0].startswith("#") else "_", found[0])


def _items(bare: str, start: int) -> Iterator[int]:
    """Yield where each item of the list begins that opens before ``start``."""
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


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in (".toml", ".json"):
        raise UnknownNameError("file ending", path.suffix, (".toml", ".json"))
