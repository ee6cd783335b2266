"""From a text to clusters of evidence, level by level, each piece in its own notation."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.evidence import Cluster
from sgwlib.explanation.lines import code_names, in_lines, lone_messages
from sgwlib.explanation.objects import ObjectReader
from sgwlib.explanation.views import View, decode_json, decode_whole, is_escaped, strip_colours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.explanation.evidence import What
    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.objects import Inner

# A string inside a text is parsed by itself only if it has one of these.
_ERROR_WORDS: Final = (
    *("InvalidGatewayRequestException", "when calling the", "__type", "Exception"),
    *("InternalServerError", "InternalFailure", "ServiceUnavailable", "errorCode", "ErrorCode"),
    *("InvalidAction", "MissingAction", "InvalidClientTokenId", "MissingAuthenticationToken"),
    *("RequestExpired", "(Service: "),
)
_DEEPEST: Final = 4  # levels of text inside text


def parse(view: View, known: Known) -> list[Cluster]:
    """Return the evidence of a text in its order; no piece is in two clusters."""
    view = decode_whole(view)
    scopes = count(1)
    found = list(_parse(view, known, 0, _DEEPEST, lambda: next(scopes)))
    if not any(each.what == "message" for cluster in found for each in cluster):
        found += lone_messages(view, known)
    if not any(cluster.names_error for cluster in found):
        view = strip_colours(view)
        found += code_names(decode_json(view) if is_escaped(view.text) else view, known)
    return sorted(_without_repeats(found), key=lambda cluster: cluster.start)


def _parse(
    view: View, known: Known, scope: int, levels: int, new_scope: Callable[[], int]
) -> Iterator[Cluster]:
    view = strip_colours(view)
    reader = ObjectReader(view, known, _may_hold_error, new_scope, scope)
    reader.read()
    yield from reader.clusters
    for inner in reader.inner if levels else ():
        part = decode_json(view.part(inner.start, inner.end))
        yield from _parse(part, known, inner.scope, levels - 1, new_scope)
    for gap in _gaps(view, reader.inner):
        if levels and is_escaped(gap.text):
            yield from _parse(decode_json(gap), known, scope, levels - 1, new_scope)
        else:
            yield from in_lines(gap, known, scope)


def _may_hold_error(text: str) -> bool:
    """Return whether a string may contain an error text, and not only its name or message."""
    return (" " in text or "{" in text) and any(word in text for word in _ERROR_WORDS)


def _gaps(view: View, inner: list[Inner]) -> Iterator[View]:
    """Yield what is left of a text without the strings that are parsed by themselves."""
    if not inner:
        yield view
        return
    last = 0
    for start, end, _ in sorted(inner):
        yield view.part(last, start)
        last = end
    yield view.part(last, len(view.text))


def _without_repeats(clusters: list[Cluster]) -> Iterator[Cluster]:
    """Drop evidence that was found before, in another notation."""
    seen: set[tuple[What, int]] = set()
    for cluster in clusters:
        new = [each for each in cluster if (each.what, each.start) not in seen]
        seen.update((each.what, each.start) for each in new)
        if new:
            yield Cluster(new, cluster.scope)
