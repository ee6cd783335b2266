"""What an explorer says in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.text import counted
from sgwlib.ui.visible import KINDS

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.ui.model import ExplorerModel

__all__ = ["pair_sentence", "summarise", "what_is_hidden"]


def summarise(model: ExplorerModel) -> str:
    """Return in plain words what is visible, and what is selected.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> summarise(ExplorerModel(resource="gateway"))
    '39 of 289 documented pairs: 7 operations, 12 error codes.'
    """
    told = [_what_is_visible(model), _why_nothing_is(model), _what_is_met(model)]
    return " ".join(filter(None, [*told, _what_is_selected(model)]))


def pair_sentence(catalogue: Catalogue, operation: str, code: str) -> str:
    """Say of an operation and a code whether the page lists the pair.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> pair_sentence(load_catalogue(), "DeleteVolume", "VolumeInUse")
    'DeleteVolume can return VolumeInUse, documented'
    """
    if catalogue.documents(operation, code):
        return KINDS["documented"].sentence.format(operation=operation, code=code)
    if (operation, code) in catalogue.observed:
        return KINDS["observed"].sentence.format(operation=operation, code=code)
    return f"{operation} with {code} is not documented, which does not make it impossible"


def what_is_hidden(model: ExplorerModel) -> str:
    """Say which part of the selection the filters hide; nothing if they hide none.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> model = ExplorerModel(resource="gateway")
    >>> model.select("DeleteVolume", "InternalError")
    >>> what_is_hidden(model)
    'The filters hide DeleteVolume.'
    """
    operation, code, _ = model.selection
    sides = ((operation, model.visible.rows), (code, model.visible.columns))
    hidden = [name for name, groups in sides if name and not any(name in each for each in groups)]
    return f"The filters hide {' and '.join(hidden)}." if hidden else ""


def _what_is_visible(model: ExplorerModel) -> str:
    visible, total = model.visible, len(model.catalogue.pairs)
    count = f"{len(visible.pairs)} of {total}" if len(visible.pairs) < total else str(total)
    operations = counted(visible.operations, "operation")
    codes = counted(visible.codes, "error code")
    text = f"{count} documented pairs: {operations}, {codes}."
    if model.folded and visible.pairs:
        rows, columns = len(visible.rows), len(visible.columns)
        text += f" Folded into {counted(rows, 'row')} and {counted(columns, 'column')}."
    return text


def _why_nothing_is(model: ExplorerModel) -> str:
    if model.outcome in model.catalogue.general_exceptions:
        return f"{model.outcome} comes alone, without a code; any operation can answer with it."
    return "" if model.visible.pairs else "Nothing matches: clear a filter."


def _what_is_met(model: ExplorerModel) -> str:
    if model.coverage is None:
        return ""
    met = len(model.coverage.met(model.catalogue))
    return f"The client has met {met} of {counted(len(model.catalogue.pairs), 'pair')}."


def _what_is_selected(model: ExplorerModel) -> str:
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
    return f"Selected: {text}{', which the filters hide' if model.hidden else ''}."
