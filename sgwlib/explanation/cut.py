"""What shows that a text is a part of a longer one, which would say more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.knowledge import knowledge, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sgwlib.explanation.explanation import Explanation

__all__ = ["hint"]

# A traceback of Python, as far as it names no error yet.
_TRACE: Final = re.compile(
    r"Traceback \(most recent call last\):|File \"[^\"\n]{1,300}\", line \d{1,7}"
    r"|During handling of the above exception[^\n]{0,40}|The above exception was the[^\n]{0,60}"
)
_NEW_LINE: Final = re.compile(r"(?:\n|\\n|#012)[^\s|│]")
_CHAINED: Final = re.compile(r"\s{0,80}(?:During handling of|The above exception was)")
# A stack of Java or JavaScript, which starts with the error.
_STACK: Final = re.compile(r"\s{0,80}at [^\s(]{3,200}(?: [^\s(]{1,100})?\s?\(")
# What the Go SDK v1 prints below the line that names the error.
_IN_BLOCK: Final = re.compile(
    r"(?m:^)[\s│|]{0,40}(?:RespMetadata|Error_|ErrorCode|Message_|StatusCode|RequestID): "
)
# The line of its configuration that Terraform quotes.
_OF_SOURCE: Final = re.compile(r"(?m:\b\d{1,6}: [a-z]{1,20} [^\n{]{0,200}\{$)")
# The sentences of botocore and of the Go SDK v2, as far as they name no message yet.
_SENTENCE: Final = re.compile(
    r"An error occurred \([^:\n]{1,250}\Z"
    r"|https response(?: error(?: StatusCode: \d{3}(?:, RequestID: [\w-]{0,40})?)?)?\Z"
)
_LAST_NAME: Final = re.compile(r"\b[A-Z][a-z]{1,30}[A-Z][A-Za-z]{1,60}\Z")
_ANNOUNCES: Final = re.compile(r"(?i)(?:error|exception|caused by|fail\w{0,5})[^\n]{0,80}:\Z")
_OPEN_ENDS: Final = (":", ",", "(", "[", "=", "->")
_DOTS: Final = ("...", "…")
_LONGEST_LINE: Final = 400


def hint(explanation: Explanation) -> str | None:
    """Return what to paste as well, where little is known and the text shows that there is more.

    Examples
    --------
    >>> from sgwlib import explain
    >>> hint(explain("An error occurred (InvalidGatewayRequestException) when calling"))
    'paste more of the text: it ends in the middle of a sentence'
    >>> hint(explain("all is well")) is None
    True
    """
    if not _is_thin(explanation):
        return None
    why = next((why for is_shown, why in _SIGNS if is_shown(explanation)), None)
    return why and f"paste more of the text: {why}"


def _is_thin(explanation: Explanation) -> bool:
    """Say whether there may be more to know: of what is another service's, there is not."""
    known = knowledge(explanation.catalogue)
    for sign in explanation.nearest:
        foreign = sign.what == "operation" and sign.value not in known.operations
        if foreign or sign.what == "other_service":
            return False
    carriers = (None, *explanation.catalogue.carriers)
    without_code = explanation.code is None and explanation.exception in carriers
    return without_code or not explanation.certain


def _has_signs(explanation: Explanation) -> bool:
    return bool(explanation.evidence or explanation.nearest)


def _ends_in_braces(explanation: Explanation) -> bool:
    text = _OF_SOURCE.sub("", explanation.text)
    return text.count("{") > text.count("}")


def _starts_in_braces(explanation: Explanation) -> bool:
    text = explanation.text
    opening = text.count("{")
    return opening < text.count("}") or (not opening and _IN_BLOCK.search(text) is not None)


def _ends_in_traceback(explanation: Explanation) -> bool:
    ends = [match.end() for match in _TRACE.finditer(explanation.text)]
    return bool(ends) and _NEW_LINE.search(explanation.text, ends[-1]) is None


def _starts_in_chain(explanation: Explanation) -> bool:
    return _CHAINED.match(explanation.text) is not None


def _starts_in_stack(explanation: Explanation) -> bool:
    return _STACK.match(explanation.text) is not None


def _ends_in_sentence(explanation: Explanation) -> bool:
    text = explanation.text.rstrip()
    ends = (*_OPEN_ENDS, *_DOTS)
    announced = _ANNOUNCES.search(text, max(0, len(text) - _LONGEST_LINE)) is not None
    return (
        announced
        or (_has_signs(explanation) and text.endswith(ends))
        or (_SENTENCE.search(text, max(0, len(text) - _LONGEST_LINE)) is not None)
    )


def _ends_in_name(explanation: Explanation) -> bool:
    text = explanation.text.rstrip()
    last = _LAST_NAME.search(text, max(0, len(text) - _LONGEST_LINE))
    return last is not None and _begins(last[0], knowledge(explanation.catalogue).exceptions)


def _ends_in_message(explanation: Explanation) -> bool:
    message = explanation.message or ""
    texts = knowledge(explanation.catalogue).code_messages
    return " " in message and _begins(squeezed(message), texts)


def _begins(part: str, texts: Iterable[str]) -> bool:
    return any(each.startswith(part) and each != part for each in texts)


def _is_above_block(explanation: Explanation) -> bool:
    read = {sign.how for sign in explanation.evidence}
    return "Terraform" in read and explanation.request_id is None


_SIGNS: Final[tuple[tuple[Callable[[Explanation], bool], str], ...]] = (
    (_ends_in_braces, "it ends before a brace is closed"),
    (_starts_in_braces, "it starts within braces, and the lines above tell whose they are"),
    (_ends_in_traceback, "it ends before the traceback names the error"),
    (_starts_in_chain, "the exception that was handled stands above"),
    (_starts_in_stack, "the line above the stack names the error"),
    (_ends_in_sentence, "it ends in the middle of a sentence"),
    (_ends_in_name, "it ends in the middle of a name"),
    (_ends_in_message, "it ends in the middle of a message"),
    (_is_above_block, "the lines below it hold the error code and the request id"),
)
