"""Which clusters of evidence belong to one error, and which to another one in the same text.

A wrong union is worse than none: it would give one error the code or the service of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis.evidence import Cluster
from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.records import starts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.diagnosis.evidence import What

# A new sentence. An indented line, an object's, curl's "< " and a stamped one are none.
_NEW_SENTENCE: Final = re.compile(r"\n(?![\s{}\])│|<>*\d\[]|[A-Z][a-z]{2} [ \d]\d |\Z)")
_CONFLICTING: Final[tuple[What, ...]] = (
    *("exception", "code", "operation", "http_status", "request_id", "message"),
)
_FARTHEST: Final = 4000  # characters between an error and a detail of it


def by_line(clusters: list[Cluster], text: str) -> list[Cluster]:
    """Return the clusters, those of one line together, but for messages alone."""

    def share_line(one: Cluster, last: Cluster) -> bool:
        return not (
            one.is_message_alone
            or last.is_message_alone
            or last.scope != one.scope
            or text.find("\n", last.end, one.start) >= 0
            or _conflict(one, last)
        )

    return _joined(clusters, share_line)


def group(lines: list[Cluster], text: str) -> list[Cluster]:
    """Return one cluster for each error with all its details, then what belongs to no error."""
    records = _Records(text) if len(lines) > 1 else None
    errors: list[Cluster] = []
    waiting: list[Cluster] = []
    messages: list[Cluster] = []
    for cluster in _with_messages_apart(lines):
        near = [each for each in errors[-2:] if _belongs(cluster, each, records)]
        if cluster.is_message_alone:
            messages.append(cluster)
        elif near:
            near[-1].add(cluster)
        elif cluster.names_error:
            errors.append(cluster)
            _take(cluster, waiting, records)
        else:
            waiting.append(cluster)
    waiting += _give_messages(errors, messages, records)
    return [*_merged(errors), *_joined(waiting, lambda one, last: _belongs(one, last, records))]


def _joined(clusters: list[Cluster], belong: Callable[[Cluster, Cluster], bool]) -> list[Cluster]:
    """Add each cluster to the one before it, if they belong together."""
    joined: list[Cluster] = []
    for cluster in clusters:
        if joined and belong(cluster, joined[-1]):
            joined[-1].add(cluster)
        else:
            joined.append(cluster)
    return joined


def _with_messages_apart(clusters: list[Cluster]) -> Iterator[Cluster]:
    """Separate the message from fields that name no error: it may be the log's own message."""
    for cluster in clusters:
        others = [each for each in cluster if each.what != "message"]
        if cluster.names_error or not others or len(others) == len(cluster.evidence):
            yield cluster
        else:
            yield Cluster(others, cluster.scope)
            yield Cluster([each for each in cluster if each.what == "message"], cluster.scope)


class _Records:
    """The positions at which the records of a text start."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = starts_in(text)

    def adjoin(self, cluster: Cluster, error: Cluster) -> bool:
        """Return whether no sentence stands between an error and a cluster."""
        start, end = error.end, max(error.end, cluster.start)
        if cluster.end <= error.start:
            # The line that leads to the error may be any.
            start, end = cluster.end, self._text.rfind("\n", cluster.end, error.start)
        return end < start or _NEW_SENTENCE.search(self._text, start, end) is None

    def same(self, first: int, second: int) -> bool:
        """Return whether two positions are in the same record."""
        return bisect_right(self._starts, first) == bisect_right(self._starts, second)


def _belongs(cluster: Cluster, error: Cluster, records: _Records | None) -> bool:
    if records is None or _conflict(cluster, error):
        return False
    if cluster.scope and error.scope:
        return cluster.scope == error.scope
    if cluster.start - error.end > _FARTHEST or not records.same(error.end - 1, cluster.start):
        return False
    # Only the lines of an error itself can show which service it comes from.
    shows_service = cluster.get("service") or cluster.get("other_service")
    return not shows_service or cluster.names_error or records.adjoin(cluster, error)


def _take(error: Cluster, waiting: list[Cluster], records: _Records | None) -> None:
    """Give an error what waits before it and belongs to it."""
    rest = []
    while waiting and error.start - waiting[-1].end <= _FARTHEST:
        cluster = waiting.pop()
        if _belongs(cluster, error, records) or _is_its_call(cluster, error):
            error.add(cluster)
        else:
            rest.append(cluster)
    waiting.extend(reversed(rest))


def _give_messages(
    errors: list[Cluster], messages: list[Cluster], records: _Records | None
) -> list[Cluster]:
    """Give each error without a message one that stands alone near it; return the others."""
    starts = [message.start for message in messages]
    taken: set[int] = set()
    for error in errors:
        if error.get("message") is not None:
            continue
        first = bisect_left(starts, error.start - _FARTHEST)
        last = bisect_right(starts, error.end + _FARTHEST)
        free = (place for place in range(first, last) if place not in taken)
        place = next((it for it in free if _belongs(messages[it], error, records)), None)
        if place is not None:
            error.add(messages[place])
            taken.add(place)
    return [message for place, message in enumerate(messages) if place not in taken]


def _is_its_call(cluster: Cluster, error: Cluster) -> bool:
    """Return whether a debug log shows the call that failed, in a record before the error."""
    operation = cluster.get("operation")
    calls = cluster.get("service") is not None and operation is not None
    return calls and operation == error.get("operation") and not _conflict(cluster, error)


def _conflict(one: Cluster, other: Cluster) -> bool:
    """Return whether two clusters contradict each other in what an error has once."""
    for what in _CONFLICTING:
        first, second = one.get(what), other.get(what)
        if first is None or second is None:
            continue
        if what == "message":  # one may be the beginning of the other
            first, second = sorted(map(normalized, (first, second)), key=len)
            second = second[: len(first)]
        if first != second:
            return True
    return False


def _merged(errors: Iterable[Cluster]) -> list[Cluster]:
    """Merge the reports of one error: a body in a debug log, and the exception raised for it."""
    merged: dict[tuple[str | None, str], Cluster] = {}
    requests: dict[str, Cluster] = {}
    apart: list[Cluster] = []
    for error in errors:
        message, request = error.get("message"), error.get("request_id")
        # Records of one request, wherever they stand, or two reports in the same words.
        key = (error.get("exception"), normalized(message or ""))
        same = requests.get(request or "") or (merged.get(key) if message else None)
        if same is not None and not _conflict(error, same) and _may_be_one(error, same):
            same.add(error)
        else:
            merged[key] = error
            apart.append(error)
        if request:
            requests.setdefault(request, same or error)
    return apart


def _may_be_one(one: Cluster, other: Cluster) -> bool:
    """Return whether equal errors may be one. In two objects, only the request id shows it."""
    for first, second in ((one, other), (other, one)):
        if first.get("service") and second.get("other_service"):
            return False
    in_two = one.scope and other.scope and one.scope != other.scope
    return not in_two or one.get("request_id") == other.get("request_id") is not None
