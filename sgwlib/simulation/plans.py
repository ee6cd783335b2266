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
from typing import Any

from sgwlib.errors import FaultError, SgwError, UnknownNameError
from sgwlib.files import write_atomically
from sgwlib.simulation.faults import Fault, FaultPlan

__all__ = ["load_plan", "plan_from_json", "plan_to_json", "save_plan"]

_SETTINGS = tuple(each.name for each in fields(Fault))
_TOML_FAULT = re.compile(r"^\s*\[\[\s*faults\s*\]\]", re.MULTILINE)
_JSON_FAULTS = re.compile(r'"faults"\s*:\s*\[\s*')
_JSON_COMMA = re.compile(r"\s*,\s*")


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
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise FaultError(f"{path} cannot be read: {error}") from None
    try:
        if path.suffix == ".json":
            return _plan(json.loads(text), _lines_of_json(text))
        return _plan(tomllib.loads(text), _lines_of_toml(text))
    except json.JSONDecodeError as error:
        raise FaultError(f"{path}, line {error.lineno}: not JSON: {error.msg}") from None
    except tomllib.TOMLDecodeError as error:
        raise FaultError(f"{path}: not TOML: {error}") from None
    except RecursionError:
        raise FaultError(f"{path}: nested too deeply") from None
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
    text = json.dumps(data, indent=2) + "\n" if path.suffix == ".json" else _toml(data)
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise FaultError(f"{path} cannot be written: {error}") from None


def plan_to_json(plan: FaultPlan) -> dict[str, Any]:
    """Return a plan as plain JSON values, without what is at its default."""
    seed = {} if plan.seed is None else {"seed": plan.seed}
    return {**seed, "faults": [_settings(fault) for fault in plan.faults]}


def plan_from_json(data: object) -> FaultPlan:
    """Build a plan from plain JSON values.

    Raises
    ------
    FaultError
        If anything in it is bad, naming the fault and the reason.
    """
    return _plan(data, [])


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
    for name in data:
        if name not in ("seed", "faults"):
            raise UnknownNameError("setting of a plan", name, ("seed", "faults"))
    seed = data.get("seed")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise FaultError(f"seed is {seed!r}; expected a whole number")
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
    return FaultPlan(faults, seed)


def _fault(settings: object) -> Fault:
    if not isinstance(settings, dict):
        raise FaultError(f"expected settings, not {settings!r}")
    for name in settings:
        if name not in _SETTINGS:
            raise UnknownNameError("setting of a fault", name, _SETTINGS)
    for name in ("operation", "error"):
        if not isinstance(settings.get(name), str):
            raise FaultError(f"expected a name under {name}")
    return Fault(**settings)


def _toml(data: dict[str, Any]) -> str:
    parts = [f"seed = {data['seed']}\n"] if "seed" in data else []
    if not data["faults"]:
        parts.append("faults = []\n")
    for settings in data["faults"]:
        # A JSON text, number or truth value is one of TOML, too.
        lines = (f"{name} = {json.dumps(value)}" for name, value in settings.items())
        parts.append("\n".join(["[[faults]]", *lines, ""]))
    return "\n".join(parts)


def _lines_of_toml(text: str) -> list[int]:
    return [text.count("\n", 0, match.end()) + 1 for match in _TOML_FAULT.finditer(text)]


def _lines_of_json(text: str) -> list[int]:
    """Return the lines on which the faults begin; of a text that is known to be JSON."""
    found = _JSON_FAULTS.search(text)
    lines: list[int] = []
    place = found.end() if found else len(text)
    while text[place : place + 1] == "{":
        lines.append(text.count("\n", 0, place) + 1)
        _, place = json.JSONDecoder().raw_decode(text, place)
        comma = _JSON_COMMA.match(text, place)
        place = comma.end() if comma else len(text)
    return lines


def _check_ending(path: Path) -> None:
    if path.suffix not in (".toml", ".json"):
        raise UnknownNameError("file ending", path.suffix, (".toml", ".json"))
