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
    """What must stand before a name and after it."""

    before: re.Pattern[str]
    after: re.Pattern[str]


def _rules(*patterns: str) -> tuple[Rule, ...]:
    """Make rules of patterns in which NAME stands for the name."""
    parts = (each.split("NAME") for each in patterns)
    return tuple(
        Rule(re.compile(rf"{before}\Z" if before else ""), re.compile(after))
        for before, after in parts
    )


# Lines that quote. Whatever stands in them, they say of no call that it failed.
QUOTES: Final = _rules(
    # a comment: # An error occurred (NAME) when calling
    rf"(?:{_LINE}(?:#|//|/\*|<!--) |(?:\A|\n)[ \t]*(?:--|REM|\* @\w+) |\bTODO\b)[^\n]*NAME",
    # documentation: Raises NAME: The specified volume was not found.
    rf"(?:\A|[\n\"':*])[ \t]*[Rr]aises {_NAMESPACE}NAME",
    # documentation: NAME, and below An exception occurred because
    (
        r"NAME(?:\s{1,80}|[^\n]{0,9}\n[^\n]{0,80}?\b)"
        r"An (?:exception|internal server error has) occurred\b"
    ),
    # documentation: InternalServerError and NAME return one of the Operation Error Codes
    r"NAME\W{0,9}(?:return )?[Oo]ne of the [Oo]peration [Ee]rror",
    # documentation: Raises: NAME: If the volume is in use.
    r"NAME(?::\s{1,80}|[ \t]*\n\s{1,80})(?:[Ii]f|[Ww]hen) (?:the|an?|any|no|you)\b",
    # what would be: DeleteVolume would return NAME: The specified volume is...
    (
        r"\bwould (?:return|raise|throw|answer|fail with)[: ]{1,2}[\"'`]?(?:An error occurred \()?"
        rf"{_NAMESPACE}NAME"
    ),
    # a command: $ grep "An error occurred (NAME)" backup.log
    rf"{_LINE}(?:[$+]|>>>) \w[^\n]*[\"'][^\n]*NAME",
    # a command: echo 'An error occurred (NAME)', sgw explain "NAME"
    r"\b(?:grep|echo|sgw (?:explain|show|simulate)) [^\n\"']*[\"'][^\n\"']*NAME",
    # a call in source: ClientError({"Error": {"Code": "NAME"}}, "RefreshCache")
    r"\bClientError\([^()]{0,80}\{[^()]*NAME",
    # a call in source: NAME.builder().message("The specified volume was not found.")
    r"NAME\.[a-z]\w*\(",
    # a call in source: log.error("NAME: The specified volume was not found.")
    (
        r"\b(?:print\w*|log\w*\.\w+|console\.\w+|fmt\.\w+|throw new \w+|assert\w+|to[A-Z]\w+)"
        r"\([^\n\"'`]{0,20}[\"'`][^\n\"'`]*NAME"
    ),
    # a constant in source: MESSAGE = "NAME: The specified volume was not found.", want: "NAME: The
    (
        rf"(?:\b(?:const|let|var|static)\b[^\n=\"]{{0,60}}|{_LINE}[A-Z][A-Z_]+ "
        r"|\b(?:want|expected)\w*\s?)[:=] ?[\"'`][^\n\"'`]*NAME"
    ),
    # a condition in source: if "NAME: The specified gateway..." in str(error):
    rf"{_LINE}(?:\}} else |el)?(?:if|while)\b[^\n\"'`]*[\"'`]NAME[^\n\"'`]*[\"'`](?: in |\))",
    # a string in source: +        "An error occurred (NAME) when calling",
    rf"{_LINE}[+-][ \t]*[\"'][^\n]*NAME",
    # a test's report: PASSED tests/a.py::test[...], ok 3 - ..., assert str(error.value) == "..."
    rf"(?:\b(?:PASSED|XFAIL) |{_LINE}(?:ok \d+|PASS(?! THROUGH)) |\bassert .*[\"'])[^\n]*NAME",
    # a test's report: tests/a.py::test[NAME: ...] PASSED
    r"\[[^\n]*NAME[^\n]*\] (?:PASSED|XFAIL)\b",
    # advice: If you see "An error occurred (NAME)", disconnect
    (
        r"(?i)(?:\b(?:if|when|once|should) (?:you|we|the|it|a|an|your)\b[^\n]{0,80}"
        r"|\b(?:matches|contains) )[\"“'][^\"”\n]*NAME"
    ),
    # Example response: {"__type": "NAME"}
    (
        r"(?:\b[Ee]xample(?: \w+){0,2}: |\b(?:fixture|stub(?:ber)?|mock(?:ed)?)\b(?!-)[^\n]*[{\"']"
        r"|\.reply\(4\d\d\b|\"jsonBody\")[^\n]*NAME"
    ),
    # a response in source: raise ClientError({"Error": {"Code": "NAME"}})
    rf"(?:\braise \w+\(|{_LINE}return (?!code))[^\n]*[{{\"'][^\n]*NAME",
    # what was looked for: java.lang.ClassNotFoundException: com.amazonaws...NAME
    rf"(?:ClassNotFound\w+|NoClassDefFound\w+|ClassCast\w+|KeyError|NameError): '?{_NAMESPACE}NAME",
    # a commit: handle "NAME: The specified gateway..."
    r"(?i)\b(?:fix|handle|commit)\w*:?[^\n]{0,20}[\"'`]NAME",
    # a change: feat(retry): handle "An error occurred (NAME) when calling"
    rf"{_LINE}(?:[0-9a-f]{{7,40}} )?(?:fix|feat)(?:\([\w-]+\))?: [^\n]*NAME",
    # a setting: retryable_errors = ["NAME: The specified gateway..."]
    r"(?i)(?:retry|ignor)\w*[\"']?\s?[:=]\s?\[[^\]]*[\"']NAME",
    # a key: {"NAME": "The specified gateway is not connected."}
    r"(?<!AWSError )[\"'`]NAME[\"'`]\s?(?::(?!:)|[=-]>)",
    # a key: errors.NAME=The specified gateway is not connected.
    r"NAME(?:=| = [\"'])[^=\s]",
    # a table's cell: | VolumeInUse | The specified volume is already in use. | NAME |
    # but not 2026-03-01|ERROR|InvalidGatewayRequestException|The specified gateway is offline.
    rf"(?m:^)(?!.*\|\s?{_LEVEL}\s?\|).*[^\s|](?<!Code)[^\S\n]*\|[^\S\n]*NAME[^\S\n]*\|",
    # a regular expression: failregex = ^.*NAME: The.*$, a translation: msgid "NAME: The specified
    r"(?:(?:\^|\.\*|\(\?[a-z:=!])\S*|\bmsg(?:id|str) \")NAME",
)

# Each rule has an example of its own in tests/diagnosis/mentions.py.
MENTIONS: Final = _rules(
    # a variable: export ERROR_TYPE=NAME, a constant: ErrCodeNAME = "NAME"
    r"(?:\b[A-Z]+_[A-Z_]+=[\"']?|\bErrCode\w+ = \")NAME",
    # a constant: exports.NAME = NAME;
    r"\bexports\.NAME = \w",
    # a count: error=NAME count=0
    r"NAME[^\n]{0,80}[\s,](?:count|n|num|hits|total|times)=\d",
    # a count: NAME: 12.5 %, NAME repeated 3 times
    r"NAME[\"']?(?:\s?[:=]\s?\d[\d.]{0,9}\s?%| repeated \d+ times)",
    # a tag of StatsD: aws.errors:0|c|#error_type:NAME, a plan: DeleteVolume#1 -> NAME/VolumeInUse
    r"(?::\d[\d.]*\|[a-z]+\|#[^\n]*|#\d+ -> )NAME",
    # a metric of CloudWatch: {"error_type": "NAME", "_aws": {"CloudWatchMetrics": []}}
    r"NAME[^\n]*\"_aws\"\s?:",
    # the same, in the other order, and a statistic of CloudTrail: "insightDetails": {"errorCode":
    r"\"(?:_aws|insightDetails)\"\s?:[\s\S]*NAME",
    # a setting: {"error": "NAME", "action": "retry"}
    r"NAME\"?[^{}\n]*(?:\"|\n\s*)(?:action|retry|then|max_?[aA]ttempts)\"?\s?:",
    # a setting: {"match": {"exception": "NAME"}}
    r"\"(?:match|when|filter|where|on)\"\s?:\s?[{\[][^{}]*NAME",
    # a count of a scan: DeleteVolume,NAME,VolumeInUse,12,2026-03-01, by sgw scan
    r"NAME,\w*,\d+(?:,|\Z)",
    # a metric of Prometheus: sgw_errors_total{code="VolumeInUse"} 3
    r"\b\w+\{(?:\w+=\"[^\"]*\",?)*\w+=\"NAME[^}\n]*\}(?: +[\d.]|\[)",
    # a metric of InfluxDB: sgw_errors,exception=NAME value=3i
    r"\w,\w+=NAME\S* \w+=\d+i?\b",
    # a count in JSON: {"errorCode": "VolumeInUse", "count": 3}
    r"NAME\"[^{}]*\"(?:count|total|occurrences|num|hits|doc_count)\"\s*:\s*\d+\s*[,}]",
    # the same, in the other order
    r"\{[^{}]*\"(?:count|total|occurrences|num|hits|doc_count)\"\s*:\s*\d+\s*,[^{}]*NAME",
    # a metric in JSON: {"tags": {"exception": "NAME"}, "value": 3}
    (
        r"\"(?:tags|labels|dimensions)\"\s?:\s?\{[^{}]*NAME"
        r"[^{}]*\}[^{}]*\"(?:value|samples|values|sum)\"\s?:\s?[\[\d]"
    ),
    # a count: failed (NAME: 3), and in tables: NAME    3
    (
        r"NAME[\"']?(?:\s?[:=]\s?|[ \t]|\s{2,}|\s?[x\xd7]\s?)(?![45]\d\d\b)\d{1,9}"
        r"[ \t]*(?:[,;)}\]|\n]|\Z)"
    ),
    # the value of another field: {"gatewayName": "NAME"}
    (
        r"\"(?!\w*(?i:err|exception|cause|reason|fault|fail))"
        r"(?!(?i:_*type|code|name|class|kind|title|message|msg|log|result|status|state|outcome|detail)\")"
        r"\w+\"\s?:\s?\"NAME\""
    ),
    # a filter's pattern: { $.errorCode = "NAME" }
    r"\$\.\w+(?:\.\w+)*\s?!?=\s?\\?[\"']?NAME",
    # a query: errorCode:"NAME" AND eventName:DeleteVolume, "NAME" and service.name: backup
    (
        r"NAME[\"')]{0,2}\s(?:(?:AND|OR) (?:NOT )?[@\w][\w.]*\s?[:=]"
        r"|(?:and|or) (?:not )?\w+\.[\w.]+\s?:)"
    ),
    # the same, in the other order; and @error.kind:NAME
    r"(?:[:=]\s?\S+ (?:AND|OR) (?:NOT )?[\w.]+\s?[:=]\s?|(?<![\w\"])@[\w.]+:)[\"(]{0,2}NAME",
    # a query: fields @timestamp | filter errorCode = 'NAME'
    r"(?i)\b(?:where|filter|select|search\w*)\b[^\n]*[\"'/]NAME",
    # a query: errorCode=NAME | stats count by eventName
    r"NAME[^\n]*\| ?(?:stats|summarize|where|timechart|top) \w",
    # a source line: except client.exceptions.NAME as error:
    (
        r"\b(?:except\b[^\n\"':]*|catch \([^\n\"':]*|rescue [\w:, ]*|instanceof "
        r"|import (?:[\w.]*|\{[\w, ]*))NAME"
    ),
    # a source line: raise NAME, throws NAME, Throwable<x.NAME>
    rf"(?:\braise |\bthrow new |@?throws |<\w+\.|\bThrow\w*<){_NAMESPACE}NAME",
    # a definition: class NAME(Exception), case NAME
    rf"(?:\b|\\t)(?:class|case|var \w+) [*&]?{_NAMESPACE}NAME(?!:[^\S\n]{{0,9}}[^\s\\])",
    # a declaration: NAME: type[BotocoreClientError]
    r"NAME: [Tt]ype\[",
)

# These hold unless a message stands behind the name: "retrying on X: The gateway is offline."
WEAK_MENTIONS: Final = _rules(
    # a negation: No NAME was raised in the last 24 hours
    (
        r"(?i)(?:\b(?:no|without|never \w+)|\b(?:not|n't) (?:get|raise|see|receive|return)\w*)"
        rf" {_OPEN}{_NAMESPACE}NAME"
    ),
    # a condition: DeleteVolume may fail with NAME (VolumeInUse)
    (
        r"(?i)\b(?:if|whenever|unless|can (?:return|raise|throw)|may|might|must"
        r"|(?:retry|fires) when)\b[^\n]{0,60}NAME"
    ),
    # a change: - fixed: NAME was raised when listing volumes
    r"(?i)\b(?:fix(?:ed|es)?|handle|treat|feat|docs)\b[^\n]{0,20}NAME",
    # a test's line: with pytest.raises(client.exceptions.NAME):
    r"(?:\braises|\bassert\w*|\bexpect(?:s|ed)?(?! the resp)|DID NOT RAISE)\b[^\n]*NAME",
    # a stubber: next response of delete_volume will be client error X/VolumeInUse
    (
        r"\b(?:(?:will|would) (?:be|fail|return|respond|answer)|to (?:return|raise|answer|send))\b"
        r"[^\n]*NAME"
    ),
    # a policy: will retry on: GatewayNotConnected, NAME
    r"(?i)\b(?:retr(?:y|ies|ying|yable)[ _-](?:on|for|errors?)|ignor\w+)\b[^\n]*NAME",
    # a fingerprint rule: error.type:NAME -> storage-gateway-client
    (
        r"(?i)\b(?:rules?|policy|pattern|flag|alarm|alert|threshold|query)\b"
        r"(?![^\n]*\b(?:fail|raised|threw|got))[^\n]*NAME"
    ),
)

HAPPENED: Final = _rules(
    # a level: ERROR NAME, or [error] botocore.errorfactory.Invalid...
    (
        rf"\b{_LEVEL}\b[\]:]{{0,2}}[\s-]{{1,4}}{_OPEN}{_NAMESPACE}NAME"
        r"[\"'`”)>\]]{0,3}(?:\s*(?:\Z|\n|[:,;(\[{-])|\s+(?:on|for|from|in|while|at|during|when)\b)"
    ),
    # a field: error_type=NAME, "exception": "NAME"
    (
        r"(?i)(?:exception|error|\berr|cause|reason|failure)"
        r"(?:[._ -]?(?:type|class|name|code|kind))?\\?[\"']?"
        rf"\s?(?:[:=]|=>|->)\s?\\?{_OPEN}(?!exports\.|crate::){_NAMESPACE}NAME"
    ),
    # a failure: DeleteVolume failed: NAME, or failed (InvalidGatewayReq...
    (
        r"\b(?:[Ff]ail(?:ed|ure|ing)|[Ee]rror (?:\w+ing|in|on|from|for)|[Aa]borted"
        r"|giving up|gave up|could not|cannot|unable)\b"
        rf"[^\n\"]{{0,80}}(?:[:(>]|\bwith|\bdue to|\bby|\bbecause of)\s?{_OPEN}{_NAMESPACE}NAME"
    ),
    # a verb: state=finished raised NAME>
    (
        r"(?i)\b(?:raised|threw|thrown|throwing|returned|received|got|answered|caused by:?)"
        rf"\s(?:an? )?{_OPEN}{_NAMESPACE}NAME"
    ),
    # a status of LocalStack: => 400 (NAME), a test's step: the response error code to be "NAME"
    r"(?:[=-]> ?[45]\d\d \(|\bresponse error code to be \")NAME",
    # an id of PowerShell: FullyQualifiedErrorId : Amazon.StorageGateway.Model.NAME,
    rf"\bFullyQualifiedErrorId\s{{0,9}}:\s{_NAMESPACE}NAME",
    # a verb: NAME was raised
    r"NAME[\"'`”)>]{0,3} (?:was |has been )?(?:raised|thrown|occurred|returned|received)\b",
    # a cut sentence: An error occurred (NAME) w, at the end of a text
    r"An error occurred \(NAME",
    # a cut sentence: NAME: The spec...
    r"NAME:\s+[A-Z][a-z]+ [a-z]",
    # a struct: &types.NAME{Message:(*string)(0xc000014250)
    r"NAME\{Message:",
    # a traceback: the line below its frames
    rf"\n[ \t]+[^\n]+\n{_NAMESPACE}NAME[ \t]*(?:\r?\n|\Z)",
    # a stack of Java: the line above its frames
    rf"(?:\A|\s){_NAMESPACE}NAME[ \t]*\r?\n\s+at ",
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
        is_one = len({each.value for each in named}) == 1
        has_more = not is_one or any(each.what in _DETAILS for each in cluster)
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
    before, after = places[0]
    beside = re.sub(rf"{_NAMESPACE}\Z", "", before) + after
    return not alone or beside.strip(_ADDED) != ""


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
    is_request = (evidence.what, evidence.how) == ("operation", "HTTP")
    if evidence.what not in _DETAILS or evidence.how in {"field", LOGGED, CALL} or is_request:
        return evidence.what == "message" and normalized(evidence.value) in known.code_messages
    return not any(each.value in evidence.value for each in named)
