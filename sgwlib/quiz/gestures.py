"""What a gesture in the view does to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.quiz.model import PracticeModel

__all__ = ["carry_out"]


def carry_out(model: PracticeModel, gesture: Mapping[str, Any]) -> dict[str, Any] | None:
    """Do what the view asks for.

    Parameters
    ----------
    model
        The model to act on.
    gesture
        As the front end sends it: its name under ``"gesture"``, and what it takes. A message
        of any other shape is none of ours, and does nothing.

    Returns
    -------
    dict or None
        What to send back, if anything.

    Raises
    ------
    PracticeError
        If what is to be restored is no progress.

    Examples
    --------
    >>> import tempfile
    >>> from sgwlib.quiz.keeping import ProgressFile
    >>> from sgwlib.quiz.model import PracticeModel
    >>> model = PracticeModel(ProgressFile(f"{tempfile.mkdtemp()}/progress.json"))
    >>> carry_out(model, {"gesture": "answer", "choice": 0})
    >>> model.phase
    'answered'
    """
    act = _GESTURES.get(gesture.get("gesture", ""))
    return act(model, gesture) if act else None


def _look(model: PracticeModel, gesture: Mapping[str, Any]) -> None:
    for question in model.open_to_look[gesture["place"] :][:1]:  # none, once the screen has changed
        model.look(question.place)


def _download(model: PracticeModel, gesture: Mapping[str, Any]) -> dict[str, Any]:
    """Return the progress to the one view that asked: others of the same model listen, too."""
    text = model.progress.to_bytes().decode()
    return {"download": text, "name": model.file.path.name, "view": gesture["view"]}


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # as JSON is decoded: what is broken is refused so


_GESTURES: dict[str, Callable[[PracticeModel, Mapping[str, Any]], dict[str, Any] | None]] = {
    "answer": lambda model, gesture: model.answer(gesture["choice"]),
    "next": lambda model, _: model.go_on(),
    "stop": lambda model, _: model.stop(),
    "begin": lambda model, _: model.begin(),
    "look": _look,
    "download": _download,
    "restore": lambda model, gesture: model.restore(_bytes(gesture["text"])),
}
