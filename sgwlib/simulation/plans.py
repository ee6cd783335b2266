"""Fault plans as files: TOML for people, JSON for programs."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.errors import FaultError, UnknownNameError
from sgwlib.files import parse_json, read_file, reason_of, write_atomically
from sgwlib.simulation.faults import as_plan, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.simulation.faults import Fault, FaultPlan

__all__ = ["load_plan", "save_plan"]

_LARGEST = 2**20  # bytes, enough for some ten thousand faults
# In JSON and in TOML: "operation": "DeleteVolume", or operation = "DeleteVolume"
_OPERATION = re.compile(r"""\boperation["']?\s*[:=]""")


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
        If the file or one of its faults is wrong. The message names the file, the reason, and
        the line if it is known.
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
    parse = tomllib.loads if _ending(path) == ".toml" else parse_json
    try:
        text = read_file(path, largest=_LARGEST).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise FaultError(f"{path} cannot be read: {reason_of(error)}") from None
    try:
        return plan_of(parse(text), _lines_of_faults(text))
    except FaultError as error:
        raise FaultError(f"{path}, {error}") from None
    except (ValueError, RecursionError) as error:
        raise FaultError(f"{path}: not {path.suffix[1:].upper()}: {error}") from None


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
    except (OSError, ValueError) as error:
        raise FaultError(f"{path} cannot be written: {reason_of(error)}") from None


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in (".toml", ".json"):
        raise UnknownNameError("file ending", path.suffix, (".toml", ".json"))
    return ending


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
    """Return the line of each operation. If one is not there, they are fewer than the faults."""
    lines = enumerate(text.split("\n"), 1)
    return [number for number, line in lines for _ in _OPERATION.findall(line)]
