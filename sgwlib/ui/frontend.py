"""The front end's files as anywidget wants them: each view's module in one text."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["module", "style"]

_FOLDER = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def module(name: str) -> str:
    """Return an ES module together with those that it imports, as one module.

    anywidget loads a view from one text, in which an import of a file beside it has no meaning.
    So the files imported take the place of the imports: there is no build step, and tests
    import the files as they are.

    Parameters
    ----------
    name
        File in ``static/``, such as ``"matrix.js"``. Its imports have the form
        ``import { names } from "./file.js";``, and no two files give one name to two things.

    Returns
    -------
    str
    """
    texts: dict[str, str] = {}
    _collect(name, texts)
    *imported, view = texts.values()
    return "".join([_EXPORT.sub("", text) for text in imported] + [view])


def style(name: str) -> str:
    """Return a style sheet."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _collect(name: str, texts: dict[str, str]) -> None:
    """Add a module to the texts, after those that it imports."""
    source = (_FOLDER / name).read_text(encoding="utf-8")
    for imported in _IMPORT.findall(source):
        if imported not in texts:
            _collect(imported, texts)
    texts[name] = _IMPORT.sub("", source)
