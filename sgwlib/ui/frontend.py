"""The front end's files as anywidget needs them: each view's module as one string."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
# A block that documents a function, or a line that is a comment, with its line break.
_COMMENT = re.compile(r"^ *(/\*\*(?>[\s\S]*?\*/)|//.*)\n", re.MULTILINE)


@cache
def module(name: str) -> str:
    """Return an ES module together with the modules that it imports, as one module.

    anywidget loads a view from one string, where an import of another file has no meaning.
    So the imported files replace the imports. This needs no build step, and tests import the
    files as they are. Every import has the form ``import { names } from "./file.js";``, and no
    two files use the same top-level name. Comments are left out, since each explorer sends all of
    this to the page.
    """
    sources: dict[str, str] = {}
    _collect(name, sources)
    *imported, view = sources.values()
    joined = "".join([_EXPORT.sub("", source) for source in imported] + [view])
    return _COMMENT.sub("", joined)


@cache
def style(name: str) -> str:
    """Return a style sheet."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _collect(name: str, sources: dict[str, str]) -> None:
    """Add a module to the sources, after the modules that it imports."""
    source = (_FOLDER / name).read_text(encoding="utf-8")
    for imported in _IMPORT.findall(source):
        if imported not in sources:
            _collect(imported, sources)
    sources[name] = _IMPORT.sub("", source)
