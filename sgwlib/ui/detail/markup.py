"""The elements that descriptions are made of.

Every element that takes the focus has a ``data-key``, so that the front end can give the focus
back after an update. ``static/detail.js`` lists the other attributes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sgwlib.catalogue import Statement

NOTHING = Markup("")

_KEY = Markup('data-key="{}"')
_LONG_LIST = 12  # names; a longer list is folded, to keep what follows in sight
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


def statement(title: str, about: Statement) -> Markup:
    """Return a statement about a code under a heading, with its evidence and source."""
    return Markup('<h4>{} <span class="sgw-evidence">{}</span></h4><p>{} {}</p>').format(
        title, about.evidence.value, about.text, source(about.source, title)
    )


def source(text: str, key: str) -> Markup:
    """Return a source in parentheses; its URLs become links.

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
    """Return the host and the last two parts of a URL."""
    host, *parts = url.partition("//")[2].strip("/").split("/")
    kept = parts if len(parts) <= 3 else ["…", *parts[-2:]]  # noqa: PLR2004 - "…" would not shorten it
    return "/".join([host, *kept])


def select_button(
    name: str, key: str, selection: Mapping[str, str], *, selected: bool = False
) -> Markup:
    """Return a button that selects an operation, a code, an exception, or several."""
    mark = Markup(' aria-current="true"') if selected else NOTHING
    return Markup("<button {}{}{}>{}</button>").format(
        _KEY.format(key), _data(selection), mark, name
    )


def each_alone(**selection: str) -> Markup:
    """Return one button for each part of the selection, which selects it alone."""
    buttons = NOTHING.join(
        select_button(name, f"alone/{kind}", {kind: name}) for kind, name in selection.items()
    )
    return heading("Select one alone") + Markup('<p class="sgw-names">{}</p>').format(buttons)


def names(
    title: str,
    found: Sequence[str],
    kind: str,
    *,
    key: str,
    folds: bool = True,
    **together: str,
) -> Markup:
    """Return names under a heading, as buttons that select them; nothing for no names.

    The names are those of a ``kind``: operation, code or exception. ``key`` tells the list from
    others in the same description. A long list is folded, unless ``folds`` is false. Each button
    also selects ``together``.
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
    """Return a list that sets a trait; the name of a group may be empty."""
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
    """Return a button that switches a trait on and off and shows its state."""
    values = ("true", "false") if on else ("false", "true")
    return Markup(
        '<button {} data-trait="{}" aria-pressed="{}" data-value="{}">{}</button>'
    ).format(_KEY.format(trait), trait, *values, label)


def copyable(key: str, title: str, text: str) -> Markup:
    """Return preformatted text under a heading, with a button that copies it."""
    return Markup(
        '<h4>{} <button {} data-copy="{}" aria-label="Copy: {}">Copy</button></h4>'
        '<pre role="group" tabindex="0" {} data-copied="{}" aria-label="{}">{}</pre>'
    ).format(title, _KEY.format(f"copy-{key}"), key, title, _KEY.format(key), key, title, text)
