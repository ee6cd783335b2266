"""The elements that descriptions are made of.

Whatever takes the focus has a ``data-key``, by which the front end gives the focus back after an
update. What else the front end looks for, stands in ``static/detail.js``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sgwlib.catalogue import Statement

__all__ = [
    "NOTHING",
    "choice",
    "copyable",
    "each_alone",
    "heading",
    "names",
    "paragraph",
    "quoted",
    "select_button",
    "source",
    "statement",
    "toggle",
]

NOTHING = Markup("")

_KEY = Markup('data-key="{}"')
_LONG_LIST = 12  # names; a longer list is folded, so that what follows is in sight
_URL = re.compile(r"https?://[^\s;,()]+")


def heading(text: str) -> Markup:
    """Return the heading of a part."""
    return Markup("<h4>{}</h4>").format(text)


def paragraph(text: str) -> Markup:
    """Return a paragraph, or nothing for no text."""
    return Markup("<p>{}</p>").format(text) if text else NOTHING


def quoted(text: str) -> Markup:
    """Return a message as a paragraph."""
    return Markup('<p class="sgw-quote">“{}”</p>').format(text)


def statement(title: str, told: Statement) -> Markup:
    """Return what is said of a code, under a heading, with how it is known."""
    return Markup('<h4>{} <span class="sgw-evidence">{}</span></h4><p>{} {}</p>').format(
        title, told.evidence.value, told.text, source(told.source, title)
    )


def source(text: str, key: str) -> Markup:
    """Return where something stands; addresses in it become links.

    Examples
    --------
    >>> source("https://github.com/boto/boto3/issues/3413", "cause").striptags()
    '(github.com/…/issues/3413)'
    """
    parts, end = NOTHING, 0
    for number, found in enumerate(_URL.finditer(text)):
        parts += escape(text[end : found.start()]) + _link(found[0], f"{key}/link{number}")
        end = found.end()
    return Markup('<span class="sgw-source">({})</span>').format(parts + escape(text[end:]))


def _link(url: str, key: str) -> Markup:
    return Markup('<a href="{}" target="_blank" rel="noopener" {}>{}</a>').format(
        url, _KEY.format(key), _short(url)
    )


def _short(url: str) -> str:
    """Return host and last two parts of a URL."""
    host, *parts = url.partition("//")[2].strip("/").split("/")
    kept = parts if len(parts) <= 3 else ["…", *parts[-2:]]  # noqa: PLR2004 - "…" saves nothing
    return "/".join([host, *kept])


def select_button(
    name: str, key: str, selection: Mapping[str, str], *, selected: bool = False
) -> Markup:
    """Return a button that selects what is given by name: operation, code, exception."""
    mark = Markup(' aria-current="true"') if selected else NOTHING
    return Markup("<button {}{}{}>{}</button>").format(
        _KEY.format(key), _data(selection), mark, name
    )


def each_alone(**selection: str) -> Markup:
    """Return buttons that select alone what is selected together."""
    buttons = NOTHING.join(
        select_button(name, f"alone/{kind}", {kind: name}) for kind, name in selection.items()
    )
    return heading("Each alone") + Markup('<p class="sgw-names">{}</p>').format(buttons)


def names(
    title: str,
    found: Sequence[str],
    kind: str,
    *,
    key: str,
    folds: bool = True,
    **together: str,
) -> Markup:
    """Return names under a heading, as buttons that select them.

    Parameters
    ----------
    title
        The heading.
    found
        The names; without any, nothing is returned.
    kind
        What they are: ``"operation"``, ``"code"`` or ``"exception"``.
    key
        What tells this list from others of the same description.
    folds
        Whether a long list is folded away until it is asked for.
    **together
        What is selected together with each of them.

    Returns
    -------
    Markup
    """
    if not found:
        return NOTHING
    items = NOTHING.join(
        Markup("<li>{}</li>").format(select_button(name, f"{key}/{name}", {kind: name}))
        for name in found
    )
    buttons = Markup('<ul class="sgw-names"{}>{}</ul>').format(_data(together), items)
    if folds and len(found) > _LONG_LIST:
        return _folded(title, key, buttons)
    return heading(title) + buttons


def _data(selection: Mapping[str, str]) -> Markup:
    return NOTHING.join(
        Markup(' data-{}="{}"').format(kind, name) for kind, name in selection.items() if name
    )


def _folded(title: str, key: str, content: Markup) -> Markup:
    return Markup("<details><summary {}><h4>{}</h4></summary>{}</details>").format(
        _KEY.format(key), title, content
    )


def choice(label: str, trait: str, groups: Mapping[str, Iterable[str]], chosen: str) -> Markup:
    """Return a list to choose from, which sets a trait; one group needs no name."""
    options = NOTHING
    for group, members in groups.items():
        inner = NOTHING.join(_option(name, chosen) for name in members)
        if inner and group:
            inner = Markup('<optgroup label="{}">{}</optgroup>').format(group, inner)
        options += inner
    return Markup(
        '<label>{} <select {} data-trait="{}" aria-label="{}">{}</select></label>'
    ).format(label, _KEY.format(trait), trait, label, options)


def _option(name: str, chosen: str) -> Markup:
    selected = Markup(" selected") if name == chosen else NOTHING
    return Markup("<option{}>{}</option>").format(selected, name)


def toggle(label: str, trait: str, *, on: bool) -> Markup:
    """Return a button that switches a trait on and off, and says which it is."""
    values = ("true", "false") if on else ("false", "true")
    return Markup(
        '<button {} data-trait="{}" aria-pressed="{}" data-value="{}">{}</button>'
    ).format(_KEY.format(trait), trait, *values, label)


def copyable(key: str, title: str, text: str) -> Markup:
    """Return a text as it stands, under a heading with a button that copies it."""
    return Markup(
        '<h4>{} <button {} data-copy="{}" aria-label="Copy: {}">Copy</button></h4>'
        '<pre role="group" tabindex="0" {} data-copied="{}" aria-label="{}">{}</pre>'
    ).format(title, _KEY.format(f"copy-{key}"), key, title, _KEY.format(key), key, title, text)
