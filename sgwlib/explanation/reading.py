"""From a text to sightings: every level of it, each piece in the notation it is written in."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.bare import bare_codes
from sgwlib.explanation.lines import in_lines, loose_messages
from sgwlib.explanation.objects import in_braces
from sgwlib.explanation.signs import Sighting
from sgwlib.explanation.views import (
    View,
    is_coloured,
    is_docker,
    is_escaped,
    is_of_syslog,
    is_of_url,
    is_quoted,
    uncoloured,
    undocked,
    unescaped,
    unnumbered,
    unpercented,
    unquoted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.objects import Inner
    from sgwlib.explanation.signs import What

__all__ = ["MARKERS", "read"]

MARKERS: Final = (
    "InvalidGatewayRequestException",
    "when calling the",
    "__type",
    "Exception",
    "InternalServerError",
    "InternalFailure",
    "ServiceUnavailable",
    "errorCode",
    "ErrorCode",
    "InvalidAction",
    "MissingAction",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "RequestExpired",
    "(Service: ",
)
"""A string without any of these holds no error, though it may be the message of one."""

_DEEPEST: Final = 4  # levels of text inside of text


def read(view: View, known: Known) -> list[Sighting]:
    """Return what is sighted in a text, in its order.

    Parameters
    ----------
    view
        The text.
    known
        The names and messages to recognise.

    Returns
    -------
    list of Sighting
        No sign stands in two of them.
    """
    if is_docker(view.text):
        view = undocked(view)
    if is_quoted(view.text):
        view = unquoted(view)
    if is_of_url(view.text):
        view = unpercented(view)
    if is_of_syslog(view.text):
        view = unnumbered(view)
    scopes = count(1)
    found = list(_read(view, known, 0, _DEEPEST, lambda: next(scopes)))
    if not any(sign.what == "message" for sighting in found for sign in sighting):
        found += loose_messages(view, known, 0)
    if not any(sighting.names_error for sighting in found):
        found += bare_codes(_plain(view), known, 0)
    return sorted(_once(found), key=lambda sighting: sighting.start)


def _read(
    view: View, known: Known, scope: int, levels: int, new_scope: Callable[[], int]
) -> Iterator[Sighting]:
    if is_coloured(view.text):
        view = uncoloured(view)
    found = in_braces(view, known, _may_hold_error, new_scope, scope)
    yield from found.sightings
    for inner in found.inner if levels else ():
        part = view.part(inner.start, inner.end)
        part = unescaped(part) if "\\" in part.text else part
        yield from _read(part, known, inner.scope, levels - 1, new_scope)
    for gap in _gaps(view, found.inner):
        if levels and is_escaped(gap.text):
            yield from _read(unescaped(gap), known, scope, levels - 1, new_scope)
        else:
            yield from in_lines(gap, known, scope)


def _plain(view: View) -> View:
    """Return a view without colours, and without the outermost escapes."""
    view = uncoloured(view) if is_coloured(view.text) else view
    return unescaped(view) if is_escaped(view.text) else view


def _may_hold_error(text: str) -> bool:
    """Say whether a string may hold an error text, and not only its name or its message."""
    return (" " in text or "{" in text) and any(marker in text for marker in MARKERS)


def _gaps(view: View, inner: list[Inner]) -> Iterator[View]:
    """Yield what is left of a text when the strings are taken out that are read by themselves."""
    if not inner:
        yield view
        return
    last = 0
    for start, end, _ in sorted(inner):
        yield view.part(last, start)
        last = end
    yield view.part(last, len(view.text))


def _once(sightings: list[Sighting]) -> Iterator[Sighting]:
    """Drop a sign that was read before, in another notation."""
    seen: set[tuple[What, int]] = set()
    for sighting in sightings:
        new = [sign for sign in sighting if (sign.what, sign.start) not in seen]
        seen.update((sign.what, sign.start) for sign in new)
        if new:
            yield Sighting(new, sighting.scope)
