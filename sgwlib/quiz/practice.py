"""The widget: the view of practice, and below it an explorer when one is asked for."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from sgwlib.errors import SgwError
from sgwlib.quiz.gestures import carry_out
from sgwlib.quiz.keeping import ProgressFile
from sgwlib.quiz.model import PracticeModel
from sgwlib.quiz.view import PracticeView
from sgwlib.quiz.wording import as_text
from sgwlib.ui.explorer import Explorer, explorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sgwlib.catalogue import Catalogue

__all__ = ["Practice", "practice"]

_log = logging.getLogger(__name__)
_FOLLOWED = ("phase", "question", "chosen", "place", "note", "problem")


class Practice(w.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The widget that :func:`practice` opens.

    Parameters
    ----------
    model
        The state to show.

    Attributes
    ----------
    model : PracticeModel
        The state. What is done there shows at once.
    """

    def __init__(self, model: PracticeModel) -> None:
        self.model = model
        self.view = PracticeView()
        self._explorer: Explorer | None = None
        super().__init__([self.view])
        self.add_class("sgw-practising")
        self.view.show(model)
        self.view.on_msg(self._take)
        model.observe(self._follow, _FOLLOWED)

    def close(self) -> None:
        """Let go of the model and of everything shown."""
        if self.comm is None:
            return  # closed already, and collected now: ipywidgets closes what it collects
        self.model.unobserve(self._follow, _FOLLOWED)
        self._open(None)
        for part in (self.view.layout, self.view, self.layout):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a twin in plain text: a page without a kernel shows the question, not a blank."""
        live = super()._repr_mimebundle_(**kwargs)
        if live is None:
            return None
        return {**live, "text/plain": as_text(self.model)}

    def _take(self, _view: PracticeView, gesture: Mapping[str, Any], _buffers: object) -> None:
        with self._reported():
            answer = carry_out(self.model, gesture)
            if answer is not None:
                self.view.send(answer)

    def _follow(self, change: Mapping[str, Any]) -> None:
        with self._reported():
            self.view.show(self.model)
            if change["name"] == "place":
                self._open(change["new"])

    def _open(self, place: tuple[str, str, str] | None) -> None:
        """Show an explorer at a place below, instead of the one before; with None, no more."""
        before, self._explorer = self._explorer, None
        if place is not None:
            operation, code, exception = place
            catalogue = self.model.catalogue
            self._explorer = explorer(operation, code, exception=exception, catalogue=catalogue)
        self.children = [self.view, *([self._explorer] if self._explorer else [])]
        if before is not None:
            before.close()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Show what goes wrong in a callback: Jupyter itself would swallow it."""
        try:
            yield
        except SgwError as error:
            self.view.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
            _log.debug("a callback of practice failed", exc_info=True)
            self.view.problem = f"Practice failed: {type(error).__name__}: {error}"


def practice(
    path: str | Path | None = None,
    seed: int | None = None,
    *,
    questions: int = 10,
    kinds: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> Practice:
    """Practise: in a notebook, let it be the last line of a cell.

    Questions are made from the catalogue, each from one fact, a *card*. What was answered wrong
    comes again in the same session, at most twice, and first of all in the next; what was right
    rests for a day, then for three, seven and 21: see :mod:`sgwlib.quiz.leitner`. With the
    keyboard, 1 to 4 answer and Enter goes on.

    Every answer is kept at once. A damaged file is set aside under another name; several widgets
    may use one file.

    Parameters
    ----------
    path
        The JSON file for the progress, which is made with the first answer; by default
        ``sgwlib/practice.json`` with the user's other data. Practice says where it is.
    seed
        Makes the same questions be asked again, for the same progress on the same day.
    questions
        How many a session has; a missed one comes again, at most twice.
    kinds
        Which questions to ask: names of :data:`~sgwlib.quiz.kinds.KINDS`. All by default.
    catalogue
        The bundled one by default.

    Returns
    -------
    Practice
        Its ``model`` holds the state.

    Raises
    ------
    PracticeError
        If the file cannot be used: it is left as it is.
    UnknownNameError
        If there is no such kind of questions.

    Examples
    --------
    >>> import tempfile
    >>> opened = practice(f"{tempfile.mkdtemp()}/progress.json", kinds=["causes"])
    >>> opened.model.question.text
    'Which error code fits this cause?'
    >>> opened.close()
    """
    model = PracticeModel(
        ProgressFile(path), length=questions, kinds=kinds, seed=seed, catalogue=catalogue
    )
    return Practice(model)
