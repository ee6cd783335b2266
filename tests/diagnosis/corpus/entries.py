"""One line of the corpus: a text, and what a careful reader takes from it.

What happened is known (`Truth`), but a reader has the text alone. So what is expected is derived:

* ``exception``, ``code``, ``operation`` and ``message`` are expected where the text has them whole.
  A code that is read has the basis ``"read"``.
* A code that is not in the text is concluded (basis ``"message"``) where the text has the whole
  message, the message is the page's of exactly one code, and the exception, if the text has
  one, is a carrier.
* ``http_status``, ``request_id`` and ``attempts`` are expected where the text names them as such;
  ``attempts`` counts requests: "reached max retries: 4" is 5 of them.
* ``documented`` needs an operation and a code: whether the page has the pair. It is null for an
  exception that carries no code.
* ``certain`` needs a sign that only Storage Gateway gives: its name (service, module, host, ARN), an
  operation that no other service in botocore has, or ``InvalidGatewayRequestException``,
  which no other service's model has.

Where careful readers may differ, the field stands in ``unjudged``.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tests.diagnosis.corpus.cases import CATALOGUE

if TYPE_CHECKING:
    from tests.diagnosis.corpus.cases import Case, Truth

How = Literal["captured", "constructed"]
OWN_EXCEPTION = "InvalidGatewayRequestException"
CARRIERS = {kind.name for kind in CATALOGUE.exceptions.values() if kind.carries_code}

_OPERATION = re.compile(rb'"name":"(\w+)"')
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SERVICE = re.compile(r"storage[-_ ]?gateway", re.IGNORECASE)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_REQUEST_ID = re.compile(rf"request.?id\W{{1,12}}({_UUID})", re.IGNORECASE)
_STATUS = re.compile(
    r"(?:status(?:[ _]?code)?\W{1,4}|HTTP/[12](?:\.[01])? |\[AWS StorageGateway |::Client "
    r"|resulted in a `)([45]\d\d)\b",
    re.IGNORECASE,
)
_RETRIES = re.compile(
    r"(?:max retries: |RetryAttempts\W{1,4}|retry_attempts\W{1,4})(\d+)|\b(\d+) retries\]"
)
_ATTEMPTS = re.compile(
    r"(?:\battempts: |\"attempts\":|number of attempts, |SDK Attempt Count: )(\d+)"
)
_WEAK_SIGN = re.compile(r"arn:aws[\w-]*:storagegateway:\S*|(?<!operation error )Storage Gateway")
"""The service's name where it may belong to something else: in a sentence, or as a resource's."""
# How prose may name what was called: "error reading Storage Gateway ...".
_PROSE = re.compile(r"(?i)\b(?:error|failed|could not|unable to)\b.* gateway")
_SHORTEST_HINT = 3


@dataclass(frozen=True)
class Expected:
    """What a careful reader takes from the text; of several errors, from the first."""

    exception: str | None = None
    code: str | None = None
    code_basis: Literal["read", "message"] | None = None
    operation: str | None = None
    message: str | None = None
    http_status: int | None = None
    request_id: str | None = None
    attempts: int | None = None
    documented: bool | None = None
    certain: bool = False
    storage_gateway: bool = True
    errors: int = 1


class Source(NamedTuple):
    """Who printed a text, and how it came here."""

    client: str
    version: str
    form: str
    how: How


@dataclass(frozen=True)
class Entry:
    """A line of the corpus."""

    id: str
    source: Source
    text: str
    expected: Expected
    unjudged: tuple[str, ...] = ()
    others: tuple[Entry, ...] = ()
    """The further errors of the text, in their order, as each is read alone."""
    case: str | None = None
    """What was injected, by its name in ``cases.py``; None for a look-alike."""
    base: str | None = None
    """Of a variant, the id of what it was made from."""

    def line(self) -> dict[str, Any]:
        """Return what is written."""
        return {
            "id": self.id,
            **self.source._asdict(),
            "text": self.text,
            "expected": asdict(self.expected),
            "unjudged": list(self.unjudged),
            "others": [
                {"expected": asdict(other.expected), "unjudged": list(other.unjudged)}
                for other in self.others
            ],
            "case": self.case,
            "base": self.base,
        }


def entry(name: str, source: Source, text: str, case: Case) -> Entry:
    """Make an entry of a text in which one error of Storage Gateway is told of."""
    expected = derive(text, case.truth)
    unjudged = open_questions(text, case.truth, expected)
    return Entry(name, source, text, expected, unjudged, case=case.name)


def look_alike(name: str, source: Source, text: str) -> Entry:
    """Make an entry of a text of something else: only that it is not claimed is judged."""
    expected = Expected(storage_gateway=False, errors=0)
    judged = {"certain", "storage_gateway"}
    unjudged = sorted({field.name for field in fields(Expected)} - judged)
    return Entry(name, source, text, expected, tuple(unjudged))


def derive(text: str, truth: Truth) -> Expected:
    """Say what a careful reader takes from the text."""
    plain = _plain(text)
    exception = truth.exception if _has(plain, truth.exception) else None
    operation = truth.operation if _has(plain, truth.operation) else None
    message = truth.message if _squeezed(truth.message) in _squeezed(plain) else None
    code, basis = _code(plain, truth, exception, message)
    return Expected(
        exception=exception,
        code=code,
        code_basis=basis,
        operation=operation,
        message=message,
        http_status=_status(plain, truth),
        request_id=_last(_REQUEST_ID, plain),
        attempts=_attempts(plain),
        documented=_documented(operation, code),
        certain=_certain(plain, exception, operation),
    )


def open_questions(text: str, truth: Truth, expected: Expected) -> tuple[str, ...]:
    """Return the fields in which careful readers may differ."""
    plain = _plain(text)
    operation, code = expected.operation, expected.code
    beyond = operation not in {None, *CATALOGUE.operations} or code not in {None, *CATALOGUE.codes}
    named_loosely = _loosely(truth.operation) in _loosely(plain) or _PROSE.search(plain)
    strict = _certain(_WEAK_SIGN.sub("", plain), expected.exception, operation)
    rules = (
        # Whose message is it, and of which exception?
        ("code code_basis documented", expected.code_basis == "message" and not strict),
        ("exception", expected.exception is None),
        # `error.errorCode` is a shape that may be taken for a sign.
        ("certain", expected.code_basis == "read" and not expected.certain),
        ("certain", expected.certain and not strict),
        # The operation stands in a command, a method's name, or in prose.
        ("operation documented", operation is None and bool(named_loosely)),
        # Of what the page lacks, no pair is on the page.
        ("documented", beyond and expected.documented is None),
        # A log of several attempts; numbers that nothing names.
        ("request_id attempts errors", len(set(_REQUEST_ID.findall(plain))) > 1),
        ("request_id", expected.request_id is None and re.search(_UUID, plain) is not None),
        ("http_status", expected.http_status is None and str(truth.status) in plain),
        ("attempts", expected.attempts is None and "retr" in plain.lower()),
    )
    return _names(" ".join(names for names, holds in rules if holds))


def part(whole: Entry, kept: slice, case: Case) -> Entry:
    """Keep a part of a text, and derive anew what is left to be read."""
    truth = case.truth
    made = entry(whole.id, whole.source, whole.text[kept], case)
    text, expected = made.text, made.expected
    half = {
        name: _cut_within(text, getattr(truth, name)) for name in ("exception", "operation", "code")
    }
    alone = sum(code.message.startswith(_begun(text, truth)) for code in CATALOGUE.codes.values())
    rules = (
        # Of half a name, some would guess the rest, and with it the service.
        *((f"{name} documented", unsure) for name, unsure in half.items()),
        ("certain", half["exception"] or half["operation"]),
        ("message", expected.message is None),
        # The beginning of one message only is as good as the whole.
        ("code code_basis documented", expected.code is None and alone == 1),
        ("request_id", re.search(r"[0-9a-f]{8}-[0-9a-f-]{0,27}$", text) is not None),
        ("errors", expected.exception is None),
    )
    names = " ".join(names for names, holds in rules if holds)
    return replace(made, unjudged=_names(" ".join((*made.unjudged, names))))


def _begun(text: str, truth: Truth) -> str:
    """Return the part of the message that the text ends with."""
    ends = range(len(truth.message), 0, -1)
    return next((truth.message[:end] for end in ends if text.endswith(truth.message[:end])), "")


def _names(words: str) -> tuple[str, ...]:
    return tuple(sorted(set(words.split())))


def _cut_within(text: str, name: str | None) -> bool:
    """Say whether a text begins or ends in the middle of a name."""
    whole = name or ""
    cuts = range(_SHORTEST_HINT, len(whole))
    return any(text.endswith(whole[:cut]) or text.startswith(whole[-cut:]) for cut in cuts)


@cache
def own_operations() -> frozenset[str]:
    """Return the operations that no other service has, as far as botocore knows.

    Its models are searched as bytes: to parse all of them takes some eight times as long.
    """
    import botocore

    models = Path(botocore.__file__).parent.glob("data/*/*/service-2.json.gz")
    found: dict[str, set[bytes]] = {}
    for path in models:
        names = _OPERATION.findall(gzip.decompress(path.read_bytes()))
        found.setdefault(path.parts[-3], set()).update(names)
    own = found.pop("storagegateway").difference(*found.values())
    return frozenset(name.decode() for name in own)


def _plain(text: str) -> str:
    """Return the text without colours, and with escaped line ends as line ends."""
    return _ANSI.sub("", text).replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|+]", "", text)


def _loosely(text: str) -> str:
    """Return a text as `delete-volume`, `delete_volume` and `deleteVolume` are all alike."""
    return re.sub(r"[-_\s]", "", text).lower()


def _has(plain: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", plain) is not None


def _code(
    plain: str, truth: Truth, exception: str | None, message: str | None
) -> tuple[str | None, Literal["read", "message"] | None]:
    if truth.code and _has(plain, truth.code):
        return truth.code, "read"
    if exception and exception not in CARRIERS:
        return None, None
    codes = [code.name for code in CATALOGUE.codes.values() if code.message == message]
    return (codes[0], "message") if len(codes) == 1 else (None, None)


def _documented(operation: str | None, code: str | None) -> bool | None:
    if operation is None or code is None:
        return None
    known = operation in CATALOGUE.operations and code in CATALOGUE.codes
    return known and CATALOGUE.documents(operation, code)


def _certain(plain: str, exception: str | None, operation: str | None) -> bool:
    return (
        exception == OWN_EXCEPTION
        or operation in own_operations()
        or _SERVICE.search(plain) is not None
    )


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.findall(text)
    return found[-1] if found else None


def _status(plain: str, truth: Truth) -> int | None:
    found = _last(_STATUS, plain)
    if found is None:
        return None
    assert int(found) == truth.status, plain
    return truth.status


def _attempts(plain: str) -> int | None:
    retries = [int(one or other) for one, other in _RETRIES.findall(plain)]
    made = [int(number) for number in _ATTEMPTS.findall(plain)] + [each + 1 for each in retries]
    return made[-1] if made else None
