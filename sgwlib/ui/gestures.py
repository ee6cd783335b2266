"""What a gesture in a view does to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.coverage import load_coverage
from sgwlib.errors import ExplorerError
from sgwlib.text import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.ui.model import ExplorerModel

SETTABLE = ("order", "folded", "view", "whole", "error", "carrier", "called")
"""Traits that a view may set."""


def carry_out(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    """Do what a view asks for. A message without a known gesture's name does nothing.

    Raises
    ------
    SgwError
        If the gesture is malformed, names something that the catalogue does not have, or
        gives a report that cannot be read.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> model = ExplorerModel()
    >>> carry_out(model, {"gesture": "select", "operation": "DeleteVolume"})
    >>> model.selection.operation
    'DeleteVolume'
    """
    name = gesture.get("gesture") if isinstance(gesture, dict) else None
    act = _GESTURES.get(name) if isinstance(name, str) else None
    if act:
        act(model, gesture)


def _select(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    model.select(*(_string(gesture, name) for name in ("operation", "code", "exception")))


def _set(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    name = gesture.get("name")
    if name not in SETTABLE:
        raise ExplorerError(f"A view can set {one_of(SETTABLE)}. It tried to set {name!r}.")
    setattr(model, name, gesture.get("value"))


def _coverage(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    """Show the coverage of a report; without a path, remove it."""
    path = _string(gesture, "path")
    model.coverage = load_coverage(path) if path else None


def _string(gesture: Mapping[str, Any], key: str) -> str:
    """Return a string of a gesture; an empty one where the view left it out."""
    value = gesture.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        name = gesture["gesture"]
        raise ExplorerError(f"The gesture {name!r} takes a string as {key!r}. Got {value!r}.")
    return value


_GESTURES: dict[str, Callable[[ExplorerModel, Mapping[str, Any]], None]] = {
    "select": _select,
    "set": _set,
    "coverage": _coverage,
    "explain": lambda model, gesture: model.explain(_string(gesture, "text")),
    "clear": lambda model, _: model.clear_filters(),
    "back": lambda model, _: model.back(),
    "forward": lambda model, _: model.forward(),
}
