"""Which evidence belongs to one error, what it means together, and how certain that is.

A wrong union is worse than none: it would give one error the code or the service of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from sgwlib.diagnosis.evidence import LOGGED, Cluster
from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.parsing import CODE_IN_ERROR, CODE_NAME
from sgwlib.diagnosis.records import starts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sgwlib.diagnosis.evidence import Evidence, What
    from sgwlib.diagnosis.knowledge import Known

# --- which clusters belong to one error -------------------------------------------------------

# A new sentence. An indented line, an object's, curl's "< ", a path and a stamped one are none.
_NEW_SENTENCE: Final = re.compile(r"\n(?![\s{}\])│|<>*\d\[/]|[A-Z][a-z]{2} [ \d]\d |\Z)")
_CONFLICTING: Final[tuple[What, ...]] = (
    *("exception", "code", "operation", "http_status", "request_id", "message"),
)
_FARTHEST: Final = 4000  # characters between an error and a detail of it


# What stands before each of several errors: "\t* " of Go's multierror, in JSON "\\n\\t* ", and in a
# group of Python's exceptions "+---------------- 2 ----------------".
_ITEM: Final = re.compile(r"(?m:^|\\n)(?:[ \t│|]|\\t){1,20}(?:\* |\+(?:-\+)?-{4,20} \d{1,4} -)")


def by_line(clusters: list[Cluster], text: str) -> list[Cluster]:
    """Return the clusters, those of one line together, but for messages alone."""
    return _joined(
        clusters,
        lambda one, last: (
            not (
                one.is_message_alone
                or last.is_message_alone
                or last.scope != one.scope
                or text.find("\n", last.end, one.start) >= 0
                or _ITEM.search(text, last.end, one.start)
                or _conflict(one, last)
            )
        ),
    )


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
            rest = []
            while waiting and cluster.start - waiting[-1].end <= _FARTHEST:
                detail = waiting.pop()  # the nearest first
                if _belongs(detail, cluster, records) or _is_its_call(detail, cluster):
                    cluster.add(detail)
                else:
                    rest.append(detail)
            waiting.extend(reversed(rest))
        else:
            waiting.append(cluster)
    waiting += _give_messages(errors, messages, records)
    return [
        *_merged(errors, records),
        *_joined(waiting, lambda one, last: _belongs(one, last, records)),
    ]


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
    """The positions at which the records of a text start, and the items of lists in them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = starts_in(text)
        self._items = [match.start() for match in _ITEM.finditer(text)]

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

    def in_two_items(self, first: int, second: int) -> bool:
        """Return whether two positions are in two items of a list."""
        one, other = bisect_right(self._items, first), bisect_right(self._items, second)
        return one != other and min(one, other) > 0


def _belongs(cluster: Cluster, error: Cluster, records: _Records | None) -> bool:
    if records is None or _conflict(cluster, error):
        return False
    if records.in_two_items(error.end - 1, cluster.start):
        return False
    if cluster.scope and error.scope:
        return cluster.scope == error.scope
    if cluster.start - error.end > _FARTHEST or not records.same(error.end - 1, cluster.start):
        return False
    # Only the lines of an error itself can show which service it comes from.
    shows_service = cluster.get("service") or cluster.get("other_service")
    return not shows_service or cluster.names_error or records.adjoin(cluster, error)


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
        near = (it for it in free if _belongs(messages[it], error, records))
        # The field of an object may be the log's own message.
        place = min(near, key=lambda it: messages[it].evidence[0].how == "field", default=None)
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


def _merged(errors: Iterable[Cluster], records: _Records | None) -> list[Cluster]:
    """Merge the reports of one error: a body in a debug log, and the exception raised for it."""
    merged: dict[tuple[str | None, str], Cluster] = {}
    requests: dict[str, Cluster] = {}
    apart: list[Cluster] = []
    for error in errors:
        message, request = error.get("message"), error.get("request_id")
        # Records of one request, wherever they stand, or two reports in the same words.
        key = (error.get("exception"), normalized(message or ""))
        same = requests.get(request or "") or (merged.get(key) if message else None)
        if same and records and records.in_two_items(same.start, error.start):
            same = None
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


# --- what they mean together ----------------------------------------------------------------------

NOTHING: Final = "nothing in the text names a Storage Gateway error"
"""The weakest of all reasons."""


@dataclass(frozen=True)
class Finding:
    """What was found of one error, without what follows from it. See `Explanation`."""

    text: str = field(repr=False)
    exception: str | None = None
    code: str | None = None
    operation: str | None = None
    message: str | None = None
    http_status: int | None = None
    request_id: str | None = None
    attempts: int | None = None
    certain: bool = False
    reason: str = ""
    code_basis: Literal["read", "message"] | None = None
    operation_basis: Literal["read", "words"] | None = None
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    nearest: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def found(self) -> bool:
        """Whether an error was found that may come from Storage Gateway; see `certain` too."""
        return self.certain or self.exception is not None or self.code is not None


def is_part(names: Sequence[object], others: Sequence[object]) -> bool:
    """Return whether an error shows some of the names of another, and no others."""
    pairs = zip(names, others, strict=True)
    return names != others and all(own in {None, other} for own, other in pairs)


def conclude(error: Cluster, text: str, known: Known) -> Finding:
    """Return what the evidence of one error means."""
    certain, reason = next(_verdicts(error, known))
    facts = _certain_facts(error, known) if certain else _possible_facts(error, text, known)
    found = certain or facts.get("exception") is not None or "code" in facts
    status, attempts = error.get("http_status"), error.get("attempts")
    evidence = tuple(sorted(set(error), key=lambda each: (each.start, each.end, each.what)))
    return Finding(
        text,
        certain=certain,
        reason=reason,
        evidence=evidence if found else (),
        nearest=() if found else evidence,
        message=error.get("message"),
        http_status=None if status is None else int(status),
        request_id=error.get("request_id"),
        attempts=None if attempts is None else int(attempts),
        **facts,
    )


def _verdicts(error: Cluster, known: Known) -> Iterator[tuple[bool, str]]:
    """Yield whether an error comes from Storage Gateway and why, the strongest reason first."""
    exception, operation = error.get("exception"), error.get("operation")
    code, other = error.get("code"), error.get("other_service")
    # A denied action counts only beside our own exceptions.
    services = [
        it.value
        for it in error
        if it.what == "service" and (exception in known.exceptions or it.how != "IAM")
    ]
    if other is not None:
        yield False, f"{other} belongs to another service"
    if not error.names_error:
        name = error.get("code_name")
        see = f" (see sgw show {name})" if name in known.catalogue.codes else ""
        named = f"Storage Gateway has an error code {name}{see}, but nothing shows that this is it"
        yield False, named if name else NOTHING
    if exception is not None and known.exceptions.get(exception) is False:
        yield True, f"no other service has {exception}"
    if operation is not None and operation not in known.operations:
        yield False, f"Storage Gateway has no operation {operation}"
    if exception in known.codes and exception not in known.exceptions:
        yield False, f"Storage Gateway has no exception {exception}: it is an error code"
    if services:
        yield True, f"{services[0]} belongs to Storage Gateway"
    if operation is not None and not known.operations[operation]:
        yield True, f"no other service has {operation}"
    in_our_shape = _has_code(error, CODE_IN_ERROR) and code in known.codes
    if exception in known.catalogue.carriers and in_our_shape:
        yield True, f"no other service sends {exception} with {code} in this shape"
    if _has_code(error, CODE_NAME):
        yield False, f"the text has only the name {code}, and nothing shows where it comes from"
    yield False, "nothing shows that it comes from Storage Gateway: other services use these names"


def _has_code(error: Cluster, *notations: str) -> bool:
    return any(each.what == "code" and each.how in notations for each in error)


def _certain_facts(error: Cluster, known: Known) -> dict[str, Any]:
    exception, code = error.get("exception"), error.get("code")
    key = normalized(error.get("message") or "")
    if not (code in known.codes or _has_code(error, CODE_IN_ERROR)):
        code = None  # in another place, one that nobody knows may be a program's own
    if exception is None and code is None:
        # A client names its own class if it has none for the exception; the message shows more.
        exception = known.exception_messages.get(key)
    facts = _operation(error) | {"exception": exception}
    by_message = known.code_messages.get(key)
    # The message is the service's own. A program may log a code of its own beside it.
    is_own = all(each.how == LOGGED for each in error if each.what == "code")
    if code is not None and not (is_own and by_message):
        return facts | {"code": code, "code_basis": "read"}
    if by_message is not None and (exception is None or exception in known.catalogue.carriers):
        facts |= {"code": by_message, "code_basis": "message"}
    return facts


def _possible_facts(error: Cluster, text: str, known: Known) -> dict[str, Any]:
    """Return what was read and no more, because the error may come from another service."""
    operation, code, exception = (error.get(it) for it in ("operation", "code", "exception"))
    if error.get("other_service") or (operation and operation not in known.operations):
        return {}
    is_ours = _may_be_ours(error, text, known)
    facts = _operation(error) | {"exception": exception if is_ours else None}
    if code in known.codes and (is_ours or _has_code(error, CODE_IN_ERROR, CODE_NAME)):
        facts |= {"code": code, "code_basis": "read"}
    return facts


def _may_be_ours(error: Cluster, text: str, known: Known) -> bool:
    """Return whether an exception may come from Storage Gateway.

    Programs have a ValidationError, too. So a name that the page lacks needs something that shows
    a call of AWS, unless the text asks for nothing but the name.
    """
    exception = error.get("exception")
    if exception in known.catalogue.exceptions:
        return True
    shows_call = any(each.what not in {"exception", "message"} for each in error)
    is_known = normalized(error.get("message") or "") in known.exception_messages
    return exception in known.exceptions and (shows_call or is_known or text.strip() == exception)


def _operation(error: Cluster) -> dict[str, Any]:
    for each in error:
        if each.what == "operation":
            basis = "words" if each.how == "Terraform" else "read"
            return {"operation": each.value, "operation_basis": basis}
    return {}


# --- what clients print if no response came ----------------------------------------------------

# What shows it, to what it means.
_NO_RESPONSE: Final = {
    # Unable to locate credentials. You can configure
    r"(?:unable to|failed to|could not|cannot) (?:locate|load|find|get|retrieve|refresh)"
    r" (?:\w+ ){0,3}credentials": (
        "the client found no credentials, and sent no request; configure them"
    ),
    # SSL validation failed for https://..., x509: certificate signed by unknown authority
    r"SSL validation|CERTIFICATE_VERIFY|x509: |PKIX path|(?:issuer|self.signed) certificate": (
        "the client doesn't trust the certificate that it got; check the CA bundle and the proxy"
    ),
    # Could not connect to the endpoint URL, dial tcp: lookup ...: no such host
    (
        r"(?:could not|unable to|failed to) (?:connect|resolve)|connect timeout on|no such host"
        r"|ENOTFOUND|name or service not known|\w refused|unreachable|dial tcp|UnknownHost"
    ): "the endpoint can't be reached; check the region, DNS, the proxy and the firewall (443)",
    # Read timeout on endpoint URL, context deadline exceeded
    r"read timeout on|timed out|deadline exceeded|connection (?:was closed|reset)|ECONNRESET": (
        "the request may have succeeded all the same; check before you send it again"
    ),
}


# A command, whose client prints below it why there is no response
_COMMAND: Final = "aws storagegateway "


def no_response(text: str, evidence: Sequence[Evidence]) -> str | None:
    """Return why no response came, and what to do, if a line says so that names our service."""
    if any(each.what in {"request_id", "http_status"} for each in evidence):
        return None
    for each in evidence:
        if each.what == "service":
            start = text.rfind("\n", 0, each.start) + 1
            line, _, below = text[start:].partition("\n")
            if _COMMAND in line:
                line += "\n" + below.lstrip().partition("\n")[0]
            for pattern, means in _NO_RESPONSE.items():
                if re.search(f"(?i){pattern}", line):
                    return f"no response came from Storage Gateway: {means}"
    return None


# --- what shows that a text is part of a longer one, which would show more --------------------

# A traceback of Python before its last line: 'File "backup.py", line 3'
_TRACE: Final = re.compile(
    r"Traceback \(most recent call last\):|File \"[^\"\n]{1,300}\", line \d{1,7}"
    r"|During handling of the above exception[^\n]{0,40}|The above exception was the[^\n]{0,60}"
)
_NEW_LINE: Final = re.compile(r"(?:\n|\\n|#012)[^\s|│]")  # "\nKeyError", "\\nKeyError"
_CHAINED: Final = re.compile(r"\s{0,80}(?:During handling of|The above exception was)")
# A stack of Java or JavaScript, below the line of the error: "  at run (/app/index.js:1:1)"
_STACK: Final = re.compile(r"\s{0,80}at [^\s(]{3,200}(?: [^\s(]{1,100})?\s?\(")
# What the SDK for Go v1 prints below the line that names the error: "  StatusCode: 400,"
_IN_BLOCK: Final = re.compile(
    r"(?m:^)[\s│|]{0,40}(?:RespMetadata|Error_|ErrorCode|Message_|StatusCode|RequestID): "
)
# The line of its configuration that Terraform quotes: "  12: resource "aws_instance" "a" {"
_OF_SOURCE: Final = re.compile(r"(?m:\b\d{1,6}: [a-z]{1,20} [^\n{]{0,200}\{$)")
# The sentences of botocore and the SDK for Go v2 before their message: "An error occurred
# (ThrottlingException) when calling" or "https response error StatusCode: 400".
_SENTENCE: Final = re.compile(
    r"An error occurred \([^:\n]{1,250}\Z"
    r"|https response(?: error(?: StatusCode: \d{3}(?:, RequestID: [\w-]{0,40})?)?)?\Z"
)
_LAST_NAME: Final = re.compile(r"\b[A-Z][a-z]{1,30}[A-Z][A-Za-z]{1,60}\Z")  # "InvalidGatew"
_ANNOUNCES: Final = re.compile(  # "Caused by:", "error deleting volume:"
    r"(?i)(?:error|exception|caused by|fail\w{0,5})[^\n]{0,80}:\Z"
)
_OPEN_ENDS: Final = (":", ",", "(", "[", "=", "->", "...", "…")
_LONGEST_LINE: Final = 400


def hint(finding: Finding, known: Known) -> str | None:
    """Return what to paste as well, if little is known and the text shows that there is more."""
    is_foreign = any(
        it.what == "other_service" or (it.what == "operation" and it.value not in known.operations)
        for it in finding.nearest
    )
    may_have_code = finding.exception is None or finding.exception in known.catalogue.carriers
    is_thin = not finding.certain or (finding.code is None and may_have_code)
    why = next(_gaps(finding, known), None) if is_thin and not is_foreign else None
    return why and f"paste more of the text: {why}"


def _gaps(finding: Finding, known: Known) -> Iterator[str]:
    """Yield what shows that something is missing, the clearest first."""
    text = finding.text
    opening, closing = text.count("{"), text.count("}")
    without_source = _OF_SOURCE.sub("", text)
    if without_source.count("{") > without_source.count("}"):
        yield "it ends before a brace is closed"
    if opening < closing or (not opening and _IN_BLOCK.search(text)):
        yield "it starts inside braces, and the lines above name the error"
    ends = [match.end() for match in _TRACE.finditer(text)]
    if ends and not _NEW_LINE.search(text, ends[-1]):
        yield "it ends before the traceback names the error"
    if _CHAINED.match(text):
        yield "the first exception stands above it"
    if _STACK.match(text):
        yield "the line above the stack names the error"
    yield from _cut_ends(finding, known)
    if finding.request_id is None and any(each.how == "Terraform" for each in finding.evidence):
        yield "the lines below hold the error code and the request id"


def _cut_ends(finding: Finding, known: Known) -> Iterator[str]:
    text, message = finding.text.rstrip(), finding.message or ""
    start = max(0, len(text) - _LONGEST_LINE)
    announces = _ANNOUNCES.search(text, start) or _SENTENCE.search(text, start)
    if announces or ((finding.evidence or finding.nearest) and text.endswith(_OPEN_ENDS)):
        yield "it ends in the middle of a sentence"
    name = _LAST_NAME.search(text, start)
    if name and _begins(name[0], known.exceptions):
        yield "it ends in the middle of a name"
    if " " in message and _begins(normalized(message), known.code_messages):
        yield "it ends in the middle of a message"


def _begins(part: str, texts: Iterable[str]) -> bool:
    return any(each.startswith(part) and each != part for each in texts)
