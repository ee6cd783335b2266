"""Which errors of a text happened, and which names it only mentions.

Logs are full of names of errors that did not happen: retry policies, counts, source lines, help
texts, metrics. An error has happened if a response, a client's sentence, a raised exception or an
event with an ``errorCode`` says so. The line is drawn by the tables below.

* What a notation of a client or a field of a response shows has happened, unless `QUOTES` or
  `MENTIONS` have a rule for what surrounds it.
* A name without either is a mention, unless `HAPPENED` has a rule for what surrounds it, or a
  message, a status or a request id of an error belongs to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.diagnosis.decoding import View, decode_all, decode_whole
from sgwlib.diagnosis.evidence import LOGGED
from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.parsing import CALL, CODE_NAME

if TYPE_CHECKING:
    from sgwlib.diagnosis.evidence import Cluster, Evidence
    from sgwlib.diagnosis.knowledge import Known

BARE: Final = "name"
"""The notation of a name that stands in a text without any other."""

_NAMESPACE: Final = r"(?:[\w$]{1,60}(?:\.|::|\\{1,4}|#|/)){0,8}"  # "botocore.errorfactory."
_LEVEL: Final = r"(?:ERROR|WARN|WARNING|FATAL|CRITICAL|SEVERE|error|warning|fatal)"
_OPEN: Final = r"[\"'`“(<*]{0,3}"  # what may enclose a name


# What stands before the text of a logged line: a stamp, a level, a logger, a key, a frame.
_LINE: Final = (
    r"(?:\A|[\n|]|[\]:>-] |::|\d(?::|(?:Z|[EO]|[+-]\d\d:?\d\d)? )| [FP] |\b[A-Z]{4,8} "
    r"|\"\s?(?::|=>)\s?\"|[=`][\"']?|,\"|\bb'|<\w+>)[ \t]*"
)


class Rule(NamedTuple):
    """What must stand before a name and after it, on its line."""

    what: str
    before: re.Pattern[str]
    after: re.Pattern[str]


def _rule(what: str, before: str = "", after: str = "") -> Rule:
    return Rule(what, re.compile(before), re.compile(after))


# Lines that quote. Whatever stands in them, they say of no call that it failed.
QUOTES: Final = (
    # As in: # An error occurred (InvalidGatewayRequestException) when calling
    _rule(
        "a comment",
        rf"(?:{_LINE}(?:#|//|/\*|<!--) |(?:\A|\n)[ \t]*(?:--|REM|\* @\w+) |\bTODO\b)[^\n]*\Z",
    ),
    # As in: Raises InvalidGatewayRequestException: The specified volume was not found.
    _rule("documentation", rf"(?:\A|[\n\"':*])[ \t]*[Rr]aises {_NAMESPACE}\Z"),
    # As in: InvalidGatewayRequestException, and below An exception occurred because
    _rule(
        "documentation",
        "",
        r"(?:\s{1,80}|[^\n]{0,3}\n[^\n]{0,80}?\b)An exception occurred because\b",
    ),
    # As in: Raises: InvalidGatewayRequestException: If the volume is in use.
    _rule(
        "documentation",
        "",
        r"(?::\s{1,80}|[ \t]*\n\s{1,80})(?:[Ii]f|[Ww]hen) (?:the|an?|any|no|you)\b",
    ),
    # As in: DeleteVolume would return InvalidGatewayRequestException: The specified volume is...
    _rule(
        "what would be",
        r"\bwould (?:return|raise|throw|answer|fail with)[: ]{1,2}[\"'`]?(?:An error occurred \()?"
        rf"{_NAMESPACE}\Z",
    ),
    # As in: $ grep "An error occurred (InvalidGatewayRequestException)" backup.log
    _rule("a command", rf"{_LINE}(?:[$+]|>>>) \w[^\n]*[\"'][^\n]*\Z"),
    _rule("a command", r"\b(?:grep|echo|sgw (?:explain|show|simulate)) [^\n\"']*[\"'][^\n\"']*\Z"),
    # As in: log.error("InvalidGatewayRequestException: The specified volume was not found.")
    _rule(
        "a call in source",
        r"\b(?:print\w*|log\w*\.\w+|console\.\w+|fmt\.\w+|throw new \w+|assert\w+|to[A-Z]\w+)"
        r"\([^\n\"'`]{0,20}[\"'`]"
        r"[^\n\"'`]*\Z",
    ),
    # As in: MESSAGE = "InvalidGatewayRequestException: The specified volume was not found."
    _rule(
        "a constant in source",
        rf"(?:\b(?:const|let|var|static)\b[^\n=\"]{{0,60}}|{_LINE}[A-Z][A-Z_]+ )"
        r"= ?[\"'`][^\n\"'`]*\Z",
    ),
    # As in: want: "InvalidGatewayRequestException: The specified volume was not found.",
    _rule("a constant in source", r"\b(?:want|expected)\w*\s?[:=] ?[\"'`][^\n\"'`]*\Z"),
    # As in: if "InvalidGatewayRequestException: The specified gateway..." in str(error):
    _rule(
        "a condition in source",
        rf"{_LINE}(?:\}} else |el)?(?:if|while)\b[^\n\"'`]*[\"'`]\Z",
        r"[^\n\"'`]*[\"'`](?: in |\))",
    ),
    # As in: +        "An error occurred (InvalidGatewayRequestException) when calling",
    _rule("a string in source", rf"{_LINE}[+-][ \t]*[\"'][^\n]*\Z"),
    # As in: PASSED tests/a.py::test[...], ok 3 - ..., assert str(error.value) == "..."
    _rule(
        "a test's report",
        rf"(?:\b(?:PASSED|XFAIL) |{_LINE}(?:ok \d+|PASS(?! THROUGH)) |\bassert .*[\"'])[^\n]*\Z",
    ),
    # As in: tests/a.py::test[InvalidGatewayRequestException: ...] PASSED
    _rule("a test's report", r"\[[^\n]*\Z", r"[^\n]*\] (?:PASSED|XFAIL)\b"),
    # As in: If you see "An error occurred (InvalidGatewayRequestException)", disconnect
    _rule(
        "advice",
        r"(?i)(?:\b(?:if|when|once|should) (?:you|we|the|it|a|an|your)\b[^\n]{0,80}"
        r"|\b(?:matches|contains) )"
        r"[\"“'][^\"”\n]*\Z",
    ),
    # As in: Example response: {"__type": "InvalidGatewayRequestException"}
    _rule(
        "an example",
        r"(?:\b[Ee]xample(?: \w+){0,2}: |\b(?:fixture|stub(?:ber)?|mock(?:ed)?)\b(?!-)[^\n]*[{\"']"
        r"|\.reply\(4\d\d\b|\"jsonBody\")"
        r"[^\n]*\Z",
    ),
    # As in: raise ClientError({"Error": {"Code": "InvalidGatewayRequestException"}})
    _rule(
        "a response in source", rf"(?:\braise \w+\(|{_LINE}return (?!code))[^\n]*[{{\"'][^\n]*\Z"
    ),
    # As in: java.lang.ClassNotFoundException: com.amazonaws...InvalidGatewayRequestException
    _rule(
        "what was looked for",
        r"(?:ClassNotFound\w+|NoClassDefFound\w+|ClassCast\w+|KeyError|NameError): '?"
        rf"{_NAMESPACE}\Z",
    ),
    # As in: commit: handle "InvalidGatewayRequestException: The specified gateway..."
    _rule("a change", r"(?i)\b(?:fix|handle|commit)\w*:?[^\n]{0,20}[\"'`]\Z"),
    # As in: feat(retry): handle "An error occurred (InvalidGatewayRequestException) when calling"
    _rule("a change", rf"{_LINE}(?:[0-9a-f]{{7,40}} )?(?:fix|feat)(?:\([\w-]+\))?: [^\n]*\Z"),
    # As in: retryable_errors = ["InvalidGatewayRequestException: The specified gateway..."]
    _rule("a setting", r"(?i)(?:retry|ignor)\w*[\"']?\s?[:=]\s?\[[^\]]*[\"']\Z"),
    # As in: {"InvalidGatewayRequestException": "The specified gateway is not connected."}
    _rule("a key", r"[\"'`]\Z", r"[\"'`]\s?:(?!:)"),
    # As in: errors.InvalidGatewayRequestException=The specified gateway is not connected.
    _rule("a key", "", r"(?:=| = [\"'])[^=\s]"),
    # | VolumeInUse | The specified volume is already in use. | InvalidGatewayRequestException |
    # but not 2026-03-01|ERROR|InvalidGatewayRequestException|The specified gateway is offline.
    _rule(
        "a table's cell",
        rf"(?m:^)(?!.*\|\s?{_LEVEL}\s?\|).*[^\s|](?<!Code)[^\S\n]*\|[^\S\n]*\Z",
        r"[^\S\n]*\|",
    ),
    # As in: failregex = ^.*InvalidGatewayRequestException: The specified gateway.*$
    _rule("a regular expression", r"(?:\^|\.\*|\(\?[a-z:=!])\S*\Z"),
    # As in: msgid "InvalidGatewayRequestException: The specified gateway is not connected."
    _rule("a translation", r"\bmsg(?:id|str) \"\Z"),
)

# Each rule has an example of its own in tests/diagnosis/mentions.py.
MENTIONS: Final = (
    # As in: export ERROR_TYPE=InvalidGatewayRequestException
    _rule("a variable", r"\b[A-Z]+_[A-Z_]+=[\"']?\Z"),
    # As in: error=InvalidGatewayRequestException count=0
    _rule("a count", "", r"[^\n]{0,80}[\s,](?:count|n|num|hits|total|times)=\d"),
    _rule("a count", "", r"[\"']?(?:\s?[:=]\s?\d[\d.]{0,9}\s?%| repeated \d+ times)"),
    # As in: aws.errors:0|c|#error_type:InvalidGatewayRequestException
    _rule("a tag of StatsD", r":\d[\d.]*\|[a-z]+\|#[^\n]*\Z"),
    # As in: {"error_type": "InvalidGatewayRequestException", "_aws": {"CloudWatchMetrics": []}}
    _rule("a metric of CloudWatch", "", r"[^\n]*\"_aws\"\s?:"),
    _rule("a metric of CloudWatch", r"\"_aws\"\s?:"),
    # As in: {"error": "InvalidGatewayRequestException", "action": "retry"}
    _rule("a setting", "", r"\"?[^{}\n]*(?:\"|\n\s*)(?:action|retry|then|max_?[aA]ttempts)\"?\s?:"),
    # As in: {"match": {"exception": "InvalidGatewayRequestException"}}
    _rule("a setting", r"\"(?:match|when|filter|where|on)\"\s?:\s?[{\[][^{}]*\Z"),
    # As in: DeleteVolume,InvalidGatewayRequestException,VolumeInUse,12,2026-03-01, by sgw scan
    _rule("a count of a scan", "", r",\w*,\d+(?:,|\Z)"),
    # As in: plan: DeleteVolume#1 -> InvalidGatewayRequestException/VolumeInUse
    _rule("a plan", r"#\d+ -> \Z"),
    # sgw_errors_total{code="VolumeInUse"} 3
    _rule(
        "a metric of Prometheus",
        r"\b\w+\{(?:\w+=\"[^\"]*\",?)*\w+=\"\Z",
        r"[^}\n]*\}(?: +[\d.]|\[)",
    ),
    # sgw_errors,exception=InvalidGatewayRequestException value=3i
    _rule("a metric of InfluxDB", r"\w,\w+=\Z", r"\S* \w+=\d+i?\b"),
    # As in: {"errorCode": "VolumeInUse", "count": 3}, in any order
    _rule(
        "a count in JSON",
        "",
        r"\"[^{}]*\"(?:count|total|occurrences|num|hits|doc_count)\"\s*:\s*\d+\s*[,}]",
    ),
    _rule(
        "a count in JSON",
        r"\{[^{}]*\"(?:count|total|occurrences|num|hits|doc_count)\"\s*:\s*\d+\s*,[^{}]*\Z",
    ),
    # As in: {"tags": {"exception": "InvalidGatewayRequestException"}, "value": 3}
    _rule(
        "a metric in JSON",
        r"\"(?:tags|labels|dimensions)\"\s?:\s?\{[^{}]*\Z",
        r"[^{}]*\}[^{}]*\"(?:value|samples|values|sum)\"\s?:\s?[\[\d]",
    ),
    # As in: failed (ThrottlingException: 3), and in tables: ThrottlingException    3
    _rule(
        "a count",
        "",
        r"[\"']?(?:\s?[:=]\s?|[ \t]|\s{2,}|\s?[x\xd7]\s?)(?![45]\d\d\b)\d{1,9}"
        r"[ \t]*(?:[,;)}\]|\n]|\Z)",
    ),
    # As in: {"gatewayName": "InvalidGatewayRequestException"}
    _rule(
        "the value of another field",
        r"\"(?!\w*(?i:err|exception|cause|reason|fault|fail))"
        r"(?!(?i:_*type|code|name|class|kind|title|message|msg|log|result|status|state|outcome|detail)\")"
        r"\w+\"\s?:\s?\"\Z",
        r"\"",
    ),
    # { $.errorCode = "InvalidGatewayRequestException" }
    _rule("a filter's pattern", r"\$\.\w+(?:\.\w+)*\s?!?=\s?\\?[\"']?\Z"),
    # As in: fields @timestamp | filter errorCode = 'InvalidGatewayRequestException'
    _rule("a query", r"(?i)\b(?:where|filter|select|search\w*)\b[^\n]*[\"'/]\Z"),
    # As in: errorCode=InvalidGatewayRequestException | stats count by eventName
    _rule("a query", "", r"[^\n]*\| ?(?:stats|summarize|where|timechart|top) \w"),
    # As in: "insightDetails": {"errorCode": "InvalidGatewayRequestException", "insightContext"
    _rule("a statistic of CloudTrail", r"\"insightDetails\"\s?:"),
    # As in: except client.exceptions.InvalidGatewayRequestException as error:
    _rule(
        "a source line",
        r"\b(?:except\b[^\n\"':]*|catch \([^\n\"':]*|rescue [\w:, ]*|instanceof "
        r"|import (?:[\w.]*|\{[\w, ]*))\Z",
    ),
    _rule(
        "a source line", rf"(?:\braise |\bthrow new |@?throws |<\w+\.|\bThrow\w*<){_NAMESPACE}\Z"
    ),
    _rule(
        "a definition",
        rf"(?:\b|\\t)(?:class|case|var \w+) [*&]?{_NAMESPACE}\Z",
        r"(?!:[^\S\n]{0,9}[^\s\\])",
    ),
    # As in: ErrCodeInvalidGatewayRequestException = "InvalidGatewayRequestException"
    _rule("a constant", r"\bErrCode\w+ = \"\Z"),
)

# These hold unless a message stands behind the name: "retrying on X: The gateway is offline."
WEAK_MENTIONS: Final = (
    # As in: No InvalidGatewayRequestException was raised in the last 24 hours
    _rule(
        "a negation",
        r"(?i)(?:\b(?:no|without|never \w+)|\b(?:not|n't) (?:get|raise|see|receive|return)\w*)"
        rf" {_OPEN}{_NAMESPACE}\Z",
    ),
    # As in: DeleteVolume may fail with InvalidGatewayRequestException (VolumeInUse)
    _rule(
        "a condition",
        r"(?i)\b(?:if|whenever|unless|may|might|must|(?:retry|fires) when)\b[^\n]{0,60}\Z",
    ),
    # As in: - fixed: InvalidGatewayRequestException was raised when listing volumes
    _rule("a change", r"(?i)\b(?:fix(?:ed|es)?|handle|treat|feat|docs)\b[^\n]{0,20}\Z"),
    # As in: with pytest.raises(client.exceptions.InvalidGatewayRequestException):
    _rule(
        "a test's line",
        r"(?:\braises|\bassert\w*|\bexpect(?:s|ed)?(?! the resp)|DID NOT RAISE)\b[^\n]*\Z",
    ),
    # Stubber: next response of delete_volume will be client error X/VolumeInUse
    _rule(
        "what will be",
        r"\b(?:(?:will|would) (?:be|fail|return|respond|answer)|to (?:return|raise|answer|send))\b"
        r"[^\n]*\Z",
    ),
    # [policy] will retry on: GatewayNotConnected, InvalidGatewayRequestException
    _rule(
        "a policy", r"(?i)\b(?:retr(?:y|ies|ying|yable)[ _-](?:on|for|errors?)|ignor\w+)\b[^\n]*\Z"
    ),
    # fingerprint rule: error.type:InvalidGatewayRequestException -> storage-gateway-client
    _rule(
        "a rule",
        r"(?i)\b(?:rules?|policy|pattern|flag|alarm|alert|threshold|query)\b"
        r"(?![^\n]*\b(?:fail|raised|threw|got))[^\n]*\Z",
    ),
)

HAPPENED: Final = (
    # ERROR InvalidGatewayRequestException, or [error] botocore.errorfactory.Invalid...
    _rule(
        "a level",
        rf"\b{_LEVEL}\b[\]:]{{0,2}}[\s-]{{1,4}}{_OPEN}{_NAMESPACE}\Z",
        r"[\"'`”)>\]]{0,3}(?:\s*(?:\Z|\n|[:,;(\[{-])"
        r"|\s+(?:on|for|from|in|while|at|during|when)\b)",
    ),
    # error_type=InvalidGatewayRequestException, "exception": "InvalidGatewayRequestException"
    _rule(
        "a field",
        r"(?i)(?:exception|error|\berr|cause|reason|failure)"
        r"(?:[._ -]?(?:type|class|name|code|kind))?\\?[\"']?"
        rf"\s?(?:[:=]|=>|->)\s?\\?{_OPEN}{_NAMESPACE}\Z",
    ),
    # DeleteVolume failed: InvalidGatewayRequestException, or failed (InvalidGatewayReq...
    _rule(
        "a failure",
        r"\b(?:[Ff]ail(?:ed|ure|ing)|[Ee]rror (?:\w+ing|in|on|from|for)|[Aa]borted"
        r"|giving up|gave up|could not|cannot|unable)\b"
        rf"[^\n\"]{{0,80}}(?:[:(>]|\bwith|\bdue to|\bby|\bbecause of)\s?{_OPEN}{_NAMESPACE}\Z",
    ),
    # state=finished raised InvalidGatewayRequestException>
    _rule(
        "a verb",
        r"(?i)\b(?:raised|threw|thrown|throwing|returned|received|got|answered|caused by:?)"
        rf"\s(?:an? )?{_OPEN}{_NAMESPACE}\Z",
    ),
    # AWS storagegateway.DeleteVolume => 400 (InvalidGatewayRequestException), of LocalStack
    _rule("a status", r"[=-]> ?[45]\d\d \(\Z"),
    # FullyQualifiedErrorId : Amazon.StorageGateway.Model.InvalidGatewayRequestException,
    _rule("an id of PowerShell", rf"\bFullyQualifiedErrorId\s{{0,9}}:\s{_NAMESPACE}\Z"),
    # InvalidGatewayRequestException was raised
    _rule(
        "a verb",
        "",
        r"[\"'`”)>]{0,3} (?:was |has been )?(?:raised|thrown|occurred|returned|received)\b",
    ),
    # An error occurred (InvalidGatewayRequestException) w, at the end of a text
    _rule("a cut sentence", r"An error occurred \(\Z"),
    # InvalidGatewayRequestException: The spec...
    _rule("a cut sentence", "", r":\s+[A-Z][a-z]+ [a-z]"),
    # Then I expect the response error code to be "InvalidGatewayRequestException"
    _rule("a step of a test", r"\bresponse error code to be \"\Z"),
    # &types.InvalidGatewayRequestException{Message:(*string)(0xc000014250)
    _rule("a struct", "", r"\{Message:"),
    # The line below the frames of a traceback, and the line above the frames of Java
    _rule("a traceback", rf"\n[ \t]+[^\n]+\n{_NAMESPACE}\Z", r"[ \t]*(?:\r?\n|\Z)"),
    _rule("a stack", rf"(?:\A|\s){_NAMESPACE}\Z", r"[ \t]*\r?\n\s+at "),
)

_AROUND: Final = 400  # characters before and after a name that a rule may look at
# Keys that much else has than errors: {"name": "InvalidGatewayRequestException"}
_WEAK_KEY: Final = re.compile(
    r"(?i)(?<![A-Za-z_.-])(?:name|code|type|id)\\?[\"']?\s?[:=]\s?\\?[\"']?\Z"
)
_DETAILS: Final = frozenset({"message", "http_status", "request_id", "attempts", "operation"})
_ADDED: Final = " \t\r\n\"'`.:;,()[]{}<>*#-"  # what people paste around a name


def separate(
    clusters: list[Cluster], text: str, known: Known
) -> tuple[list[Cluster], list[Cluster]]:
    """Return the clusters of what may have happened, and those that a rule knows for mentions."""
    possible: list[Cluster] = []
    mentioned: list[Cluster] = []
    for cluster in clusters:
        (mentioned if _is_mention(cluster, text, known) else possible).append(cluster)
    return possible, mentioned


def _is_mention(cluster: Cluster, text: str, known: Known) -> bool:
    named = _named(cluster)
    if not named:
        return False
    before, after = _around(named[0], text)
    message = next((each.value for each in cluster if each.what == "message"), None)
    if _matches(QUOTES, before, after):
        return True
    # What a client prints of a call that failed, and a message of the service, say enough.
    if cluster.get("failure") or normalized(message or "") in known.code_messages:
        return False
    if _is_bare(named):
        is_weak = message is None and _matches(WEAK_MENTIONS, before, after)
    else:
        has_more = any(each.what in _DETAILS for each in cluster) or len(named) > 1
        is_weak = not has_more and _WEAK_KEY.search(before) is not None
    return is_weak or _matches(MENTIONS, before, after)


def only_mentions(error: Cluster, text: str, known: Known, *, alone: bool) -> bool:
    """Return whether nothing says that an error happened, with all evidence that belongs to it.

    ``alone`` says that a text of nothing but a name asks for that error, as in a call of `explain`.
    """
    named = _named(error)
    if not named or error.get("failure") or not _is_bare(named):
        return False
    if len({each.what for each in named if each.how != LOGGED}) > 1 or any(
        _is_detail(each, named, known) for each in error
    ):
        return False
    places = [_around(each, text) for each in named]
    if any(_matches(HAPPENED, before, after) for before, after in places):
        return False
    return not alone or not _is_alone(*places[0])


def _named(cluster: Cluster) -> list[Evidence]:
    """Return what names an error, but for codes alone, of which none is ever certain."""
    return [it for it in cluster if it.what in {"exception", "code"} and it.how != CODE_NAME]


def _is_bare(named: list[Evidence]) -> bool:
    return all(each.how in {BARE, LOGGED} for each in named)


def _around(evidence: Evidence, text: str) -> tuple[str, str]:
    start, end = evidence.start, evidence.end
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    around = before + text[start:end] + after
    # The rules speak of what was logged.
    before, after = (decode_all(decode_whole(View(it), around)).text for it in (before, after))
    return before, after


def _matches(rules: tuple[Rule, ...], before: str, after: str) -> bool:
    return any(rule.after.match(after) and rule.before.search(before) for rule in rules)


def _is_detail(evidence: Evidence, named: list[Evidence], known: Known) -> bool:
    """Return whether evidence shows that a named error happened, and is not the log's own."""
    if evidence.what not in _DETAILS or evidence.how in {"field", LOGGED, CALL}:
        return evidence.what == "message" and normalized(evidence.value) in known.code_messages
    return not any(each.value in evidence.value for each in named)


def _is_alone(before: str, after: str) -> bool:
    space = re.search(rf"{_NAMESPACE}\Z", before)
    return not (before[: space.start() if space else None] + after).strip(_ADDED)
