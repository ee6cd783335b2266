"""What an explorer says: its status in one sentence, and itself as a line of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.catalogue import load_catalogue
from sgwlib.text import counted
from sgwlib.ui.grid import CELL_KINDS
from sgwlib.ui.model import OPTIONS, ExplorerModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue


def summarise(model: ExplorerModel) -> str:
    """Return what is visible and what is selected.

    Examples
    --------
    >>> summarise(ExplorerModel(resource="gateway"))
    '39 of 289 documented pairs: 7 operations, 12 error codes.'
    """
    parts = [_visible(model), _reason(model), _met(model), _selected(model)]
    return " ".join(filter(None, parts))


def pair_sentence(catalogue: Catalogue, operation: str, code: str) -> str:
    """Return whether a pair is documented, observed, or neither.

    Examples
    --------
    >>> pair_sentence(load_catalogue(), "DeleteVolume", "VolumeInUse")
    'DeleteVolume can return VolumeInUse, documented'
    """
    if catalogue.documents(operation, code):
        return CELL_KINDS["documented"].sentence.format(operation=operation, code=code)
    if (operation, code) in catalogue.observed:
        return CELL_KINDS["observed"].sentence.format(operation=operation, code=code)
    return f"{operation} with {code} is not documented, but not impossible"


def hidden_sentence(model: ExplorerModel) -> str:
    """Return which part of the selection the filters hide; empty if they hide none.

    Examples
    --------
    >>> hidden_sentence(ExplorerModel("DeleteVolume", "InternalError", resource="gateway"))
    'The filters hide DeleteVolume.'
    """
    return f"The filters hide {' and '.join(model.hidden)}." if model.hidden else ""


def python_line(model: ExplorerModel) -> str:
    """Return the call of :func:`sgwlib.explorer` that opens the same view.

    A client's coverage appears as the variable ``coverage``, and a catalogue that is not the
    bundled one as ``catalogue``.

    Examples
    --------
    >>> model = ExplorerModel("DeleteVolume", "VolumeInUse", resource="volume", folded=True)
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
    traits = ExplorerModel.class_traits()
    for name in OPTIONS:
        value = getattr(model, name)
        if name == "coverage":
            if value is not None:
                yield "coverage=coverage"
        elif value != traits[name].default_value:
            yield f"{name}={value!r}"
    if model.catalogue is not load_catalogue():
        yield "catalogue=catalogue"


def _visible(model: ExplorerModel) -> str:
    visible, total = model.visible, len(model.catalogue.pairs)
    count = f"{len(visible.pairs)} of {total}" if len(visible.pairs) < total else str(total)
    operations = counted(visible.operations, "operation")
    codes = counted(visible.codes, "error code")
    text = f"{count} documented pairs: {operations}, {codes}."
    if model.folded and visible.pairs:
        rows, columns = len(visible.rows), len(visible.columns)
        text += f" Folded into {counted(rows, 'row')} and {counted(columns, 'column')}."
    return text


def _reason(model: ExplorerModel) -> str:
    """Return why nothing is visible."""
    if model.outcome in model.catalogue.general_exceptions:
        return f"{model.outcome} carries no error code. Any operation can return it."
    return "" if model.visible.pairs else "Nothing matches: clear a filter."


def _met(model: ExplorerModel) -> str:
    if model.coverage is None:
        return ""
    met = len(model.coverage.met(model.catalogue))
    return f"The client has met {met} of {counted(len(model.catalogue.pairs), 'pair')}."


def _selected(model: ExplorerModel) -> str:
    operation, code, exception = model.selection
    if operation and code:
        text = pair_sentence(model.catalogue, operation, code)
    else:
        text = operation or code
    if exception and code:
        text += f", carried by {exception}"
    elif exception:
        text = f"{operation} with {exception}" if operation else exception
    if not text:
        return ""
    return f"Selected: {text}{', hidden by the filters' if model.hidden else ''}."
