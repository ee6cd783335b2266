"""Evidence in plain lines: the table of notations, exceptions by name, and names of codes."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.diagnosis.evidence import (
    Cluster,
    Evidence,
    Field,
    is_exception,
    operation_name,
    service_of,
)
from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.notations import PATTERNS
from sgwlib.response import bare_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sgwlib.diagnosis.decoding import View
    from sgwlib.diagnosis.knowledge import Known
    from sgwlib.diagnosis.notations import Pattern


def in_lines(view: View, known: Known, scope: int) -> list[Cluster]:
    """Return the evidence that stands outside of braces."""
    found = (*_in_notations(view, known), *_by_name(view, known))
    return [Cluster(evidence, scope) for evidence in found if evidence]


def lone_messages(view: View, known: Known) -> list[Cluster]:
    """Return the messages of codes and exceptions that stand anywhere in a text."""
    clusters = []
    for message in known.messages:
        start = view.text.find(message)
        end = _known_end(view.text, start, known) if start >= 0 else None
        if end is not None:
            found = Message(one_line(view.text[start:end]), start, end)
            clusters.append(Cluster([_message_evidence(view, found, "message alone")]))
    return sorted(clusters, key=lambda cluster: cluster.start)


def _message_evidence(view: View, message: Message, how: str) -> Evidence:
    return Evidence("message", message.text, *view.span(message.start, message.end), how)


# --- the notations of clients ---------------------------------------------------------------


def _in_notations(view: View, known: Known) -> Iterator[list[Evidence]]:
    for pattern in PATTERNS:
        if pattern.needle in view.text:
            for match in pattern.regex.finditer(view.text):
                yield _evidence_of(match, pattern, view, known)


def _evidence_of(
    match: re.Match[str], pattern: Pattern, view: View, known: Known
) -> list[Evidence]:
    found = []
    for group, value in match.groupdict().items():
        if value is not None:
            span = view.span(*match.span(group))
            # The groups without a reader are kinds of evidence.
            read = _GROUPS.get(group)
            fields = read(value, known) if read else [Field(group, value)]  # type: ignore[arg-type]
            found += [Evidence(*each, *span, pattern.how) for each in fields]
    message = _message_at(match, pattern, view.text, known)
    return [*found, _message_evidence(view, message, pattern.how)] if message else found


def _message_at(match: re.Match[str], pattern: Pattern, text: str, known: Known) -> Message | None:
    if pattern.message == "before":
        return message_before(text, match.start(), known)
    if pattern.message == "after" and not text[match.end() - 1 : match.end()].isalnum():
        return message_after(text, match.end(), match.start(), known)
    return None


def _operation_by_words(words: str, known: Known) -> list[Field]:
    # What stands in parentheses is the address of a thing. At the end it says nothing.
    named = re.sub(r" ?\([^()]*\)", " {}", " ".join(words.split()))  # "X (sgw-1) Y" -> "X {} Y"
    operation = known.terraform.get(named.removesuffix(" {}").casefold())
    return [Field("operation", operation)] if operation else []


def _operation_by_spelling(spelt: str, known: Known) -> list[Field]:
    return [Field("operation", name)] if (name := operation_name(spelt, known)) else []


def _exception_or_code(name: str, known: Known) -> list[Field]:
    return [Field("exception" if is_exception(name, known) else "code", name)]


def _unquoted(name: str, known: Known) -> list[Field]:
    """Read a name that a line end may have broken only if it is known."""
    whole = name not in known.beginnings and (is_exception(name, known) or known.is_code(name))
    return _exception_or_code(name, known) if whole else []


_GROUPS: Final[Mapping[str, Callable[[str, Known], list[Field]]]] = {
    "exception": lambda value, _: [Field("exception", bare_name(value))],
    "errorcode": _exception_or_code,
    "unquoted": _unquoted,
    "code": lambda value, known: [Field("code", value)] if known.is_code(value) else [],
    "service_name": lambda value, _: [service_of(value)],
    "ours": lambda value, _: [Field("service", value)],
    "theirs": lambda value, _: [Field("other_service", value)],
    "retries": lambda value, _: [Field("attempts", str(int(value) + 1))],
    "spelt": _operation_by_spelling,
    "words": _operation_by_words,
}


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
    r"(?: \((?:client|server)\)|\))?(?::\s|\t)"
    r"(?!\s{0,80}+(?:An\s{1,80}error\s{1,80}occurred\b|\w{1,60}+(?:\(\w{1,60}+)?\s{1,80}+\{))"
)
# A code after the name of its exception: VolumeInUse after a colon, in parentheses, after a dash
_TO_CODE: Final = re.compile(r"(?::?\s|\s?[(\[/,]\s?|\s-\s)(?P<code>[A-Z]\w{3,60}+)[)\]]?")
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


def _places_of(name: str, text: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + len(name))


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
    code = _TO_CODE.match(text, end)
    if code and known.is_code(code["code"]):
        found.append(Evidence("code", code["code"], *view.span(*code.span("code")), "name"))
        end = code.end()
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
        return message_before(text, head - 1, known)
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


def code_names(view: View, known: Known) -> list[Cluster]:
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


# --- messages that no quotes enclose: where they start and end, however they are wrapped --------

_LONGEST: Final = 2000
_LONGEST_KNOWN: Final = 400  # with the blanks of a wrap
# What ends a line, and what clients print after a message: " (Service: AWSStorageGateway; ..."
_END: Final = re.compile(
    r"[\n\t\r]| \|| \((?:Service: |SDK |request id)|, errorCode=| - \{| status code: |</"
)
_LINE_PREFIX: Final = re.compile(r"[\s│|>]{0,80}+")  # the frame of Terraform: "│ "
_BROKEN: Final = re.compile(r"\n[\s│|>]{0,99}")
_DOTS: Final = ("...", "…")  # the message goes on elsewhere
_QUOTES: Final = "\"'`"
# What stands before a message that something follows: "[main] ", "Exception: ", "ERROR "
_LEAD: Final = re.compile(
    r"': |\t|\]:? | [:-] |(?:Exception|Error): |\b(?:ERROR|WARN|WARNING|INFO|FATAL):? "
)
_CLOSES: Final = frozenset("\"'`)]}>,;|\t\\<")


class Message(NamedTuple):
    """A message, and where it stands."""

    text: str
    start: int
    end: int


def message_after(text: str, start: int, head: int, known: Known) -> Message | None:
    """Return the message that starts at a position, after blanks.

    A quote that is open at ``head``, where the error starts, ends the message too.
    """
    start = _LINE_PREFIX.match(text, start).end()  # type: ignore[union-attr]  # it always matches
    end = _known_end(text, start, known)
    if end is None:
        end = _first_end(text, start)
        quote = _open_quote(text, head)
        closed = text.find(quote, start, end) if quote else -1
        end = end if closed < 0 else closed
    plain = one_line(text[start:end])
    if not plain or plain.endswith(_DOTS):
        return None
    return Message(plain, start, start + len(text[start:end].rstrip()))


def message_before(text: str, end: int, known: Known) -> Message | None:
    """Return the message on the line that ends at a position, as Java and Ruby print it."""
    start = _line_start(text, end)
    line = text[start:end].rstrip()
    place = _known_start(line, known)
    if place is None:
        leads = [match.end() for match in _LEAD.finditer(line)]
        place = max([0, *leads[-1:], line.rfind('"') + 1 if line.count('"') % 2 else 0])
    plain = one_line(line[place:])
    return Message(plain, start + place, start + len(line)) if plain else None


def one_line(text: str) -> str:
    """Return a text without the line ends of a wrap."""
    return " ".join((_BROKEN.sub(" ", text) if "\n" in text else text).split())


def _known_start(line: str, known: Known) -> int | None:
    """Return where a known message starts that ends the line."""
    plain = normalized(line[-_LONGEST_KNOWN:])
    for key in known.normalized_messages:
        if plain.endswith(key):
            return len(line) - _end_of(line[::-1], len(key) + line.endswith("."))
    return None


def _known_end(text: str, start: int, known: Known) -> int | None:
    """Return where a known message ends that starts here, however it is wrapped."""
    window = text[start : start + _LONGEST_KNOWN]
    plain = "".join(window.replace("│", " ").split())
    for key in known.normalized_messages:
        if plain.startswith(key):
            end = _end_of(window, len(key))
            if _ends_here(window, end):
                return start + end + (window[end : end + 1] == ".")
    return None


def _end_of(window: str, count: int) -> int:
    """Return where a number of characters end, blanks not counted."""
    for place, character in enumerate(window):
        if not character.isspace() and character != "│":
            count -= 1
            if not count:
                return place + 1
    return len(window)


def _ends_here(window: str, end: int) -> bool:
    """Return whether a sentence ends here."""
    following = window[end : end + 1]
    if following == ".":
        following = window[end + 1 : end + 2]
        # A second period belongs to the sentence around.
        return not following or following.isspace() or following == "." or following in _CLOSES
    if following in {"\n", "\r"}:
        # Without its period, the message may continue on the next line.
        return not window[end:].lstrip()[:1].islower()
    return not following or following in _CLOSES or window[end : end + 2] == " ("


def _first_end(text: str, start: int) -> int:
    limit = min(len(text), start + _LONGEST)
    end = _END.search(text, start, limit)
    return end.start() if end else limit


def _line_start(text: str, end: int) -> int:
    return max(text.rfind("\n", max(0, end - _LONGEST), end) + 1, end - _LONGEST, 0)


def _open_quote(text: str, head: int) -> str | None:
    """Return the quote that is open at a position of a line."""
    line = text[_line_start(text, head) : head]
    if line and line[-1] in _QUOTES:
        return line[-1]
    return '"' if line.count('"') % 2 else None
