"""From a text to clusters of evidence, level by level, each piece in its own notation."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import count, groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.diagnosis import notations
from sgwlib.diagnosis.decoding import (
    View,
    decode_all,
    decode_json,
    decode_whole,
    is_escaped,
    strip_colours,
)
from sgwlib.diagnosis.evidence import (
    LOGGED,
    Cluster,
    Evidence,
    Field,
    operation_name,
    read_field,
    read_group,
    service_of,
)
from sgwlib.diagnosis.knowledge import (
    Message,
    known_end,
    message_after,
    message_before,
    normalized,
    one_line,
)
from sgwlib.diagnosis.records import starts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.diagnosis.evidence import What
    from sgwlib.diagnosis.knowledge import Known

_DEEPEST: Final = 4  # levels of text inside text


def parse(view: View, known: Known) -> list[Cluster]:
    """Return the evidence of a text in its order; no piece is in two clusters."""
    scopes = count(1)
    starts = starts_in(view.text) if "\n" in view.text else ()
    edges = sorted({0, *starts, len(view.text)})
    found: list[Cluster] = []
    alone: list[Cluster] = []
    # What a record leaves open, a brace or a quote, does not go on in the next one.
    for record in (decode_whole(view.part(start, end)) for start, end in pairwise(edges)):
        clusters = [*_parse(record, known, 0, _DEEPEST, lambda: next(scopes))]
        if not any(each.what == "message" for cluster in clusters for each in cluster):
            alone += _lone_messages(record, known)
        found += clusters
    # A message that stands alone is no further error if another record has the same.
    said = {normalized(cluster.get("message") or "") for cluster in found}
    found += [it for it in alone if normalized(it.get("message") or "") not in said]
    if not any(cluster.get("exception") for cluster in found):
        # The codes of a program's own fields may be anything without an exception.
        kept = (
            ([it for it in each if (it.what, it.how) != ("code", LOGGED)], each.scope)
            for each in found
        )
        found = [Cluster(evidence, scope) for evidence, scope in kept if evidence]
    if not any(cluster.names_error for cluster in found):
        found += _code_names(decode_all(decode_whole(view)), known)
    return sorted(_without_repeats(found), key=lambda cluster: cluster.start)


def _parse(
    view: View, known: Known, scope: int, levels: int, new_scope: Callable[[], int]
) -> Iterator[Cluster]:
    view = strip_colours(view)
    reader = _ObjectReader(view, known, new_scope, scope)
    reader.read()
    yield from reader.clusters
    inner = [each for each in reader.inner if levels and each[2] != _COPY]
    for start, end, inner_scope in inner:
        part = decode_json(view.part(start, end))
        yield from _parse(part, known, inner_scope, levels - 1, new_scope)
    # The strings are parsed by now, and what stands between them is left.
    last, end_of_text = 0, len(view.text)
    for start, end, _ in [*sorted(reader.inner), (end_of_text, end_of_text, 0)]:
        gap, last = view.part(last, start), end
        if levels and is_escaped(gap.text):
            yield from _parse(decode_json(gap), known, scope, levels - 1, new_scope)
        else:
            found = (*_in_notations(gap, known), *_by_name(gap, known))
            yield from (Cluster(evidence, scope) for evidence in found if evidence)


def _without_repeats(clusters: list[Cluster]) -> Iterator[Cluster]:
    """Drop evidence that was found before, in another notation."""
    # A name may be both, and its place shows that it is a code.
    seen: set[tuple[What, int]] = {
        ("exception", each.start) for cluster in clusters for each in cluster if each.what == "code"
    }
    for cluster in clusters:
        new = [each for each in cluster if (each.what, each.start) not in seen]
        seen.update((each.what, each.start) for each in new)
        if new:
            yield Cluster(new, cluster.scope)


# --- fields in braces: JSON, whole or truncated, and every notation that looks like it --------
#
# Python, JavaScript, Go and YAML print objects that differ from JSON only in their quotes, as far
# as errors are concerned. One reader takes all of them. It never requires a well-formed text,
# because logs are truncated, wrapped and mixed with other output.

CODE_IN_ERROR: Final = "error.errorCode"
"""The notation of an error code that stands where only a response has one."""

# An escape, "a string", 'a string', a brace, or the bare key of a value: key=
_TOKEN: Final = re.compile(
    r"\\.?"
    r'|"(?P<double>(?>(?:[^"\\]++|\\.)*))(?P<closed>"?)'
    r"|(?:(?<![\w)])|(?<=\Wu))'(?P<single>(?>(?:[^'\\\n]++|\\.)*))'"
    r"|(?P<brace>[{}\[\]])"
    r"|(?<![\w$])(?P<bare>(?<!\w\x20)[A-Za-z_$][\w$-]*+(?=\s{0,9}:)|[A-Za-z_$][\w$-]*+(?=\s{0,9}=))",
    re.DOTALL,
)
# ": ", " => ", Rust's ": Some(", Python 2's ": u'"
_SEPARATOR: Final = re.compile(r"\s{0,99}(?::|=>?)\s{0,99}(?:Some\(\s{0,99}|u(?=['\"]))?")
_SCALAR: Final = re.compile(r"[\w.$/#-]{1,200}+(?!\Z)")  # a value without quotes: 400
_NOTHING: Final = frozenset({"null", "None", "nil", "undefined"})
# What names an object: the key before it, or Rust's "Error {" for an unmodelled error.
_NAMED: Final = re.compile(r"(?:(\w{1,12})[\"']?\s?[:=]\s?|\b(Error) )\Z")
_LINE_START: Final = 20  # blanks, and what Python prints before bytes
_ERROR_KEYS: Final = frozenset({"__type", "errorCode"})  # only errors have them
_CHAINS: Final = frozenset({"exceptions", "values"})  # an error and its causes: X-Ray, Sentry
# Ansible prints an output, and then a list of its lines.
_COPIES: Final = {"stdout": "stdout_lines", "stderr": "stderr_lines"}
_COPY: Final = -1  # the scope of what is not read
_DEEPEST_BRACES: Final = 200  # deeper nesting is an attack
_SHORTEST_TEXT: Final = 12
# A string inside a text is parsed by itself only if it has one of these.
_ERROR_WORDS: Final = (
    *("InvalidGatewayRequestException", "when calling the", "__type", "Exception"),
    *("InternalServerError", "InternalFailure", "ServiceUnavailable", "errorCode", "ErrorCode"),
    *("InvalidAction", "MissingAction", "InvalidClientTokenId", "MissingAuthenticationToken"),
    *("RequestExpired", "(Service: "),
)


class _Container(NamedTuple):
    """An open brace: the key before it, and the evidence and scope of its record.

    ``start`` is where its own evidence starts, and ``copied`` has the keys of lists that repeat
    what it has.
    """

    brace: str
    key: str
    evidence: list[Evidence]
    scope: int
    start: int
    copied: set[str]


class _Value(NamedTuple):
    start: int
    end: int
    whole: bool


@dataclass(slots=True)
class _ObjectReader:
    """Reads all objects of a text into clusters and inner texts.

    ``new_scope`` numbers the records; ``outer_scope`` is the record that the text stands in.
    ``inner`` has the start, end and scope of each string that may contain another error text.
    In the records of ``told`` such a string is a message: an unknown one is the log's own.
    """

    view: View
    known: Known
    new_scope: Callable[[], int]
    outer_scope: int
    scope: int = 0
    clusters: list[Cluster] = field(default_factory=list)
    inner: list[tuple[int, int, int]] = field(default_factory=list)
    stack: list[_Container] = field(default_factory=list)
    told: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Read the text once, from start to end."""
        text = self.view.text
        place = text.find("{")
        while place >= 0:
            # An escaped object is read when it has been decoded.
            is_escaped = text.startswith('\\"', place + 1)
            place = text.find("{", place + 1 if is_escaped else self._object(place))

    def _object(self, place: int) -> int:
        """Read the object that starts here, and return where it ends."""
        text, match_token = self.view.text, _TOKEN.search
        self.scope = self.outer_scope
        before = text[max(0, place - _LINE_START) : place].rpartition("\n")[2]
        if not self.scope and len(before) < _LINE_START and not before.strip(" \t\"'b"):
            self.scope = self.new_scope()  # what starts its line is a record of its own
        named = _NAMED.search(text, max(0, place - _LINE_START), place)
        key = named[named.lastindex or 1] if named else None
        while match := match_token(text, place):
            place = match.end()
            brace = match["brace"]
            if brace:
                self._brace(brace, key or "")
                key = None
                if not self.stack:
                    return place
            elif match["bare"] is not None or match.lastgroup is not None:
                key, place = self._named(match, key)
        while self.stack:
            self._close()
        return len(text)

    def _brace(self, brace: str, key: str) -> None:
        if brace in "}]":
            self._close()
        elif len(self.stack) < _DEEPEST_BRACES:
            outer = self.stack[-1] if self.stack else _Container("", "", [], self.scope, 0, set())
            kind, _, evidence, scope, *_ = outer
            # Each object of a list is a record: a CloudTrail file is one list of records.
            if brace == "{" and kind == "[" and outer.key not in _CHAINS:
                evidence, scope = [], self.new_scope()
            self.stack.append(_Container(brace, key, evidence, scope, len(evidence), set()))

    def _close(self) -> None:
        _, _, evidence, scope, start, _ = self.stack.pop()
        before, own = evidence[:start], evidence[start:]
        names_and_tells = {"exception", "message"} <= {each.what for each in own}
        if names_and_tells and not any(each.what == "exception" for each in before):
            evidence[:] = own + before  # the message around an error is the log's own
        if self.stack and self.stack[-1].evidence is evidence:
            return
        if scope in self.told:
            codes = self.known.code_messages
            evidence = [
                it for it in evidence if it.what != "message" or normalized(it.value) in codes
            ]
        if evidence:
            self.clusters.append(Cluster(evidence, scope))
        if not self.stack:
            self.told.clear()

    def _named(self, match: re.Match[str], key: str | None) -> tuple[str | None, int]:
        """Take a key, or the value of the last one; return the key that waits for its value."""
        text = self.view.text
        value = self._value(match)
        separator = _SEPARATOR.match(text, value.end + (match["bare"] is None and value.whole))
        if match["bare"] is not None or (separator and key is None):
            name = text[value.start : value.end]
            if separator is None:
                return None, match.end()
            scalar = _SCALAR.match(text, separator.end())
            if scalar is None:
                return name, separator.end()
            self._field(name, _Value(scalar.start(), scalar.end(), whole=True))
            return None, scalar.end()
        if key is not None:
            self._field(key, value)
        else:
            self._hold(value)
        return None, match.end() if value.whole else max(value.end, match.start() + 1)

    def _value(self, match: re.Match[str]) -> _Value:
        """Return the span of a key or a string; a string that does not end is cut at its line."""
        for group in ("bare", "single"):
            if match[group] is not None:
                return _Value(*match.span(group), whole=True)
        start, end = match.span("double")
        newline = -1 if match["closed"] else self.view.text.find("\n", start, end)
        return _Value(start, end if newline < 0 else newline, whole=bool(match["closed"]))

    def _field(self, key: str, value: _Value) -> None:
        text = self.view.text[value.start : value.end]
        container = self.stack[-1]
        if text in _NOTHING:
            return
        if text and key in _COPIES:
            container.copied.add(_COPIES[key])
        if self._hold(value):
            if key.lower().endswith("message"):
                self.told.add(container.scope)
            return
        found = read_field(f"{container.key}.{key}", text, self.known)
        found = found or read_field(key, text, self.known)
        if not value.whole:
            # Truncation may have shortened anything but the names of some codes.
            codes = [it for it in found if it.what == "code" and it.value in self.known.codes]
            found = [it for it in codes if it.value not in self.known.beginnings] or (
                [Field("failure", key)] if key in _ERROR_KEYS else []
            )
        start, end = self.view.span(value.start, value.end)
        in_error = container.key.strip("_").lower() == "error"
        for what, name in found:
            how = CODE_IN_ERROR if what == "code" and in_error else "field"
            if what == "code" and key == "code":
                if in_error:  # {"error": {"code": ...}}: Storage Gateway never sends it
                    continue
                how = LOGGED
            # "error.message" is the error's own, wherever the log's own "message" stands.
            is_own = what == "message" and "." in key
            at = container.start if is_own else len(container.evidence)
            container.evidence.insert(at, Evidence(what, name, start, end, how))

    def _hold(self, value: _Value) -> bool:
        """Set a string aside that may contain another error text, not only a name or a message."""
        container = self.stack[-1]
        text = self.view.text[value.start : value.end]
        is_copy = len(self.stack) > 1 and container.key in self.stack[-2].copied
        is_long = len(text) >= _SHORTEST_TEXT and (" " in text or "{" in text)
        if not is_copy and not (is_long and any(word in text for word in _ERROR_WORDS)):
            return False
        self.inner.append((value.start, value.end, _COPY if is_copy else container.scope))
        return True


# --- plain lines: the notations of clients, and what else shows an error ------------------------


def _message_evidence(view: View, message: Message, how: str) -> Evidence:
    return Evidence("message", message.text, *view.span(message.start, message.end), how)


def _in_notations(view: View, known: Known) -> Iterator[list[Evidence]]:
    """Yield the evidence of each notation that stands in a text."""
    for pattern in notations.PATTERNS:
        if pattern.needle in view.text:
            for match in pattern.regex.finditer(view.text):
                yield _evidence_of(match, pattern, view, known)


def _evidence_of(
    match: re.Match[str], pattern: notations.Pattern, view: View, known: Known
) -> list[Evidence]:
    found = []
    for group, value in match.groupdict().items():
        if value is not None:
            span = view.span(*match.span(group))
            fields = read_group(group, value, known)
            found += [Evidence(*each, *span, pattern.how) for each in fields]
    message = None
    if pattern.message == "before":
        message = message_before(view.text, match.start(), known)
    elif pattern.message == "after" and not view.text[match.end() - 1 : match.end()].isalnum():
        message = message_after(view.text, match.end(), match.start(), known)
    return [*found, _message_evidence(view, message, pattern.how)] if message else found


def _lone_messages(view: View, known: Known) -> Iterator[Cluster]:
    """Yield the messages of codes and exceptions that stand anywhere in a text."""
    for message in known.messages:
        start = view.text.find(message)
        end = known_end(view.text, start, known) if start >= 0 else None
        if end is not None:
            found = Message(one_line(view.text[start:end]), start, end)
            yield Cluster([_message_evidence(view, found, "message alone")])


# --- exceptions by name ---------------------------------------------------------------------

# A namespace: com.amazonaws.services.storagegateway.model. or Aws::StorageGateway::Errors::
_NAMESPACE: Final = re.compile(r"(?:[\w$]{1,60}(?:\.|::|\\{1,4}|#|/)){1,8}\Z")
_SERVICE_IN_NAMESPACE: Final = re.compile(
    r"(?i)(?:com[./]amazonaws[./](?:services[./])?|software[./]amazon[./]awssdk[./]services[./]"
    r"|aws[./]sdk[./]kotlin[./]services[./]"
    r"|aws(?:::|\\{1,4})|amazon\.)(?P<service>\w{2,60})"
)
_NO_SERVICE: Final = frozenset({"runtime", "exception", "coral", "errors", "core", "awscore"})
_LONGEST_NAMESPACE: Final = 200
# ": Rate exceeded", " (client): Rate exceeded". Another sentence of botocore's, or a struct of
# Rust's, is no message.
_TO_MESSAGE: Final = re.compile(
    r"(?: \((?:client|server)\)|\))?(?::\s|\t(?=\S{1,60}+\x20))"
    r"(?!\s{0,80}+(?:An\s{1,80}error\s{1,80}occurred\b|\w{1,60}+(?:\(\w{1,60}+)?\s{1,80}+\{))"
)
# A code after the name of its exception: VolumeInUse after a colon, in parentheses, after a dash
_TO_CODE: Final = re.compile(r"(?::?\s|\s?[(\[/,]\s?|\s-\s)(?P<code>[A-Z]\w{3,60}+)[)\]]?")
# A code before it, as sgw scan prints an error: VolumeInUse (InvalidGatewayRequestException)
_FROM_CODE: Final = re.compile(r"\b(?P<code>[A-Z]\w{3,60}+) ?\(\Z")
CALL: Final = "call"
"""The notation of an operation whose failure a sentence tells, before the name of the exception."""

# As in: DeleteVolume: X, delete_volume(...) raised X, CreateSnapshot of vol-1 failed with error X
_CALL: Final = re.compile(
    r"\b(?P<operation>[A-Za-z][\w-]{5,60}+)(?:\([^()\n]{0,100}+\))?"
    r"(?:(?: (?:on|of|for|call|request|operation))?(?: [^\s:]\S{0,150})?"
    r" (?:failed|raised|threw|returned|got)(?: with| due to| because of)?(?: error)?:?|:)"
    r" ?[\"'`(]?\Z"
)
# A sentence that names the call itself: ": An error occurred", "('An error occurred"
_TO_SENTENCE: Final = re.compile(r"\W{1,4}An error occurred\b")
# Ruby logs the name and its message with a blank between, and raises "message (name)".
_AFTER_RUBY_NAME: Final = re.compile(r":?\x20(?=\w)")
_WRAPPER: Final = re.compile(r"\w\(\Z")  # "RayTaskError(ThrottlingException): ..."
# As in "message (name)", but not "(name): message" and "(name) when calling"
_IN_PARENTHESES: Final = re.compile(r"\)(?!\s{0,9}:|\s{1,9}(?:when|occurred)\b)")


def _by_name(view: View, known: Known) -> Iterator[list[Evidence]]:
    """Yield the exceptions that are named anywhere, with what surrounds the name."""
    for name in known.exceptions:
        for start in _places_of(name, view.text):
            if _is_whole_exception(view.text, start, start + len(name), known):
                yield _around_name(view, known, name, start)


def _places_of(name: str, text: str) -> list[int]:
    return [it.start() for it in re.finditer(name, text)] if name in text else []


def _is_whole_exception(text: str, start: int, end: int, known: Known) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in {"_", "-"} or after.isalnum() or after == "_":
        return False
    if after:
        return True
    name = text[start:end]  # at the end of the text, it may be truncated
    return name.endswith("Exception") or (start == 0 and name not in known.beginnings)


def _around_name(view: View, known: Known, name: str, start: int) -> list[Evidence]:
    text, end = view.text, start + len(name)
    found = [Evidence("exception", name, *view.span(start, end), "name")]
    space = _NAMESPACE.search(text, max(0, start - _LONGEST_NAMESPACE), start)
    head = space.start() if space else start
    service = _SERVICE_IN_NAMESPACE.search(text, head, start) if space else None
    if service and service["service"].lower() not in _NO_SERVICE:
        span = view.span(*service.span("service"))
        found.append(Evidence(*service_of(service["service"]), *span, "namespace"))
    at = max(0, head - _LONGEST_NAMESPACE)
    around = ((_FROM_CODE.search(text, at, head), LOGGED), (_TO_CODE.match(text, end), "name"))
    codes = [(it, how) for it, how in around if it and it["code"] in known.codes]
    lead = min([head, *(it.start() for it, _ in codes)])
    call = None if _TO_SENTENCE.match(text, end) else _CALL.search(text, at, lead)
    operation = call and operation_name(call["operation"], known)
    if call and operation:
        found.append(Evidence("operation", operation, *view.span(*call.span("operation")), CALL))
    for code, how in codes:
        found.append(Evidence("code", code["code"], *view.span(*code.span("code")), how))
        end = max(end, code.end())
    message = _message_at_name(text, head, start, end, known)
    # If the message is another error, the message of that one counts.
    own = message is not None and name not in message.text
    return [*found, _message_evidence(view, message, "name")] if message and own else found


def _message_at_name(text: str, head: int, start: int, end: int, known: Known) -> Message | None:
    if _WRAPPER.search(text, max(0, head - 2), head) and text.startswith(")", end):
        return None
    in_ruby = text.endswith("::Errors::", head, start)
    to_message = (_AFTER_RUBY_NAME if in_ruby else _TO_MESSAGE).match(text, end)
    if to_message:
        return message_after(text, to_message.end(), head, known)
    if text[head - 1 : head] == "(" and _IN_PARENTHESES.match(text, end):
        message = message_before(text, head - 1, known)
        # A name in parentheses alone may explain any words: "retry on two codes (ValidationError)"
        return message if message and (head < start or message.text.endswith(".")) else None
    return None


# --- names of codes, where a text shows nothing else ----------------------------------------

CODE_NAME: Final = "name alone"
"""The notation of an error code that a text names and no more."""

_CAMEL_CASE: Final = re.compile(r"[a-z][A-Z]")  # "VolumeInUse"; names of one word are too common
_LONGER_BEFORE: Final = re.compile(r"[\w$@/\\-]\Z|\.\Z|::\Z")  # "$VolumeInUse", "aws.VolumeInUse"
# A call, a class, a file, or a key: "VolumeInUse(", "VolumeInUse.java", "VolumeInUse: 3"
_LONGER_AFTER: Final = re.compile(r"[\w(=-]|\.\w|::|[\"']\s?[:=]|:\s?\d")
# {"error": {"code": ..., "message": ...}}, a shape that Storage Gateway never sends.
_OTHER_SHAPE: Final = re.compile(r"error[\"']?\s?:\s?\{\s{0,40}[\"']?code[\"']?\s?:\s?[\"']?\Z")
_FARTHEST: Final = 80


def _code_names(view: View, known: Known) -> list[Cluster]:
    """Return the error codes that a text names anywhere, if it names no error in another way.

    Their names are rare words, so such a text is worth a guess. A name that other programs use
    too, or one of several names in a line, shows only a ``code_name``.
    """
    clusters = []
    ends = [match.start() for match in re.finditer("\n", view.text)]
    places = sorted(_code_places(view.text, known))
    for _, group in groupby(places, key=lambda place: bisect_left(ends, place[0])):
        line = list(group)
        is_list = len({name for _, name in line}) > 1
        for start, name in line:
            has_other_shape = _OTHER_SHAPE.search(view.text, max(0, start - _FARTHEST), start)
            other = is_list or known.codes[name] or has_other_shape
            span = view.span(start, start + len(name))
            found = Evidence("code_name" if other else "code", name, *span, CODE_NAME)
            clusters.append(Cluster([found]))
    return clusters


def _code_places(text: str, known: Known) -> Iterator[tuple[int, str]]:
    if not _CAMEL_CASE.search(text):
        return
    for name in filter(_CAMEL_CASE.search, known.codes):
        for start in _places_of(name, text):
            end = start + len(name)
            truncated = end == len(text) and name in known.beginnings
            before = text[max(0, start - 2) : start]
            is_part = _LONGER_BEFORE.search(before) or _LONGER_AFTER.match(text, end)
            if not truncated and not is_part:
                yield start, name
