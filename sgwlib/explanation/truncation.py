"""What shows that a text is part of a longer one, which would show more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.knowledge import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sgwlib.explanation.finding import Finding
    from sgwlib.explanation.knowledge import Known

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
    if not _is_thin(finding, known):
        return None
    why = next((why for is_shown, why in _SHOWN_BY if is_shown(finding, known)), None)
    return why and f"paste more of the text: {why}"


def _is_thin(finding: Finding, known: Known) -> bool:
    """Return whether there may be more to learn, which is not so for another service's error."""
    for each in finding.nearest:
        foreign = each.what == "operation" and each.value not in known.operations
        if foreign or each.what == "other_service":
            return False
    carriers = (None, *known.catalogue.carriers)
    return not finding.certain or (finding.code is None and finding.exception in carriers)


def _ends_in_braces(finding: Finding, _: Known) -> bool:
    text = _OF_SOURCE.sub("", finding.text)
    return text.count("{") > text.count("}")


def _starts_in_braces(finding: Finding, _: Known) -> bool:
    text = finding.text
    opening = text.count("{")
    return opening < text.count("}") or (not opening and _IN_BLOCK.search(text) is not None)


def _ends_in_traceback(finding: Finding, _: Known) -> bool:
    ends = [match.end() for match in _TRACE.finditer(finding.text)]
    return bool(ends) and _NEW_LINE.search(finding.text, ends[-1]) is None


def _ends_in_sentence(finding: Finding, _: Known) -> bool:
    text = finding.text.rstrip()
    start = max(0, len(text) - _LONGEST_LINE)
    if _ANNOUNCES.search(text, start) or _SENTENCE.search(text, start):
        return True
    return bool(finding.evidence or finding.nearest) and text.endswith(_OPEN_ENDS)


def _ends_in_name(finding: Finding, known: Known) -> bool:
    text = finding.text.rstrip()
    last = _LAST_NAME.search(text, max(0, len(text) - _LONGEST_LINE))
    return last is not None and _begins(last[0], known.exceptions)


def _ends_in_message(finding: Finding, known: Known) -> bool:
    message = finding.message or ""
    return " " in message and _begins(normalized(message), known.code_messages)


def _begins(part: str, texts: Iterable[str]) -> bool:
    return any(each.startswith(part) and each != part for each in texts)


def _is_above_block(finding: Finding, _: Known) -> bool:
    return finding.request_id is None and any(each.how == "Terraform" for each in finding.evidence)


_SHOWN_BY: Final[tuple[tuple[Callable[[Finding, Known], bool], str], ...]] = (
    (_ends_in_braces, "it ends before a brace is closed"),
    (_starts_in_braces, "it starts inside braces, and the lines above name the error"),
    (_ends_in_traceback, "it ends before the traceback names the error"),
    (lambda it, _: _CHAINED.match(it.text) is not None, "the first exception stands above it"),
    (lambda it, _: _STACK.match(it.text) is not None, "the line above the stack names the error"),
    (_ends_in_sentence, "it ends in the middle of a sentence"),
    (_ends_in_name, "it ends in the middle of a name"),
    (_ends_in_message, "it ends in the middle of a message"),
    (_is_above_block, "the lines below hold the error code and the request id"),
)
