"""What the widgets have in common that the page draws: a gesture's failure is shown."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets as t

from sgwlib.errors import SgwError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_log = logging.getLogger(__name__)


@contextmanager
def reported(view: Any) -> Iterator[None]:
    """Show what goes wrong in a callback as the problem of a view, since Jupyter would hide it."""
    try:
        yield
    except SgwError as error:
        view.problem = str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
        _log.debug("a gesture failed", exc_info=True)
        view.problem = f"This failed: {type(error).__name__}: {error}"


class View(anywidget.AnyWidget):
    """A widget that reports what goes wrong in a gesture, since Jupyter would hide it."""

    problem = t.Unicode(help="what went wrong").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._take)

    def act(self, gesture: Mapping[str, Any]) -> None:
        """Do what a gesture of the view means."""
        raise NotImplementedError

    def as_text(self) -> str:
        """Return the widget as plain text, for a page without a kernel."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        live = super()._repr_mimebundle_(**kwargs)
        if live is None:
            return None
        data, metadata = live
        return {**(data or {}), "text/plain": self.as_text()}, metadata

    def _take(self, _view: object, gesture: Mapping[str, Any], _buffers: object) -> None:
        self.problem = ""
        with reported(self):
            self.act(gesture)
