"""What a gesture in any view does to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.coverage import load_coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.ui.model import ExplorerModel

__all__ = ["carry_out"]

SETTABLE = ("order", "folded", "view", "whole", "error", "carrier", "called")
"""Traits that a view may set."""


def carry_out(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    """Do what a view asks for.

    Parameters
    ----------
    model
        The model to act on.
    gesture
        As the front end sends it: its name under ``"gesture"``, and what it takes. A message
        of any other shape is none of ours, and does nothing.

    Raises
    ------
    SgwError
        If it names something that the catalogue does not have, or a report that cannot be read.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> model = ExplorerModel()
    >>> carry_out(model, {"gesture": "select", "operation": "DeleteVolume"})
    >>> model.selection.operation
    'DeleteVolume'
    """
    act = _GESTURES.get(gesture.get("gesture", ""))
    if act:
        act(model, gesture)


def _select(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    names = ("operation", "code", "exception")
    model.select(**{name: gesture.get(name) or "" for name in names})


def _set(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    if gesture["name"] in SETTABLE:
        setattr(model, gesture["name"], gesture["value"])


def _coverage(model: ExplorerModel, gesture: Mapping[str, Any]) -> None:
    """Lay a report over the matrix; without a path, take it away."""
    path = gesture.get("path")
    model.coverage = load_coverage(path) if path else None


_GESTURES: dict[str, Callable[[ExplorerModel, Mapping[str, Any]], None]] = {
    "select": _select,
    "set": _set,
    "coverage": _coverage,
    "explain": lambda model, gesture: model.explain(gesture["text"]),
    "clear": lambda model, _: model.clear_filters(),
    "back": lambda model, _: model.back(),
    "forward": lambda model, _: model.forward(),
}
