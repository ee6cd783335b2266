"""The boxes that narrow the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from sgwlib.filters import outcomes, resources
from sgwlib.ui.model import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from sgwlib.ui.model import ExplorerModel

__all__ = ["FilterBoxes", "completed"]


class FilterBoxes(w.HBox):  # type: ignore[misc]  # ipywidgets has no types
    """A text box a filter of the model.

    Text boxes, not drop-down lists: JupyterLab's one-key shortcuts fire from a focused list.
    A box takes any text, so that the model can say which valid names are near.

    Parameters
    ----------
    model
        Whose filters they are.
    reported
        Shows what goes wrong while it is entered.

    Attributes
    ----------
    boxes : dict of str to ipywidgets.Text
        By the model's trait.
    """

    def __init__(
        self, model: ExplorerModel, reported: Callable[[], AbstractContextManager[None]]
    ) -> None:
        catalogue = model.catalogue
        self._names = {
            "operation": tuple(catalogue.operations),
            "code": tuple(catalogue.codes),
            "resource": resources(catalogue),
            "outcome": outcomes(catalogue),
            "text": (),
        }
        labels = ("Operation", "Error code", "Resource", "Exception or status", "Search")
        self.boxes = {
            name: _box(label, self._names[name])
            for name, label in zip(FILTERS, labels, strict=True)
        }
        super().__init__([*self.boxes.values()])
        self.add_class("sgw-filters")
        self._model = model
        self._reported = reported
        self.show(model)
        for box in self.boxes.values():
            box.observe(self._take, "value")
        model.observe(self._follow, FILTERS)

    def show(self, model: ExplorerModel) -> None:
        """Let each box say what its filter is."""
        for name, box in self.boxes.items():
            value = getattr(model, name)
            # A blank between two words is not taken away while the second is being typed.
            if box.value.strip() != value:
                box.value = value

    def forget(self) -> None:
        """Follow the model no more."""
        self._model.unobserve(self._follow, FILTERS)

    def _follow(self, _change: object) -> None:
        with self._reported():
            self.show(self._model)

    def _take(self, change: Mapping[str, Any]) -> None:
        name = next(name for name, box in self.boxes.items() if box is change["owner"])
        with self._reported():
            setattr(self._model, name, completed(change["new"], self._names[name]))


def completed(text: str, names: Iterable[str]) -> str:
    """Return the name that a text means: in any case, or as the only one that contains it.

    Returns
    -------
    str
        The text itself, stripped, where it means none or could mean several.

    Examples
    --------
    >>> completed("inuse", ["VolumeInUse", "VolumeNotFound"])
    'VolumeInUse'
    >>> completed("volume", ["VolumeInUse", "VolumeNotFound"])
    'volume'
    """
    text = text.strip()
    names = tuple(names)
    if not text or text in names:
        return text
    sought = text.casefold()
    equal = [name for name in names if name.casefold() == sought]
    containing = [name for name in names if sought in name.casefold()]
    return next((found[0] for found in (equal, containing) if len(found) == 1), text)


def _box(label: str, names: tuple[str, ...]) -> w.DOMWidget:
    common = {
        "description": label,
        "style": {"description_width": "initial"},
        "layout": {"width": "auto", "flex": "1 1 220px", "max_width": "420px"},
    }
    if not names:
        return w.Text(**common, placeholder="words in names, messages, causes")
    return w.Combobox(**common, options=names, placeholder="any", continuous_update=False)
