"""The line of Python that opens an explorer at what is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.catalogue import load_catalogue
from sgwlib.ui.model import FILTERS, OPTIONS, ExplorerModel

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["python_line"]

# The filters by the names that `explorer` takes: its operation and code are what is selected.
ARGUMENTS = {name: name for name in OPTIONS} | {
    "operation": "only_operation",
    "code": "only_code",
}


def python_line(model: ExplorerModel) -> str:
    """Return the call of :func:`sgwlib.explorer` that opens the same view.

    A client's coverage is named as the variable ``coverage``, and another catalogue than the
    bundled one as ``catalogue``: what they hold cannot stand in a line.

    Examples
    --------
    >>> model = ExplorerModel(resource="volume", folded=True)
    >>> model.select("DeleteVolume", "VolumeInUse")
    >>> python_line(model)
    "sgwlib.explorer('DeleteVolume', 'VolumeInUse', resource='volume', folded=True)"
    """
    return f"sgwlib.explorer({', '.join(_arguments(model))})"


def _arguments(model: ExplorerModel) -> Iterator[str]:
    operation, code, exception = model.selection
    if operation:
        yield repr(operation)
    if code:
        yield repr(code) if operation else f"code={code!r}"
    if exception:
        yield f"exception={exception!r}"
    for name in (*FILTERS, "order", "folded", "view", "whole"):
        if getattr(model, name) != ExplorerModel.class_traits()[name].default_value:
            yield f"{ARGUMENTS[name]}={getattr(model, name)!r}"
    if model.coverage is not None:
        yield "coverage=coverage"
    if model.catalogue is not load_catalogue():
        yield "catalogue=catalogue"
