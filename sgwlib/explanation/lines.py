"""What stands in plain lines: the table of notations, and exceptions by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.fields import Told, bare_name, is_exception, operation_name, whose
from sgwlib.explanation.messages import known_messages_in, message_after, message_before
from sgwlib.explanation.patterns import PATTERNS
from sgwlib.explanation.signs import Sighting, Sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.messages import Message
    from sgwlib.explanation.patterns import Pattern
    from sgwlib.explanation.views import View

__all__ = ["in_lines", "loose_messages"]

_BEFORE_NAME: Final = frozenset("_-")
_SPACE_OF_NAME: Final = re.compile(r"(?:[\w$]{1,60}(?:\.|::|\\{1,4}|#|/)){1,8}\Z")
_SERVICE_OF_SPACE: Final = re.compile(
    r"(?i)(?:com[./]amazonaws[./](?:services[./])?|software[./]amazon[./]awssdk[./]services[./]"
    r"|aws(?:::|\\{1,4})|amazon\.)(?P<service>\w{2,60})"
)
_NO_SERVICE: Final = frozenset({"runtime", "exception", "coral", "errors", "core", "awscore"})
_LONGEST_SPACE: Final = 200
# A name is followed by its message, or by the side that is to blame and its message; but another
# sentence of botocore's, or a struct of Rust's, is none.
_TO_MESSAGE: Final = re.compile(
    r"(?: \((?:client|server)\)|\))?(?::\s|\t)"
    r"(?!\s{0,80}+(?:An\s{1,80}error\s{1,80}occurred\b|\w{1,60}+(?:\(\w{1,60}+)?\s{1,80}+\{))"
)
_TO_CODE: Final = re.compile(r"(?::?\s|\s?[(\[/,]\s?|\s-\s)(?P<code>[A-Z]\w{3,60}+)[)\]]?")
# Ruby logs both with a blank between, and raises "message (name)".
_RUBY_SPACE: Final = "::Errors::"
_AFTER_RUBY_NAME: Final = re.compile(r":?\x20(?=\w)")
# Another exception that says what it is of: RayTaskError(NAME): and then what it has to say.
_WRAPPER: Final = re.compile(r"\w\(\Z")
_IN_PARENTHESES: Final = re.compile(r"\)(?!\s{0,9}:|\s{1,9}(?:when|occurred)\b)")
_ENOUGH_FOR_A_NAME: Final = "Exception"


def in_lines(view: View, known: Known, scope: int) -> list[Sighting]:
    """Read everything that no braces hold.

    Parameters
    ----------
    view
        The text.
    known
        The names to recognise.
    scope
        Number of the record that the text stands in; 0 for none.
    """
    return [
        Sighting(signs, scope)
        for signs in (*_in_notations(view, known), *_by_name(view, known))
        if signs
    ]


def loose_messages(view: View, known: Known, scope: int) -> list[Sighting]:
    """Return the messages of the page that stand anywhere in a text."""
    return [
        Sighting([_message_sign(view, each, "message alone")], scope)
        for each in known_messages_in(view.text, known)
    ]


def _in_notations(view: View, known: Known) -> Iterator[list[Sign]]:
    text = view.text
    for pattern in PATTERNS:
        if pattern.needle in text:
            for match in pattern.regex.finditer(text):
                yield _signs_of(match, pattern, view, known)


def _signs_of(match: re.Match[str], pattern: Pattern, view: View, known: Known) -> list[Sign]:
    signs = []
    for group, value in match.groupdict().items():
        if value is not None:
            span = view.span(*match.span(group))
            signs += [Sign(*told, *span, pattern.how) for told in _told(group, value, known)]
    message = _message_at(match, pattern, view.text, known)
    return [*signs, _message_sign(view, message, pattern.how)] if message else signs


def _message_at(match: re.Match[str], pattern: Pattern, text: str, known: Known) -> Message | None:
    if pattern.message == "before":
        return message_before(text, match.start(), known)
    if pattern.message == "after" and not text[match.end() - 1 : match.end()].isalnum():
        return message_after(text, match.end(), match.start(), known)
    return None


def _told(group: str, value: str, known: Known) -> list[Told]:
    """Return what a named group of a pattern tells."""
    if group in _GROUPS:
        return _GROUPS[group](value, known)
    return [Told(group, value)]  # type: ignore[arg-type] # the other groups are kinds of signs


def _operation_by_words(words: str, known: Known) -> list[Told]:
    folded = " ".join(words.split()).casefold()
    return [
        Told("operation", operation)
        for said, operation in known.terraform.items()
        if said.casefold() == folded
    ]


def _operation_by_spelling(spelt: str, known: Known) -> list[Told]:
    name = operation_name(spelt, known)
    return [Told("operation", name)] if name else []


def _code(name: str, known: Known) -> list[Told]:
    return [Told("code", name)] if known.is_code(name) else []


def _exception_or_code(name: str, known: Known) -> list[Told]:
    return [Told("exception" if is_exception(name, known) else "code", name)]


def _unquoted(name: str, known: Known) -> list[Told]:
    """Take a name that a line's end may have broken: only one that is known."""
    exception = is_exception(name, known)
    whole = not known.is_part_of_longer(name) and (exception or known.is_code(name))
    return _exception_or_code(name, known) if whole else []


_GROUPS: Final[Mapping[str, Callable[[str, Known], list[Told]]]] = {
    "exception": lambda value, _: [Told("exception", bare_name(value))],
    "errorcode": _exception_or_code,
    "unquoted": _unquoted,
    "code": _code,
    "cell": _code,
    "whose": lambda value, _: [whose(value)],
    "ours": lambda value, _: [Told("service", value)],
    "theirs": lambda value, _: [Told("other_service", value)],
    "retries": lambda value, _: [Told("attempts", str(int(value) + 1))],
    "spelt": _operation_by_spelling,
    "words": _operation_by_words,
}


def _by_name(view: View, known: Known) -> Iterator[list[Sign]]:
    """Yield exceptions that are named anywhere, with what stands around the name."""
    text = view.text
    for name in known.exceptions:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if _is_whole(text, start, end, known):
                yield _around_name(view, known, name, start)
            start = text.find(name, end)


def _is_whole(text: str, start: int, end: int, known: Known) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in _BEFORE_NAME or after.isalnum() or after == "_":
        return False
    if after:
        return True
    name = text[start:end]  # at the end of the text, it may be cut off
    return name.endswith(_ENOUGH_FOR_A_NAME) or (start == 0 and not known.is_part_of_longer(name))


def _around_name(view: View, known: Known, name: str, start: int) -> list[Sign]:
    text, end = view.text, start + len(name)
    signs = [Sign("exception", name, *view.span(start, end), "name")]
    space = _SPACE_OF_NAME.search(text, max(0, start - _LONGEST_SPACE), start)
    head = space.start() if space else start
    service = _SERVICE_OF_SPACE.search(text, head, start) if space else None
    if service and service["service"].lower() not in _NO_SERVICE:
        told = whose(service["service"])
        signs.append(Sign(*told, *view.span(*service.span("service")), "namespace"))
    code = _TO_CODE.match(text, end)
    if code and known.is_code(code["code"]):
        signs.append(Sign("code", code["code"], *view.span(*code.span("code")), "name"))
        end = code.end()
    message = _message_at_name(text, head, start, end, known)
    # One error is the message of another: the message is that of the last.
    own = message is not None and name not in message.text
    return [*signs, _message_sign(view, message, "name")] if message and own else signs


def _message_at_name(text: str, head: int, start: int, end: int, known: Known) -> Message | None:
    if _WRAPPER.search(text, max(0, head - 2), head) and text.startswith(")", end):
        return None
    in_ruby = text.endswith(_RUBY_SPACE, head, start)
    to_message = (_AFTER_RUBY_NAME if in_ruby else _TO_MESSAGE).match(text, end)
    if to_message:
        return message_after(text, to_message.end(), head, known)
    if text[head - 1 : head] == "(" and _IN_PARENTHESES.match(text, end):
        return message_before(text, head - 1, known)
    return None


def _message_sign(view: View, message: Message, how: str) -> Sign:
    return Sign("message", message.text, *view.span(message.start, message.end), how)
