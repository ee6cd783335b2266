"""The kind of question that gives you a log: four calls failed, and you look for one of them."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.catalogue import Pair
from sgwlib.quiz.question import (
    MOST_CHOICES,
    Choice,
    Question,
    explained,
    operations_of,
    place_of,
    response_for,
    with_request_id,
)
from sgwlib.response import build_response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse


# --- the forms ------------------------------------------------------------------------------


def _boto3(it: ErrorResponse, program: str = "ERROR backup") -> str:
    failed = f"An error occurred ({it.exception}) when calling the {it.operation} operation"
    return f"{program}: {failed}: {it.message}"


def _debug(it: ErrorResponse) -> str:
    return (
        f"DEBUG botocore.hooks: Event before-call.storage-gateway.{it.operation}: calling handler "
        "<function add_recursion_detection_header at 0x7f31c2b0a8e0>\n"
        f"DEBUG botocore.parsers: Response headers: {{'x-amzn-RequestId': '{it.request_id}'}}\n"
        f"DEBUG botocore.parsers: Response body: {it.body!r}"
    )


def _cli(it: ErrorResponse) -> str:
    details = f"\n\nAdditional error details:\nerror: {{errorCode: {it.code}}}" if it.code else ""
    return f"{_boto3(it, 'aws: [ERROR]')}{details}"


def _go(it: ErrorResponse) -> str:
    api = "" if it.code else "api error "
    return (
        f"operation error Storage Gateway: {it.operation}, https response error StatusCode: "
        f"{it.status_code}, RequestID: {it.request_id}, {api}{it.exception}: {it.message}"
    )


def _java(it: ErrorResponse) -> str:
    kind = it.exception if it.code else "StorageGatewayException"
    operation = it.operation or ""
    method = operation[:1].lower() + operation[1:]
    return (
        f"software.amazon.awssdk.services.storagegateway.model.{kind}: {it.message} "
        f"(Service: StorageGateway, Status Code: {it.status_code}, Request ID: {it.request_id})\n"
        "    at software.amazon.awssdk.services.storagegateway.DefaultStorageGatewayClient."
        f"{method}(DefaultStorageGatewayClient.java)"
    )


def _javascript(it: ErrorResponse) -> str:
    side = "server" if it.status_code >= 500 else "client"  # noqa: PLR2004 - HTTP's line between both
    error = f",\n  error: {{ errorCode: '{it.code}' }}" if it.code else ""
    return (
        f"{it.operation} failed: {it.exception}: {it.message}\n{{\n  '$fault': '{side}',\n"
        f"  '$metadata': {{ httpStatusCode: {it.status_code}, requestId: '{it.request_id}' }}"
        f"{error}\n}}"
    )


def _cloudtrail(it: ErrorResponse) -> str:
    event = {
        "eventSource": "storagegateway.amazonaws.com",
        "eventName": it.operation,
        "errorCode": it.exception,
        "errorMessage": it.message,
        "requestID": it.request_id,
    }
    return json.dumps(event)


class Form(NamedTuple):
    """A form of log, and what it shows."""

    write: Callable[[ErrorResponse], str]
    shows: tuple[str, ...]  # beside the operation and the message


FORMS: Final = {
    "boto3": Form(_boto3, ("exception",)),
    "boto3 debug": Form(_debug, ("exception", "request_id")),
    "AWS CLI": Form(_cli, ("exception",)),
    "SDK for Go": Form(_go, ("exception", "request_id")),
    "SDK for Java": Form(_java, ("request_id",)),
    "SDK for JavaScript": Form(_javascript, ("exception", "request_id")),
    "CloudTrail": Form(_cloudtrail, ("exception", "request_id")),
}
"""All forms by name. Cards have these names."""


# --- the question ---------------------------------------------------------------------------


def names(catalogue: Catalogue) -> Iterable[str]:
    """Return the forms, if there is enough to log."""
    return FORMS if _pairs(catalogue) else ()


def ask(catalogue: Catalogue, name: str, chance: Random) -> Question:
    """Ask for one of: an error code, an operation, an exception, a request id."""
    form = FORMS[name]
    asked = chance.choice(("code", "operation", *form.shows))
    records, right = _records(catalogue, chance, asked)
    text = {
        "code": f"Which error code did {right.operation} get?",
        "operation": f"Which operation failed with {right.code}?",
        "exception": f"Which exception did {right.operation} get?",
        "request_id": f"Which request id do you send to AWS support about {right.operation}?",
    }[asked]
    raw = "\n".join(form.write(record) for record in records)
    if asked == "code" and f"{right.code}" not in raw:
        why = f"“{right.message}” is the message of {right.code}."
    else:
        why = f"{_summary(right)}."
    choices = [
        Choice(getattr(record, asked), f"Your answer is from another record: {_summary(record)}.")
        for record in records
    ]
    answer = choices[records.index(right)] = Choice(getattr(right, asked), why)
    chance.shuffle(choices)  # or their order would be that of the log
    return Question(
        text=f"This is a log of four failed calls ({name}). {text}",
        known_by="documented: the messages and fields of the reference page",
        place=place_of(catalogue, right),
        raw=raw,
        choices=tuple(choices),
        answer=answer,
    )


def _summary(record: ErrorResponse) -> str:
    if not record.code:
        return f"{record.operation} got {record.exception}, which carries no error code"
    return f"{record.operation} got {record.code}, and {record.exception} carried it"


@lru_cache(maxsize=4)
def _pairs(catalogue: Catalogue) -> tuple[Pair, ...]:
    """Return the pairs to log: the message tells the code, and there are enough rivals for each."""
    codes = explained(catalogue)
    count = Counter(about.message for about in codes.values())
    told = [name for name, about in codes.items() if count[about.message] == 1]
    pairs = [Pair(name, code) for code in told for name in operations_of(catalogue, code)]
    while True:
        names = Counter(name for pair in pairs for name in pair)
        kept = [pair for pair in pairs if min(names[name] for name in pair) >= MOST_CHOICES]
        if kept == pairs:
            return tuple(pairs)
        pairs = kept


def _records(
    catalogue: Catalogue, chance: Random, asked: str
) -> tuple[list[ErrorResponse], ErrorResponse]:
    """Return four failed calls in random order, and the one that is asked about."""
    pairs = _asked_and_others(catalogue, chance, by_code=asked == "operation")
    exceptions: list[str] = []
    if asked == "exception":  # both carriers, and two others
        exceptions = [*catalogue.carriers, *chance.sample(catalogue.general_exceptions, 2)]
        chance.shuffle(exceptions)
    records = []
    for number, (operation, code) in enumerate(pairs):
        if exceptions:
            response = response_for(catalogue, operation, code, exceptions[number])
        else:
            response = build_response(operation, code, catalogue=catalogue)
        records.append(with_request_id(response, chance))
    right = records[0]
    chance.shuffle(records)
    return records, right


def _asked_and_others(catalogue: Catalogue, chance: Random, *, by_code: bool) -> list[Pair]:
    """Return four pairs, the first of which is asked about.

    Knowledge of the page doesn't help: each of the four codes is documented for the operation that
    is asked about, or each of the four operations has the code.
    """
    pairs = _pairs(catalogue)
    asked = chance.choice(pairs)
    same, other = (1, 0) if by_code else (0, 1)  # of a pair: what all share, and what is asked
    rivals = [each[other] for each in pairs if each[same] == asked[same] and each != asked]
    found = [
        [pair for pair in pairs if pair[other] == name]
        for name in chance.sample(rivals, MOST_CHOICES - 1)
    ]
    while True:  # the choices stay: what else belongs to them is drawn until it differs
        drawn = [asked, *map(chance.choice, found)]
        if all(len({*side}) == MOST_CHOICES for side in zip(*drawn, strict=True)):
            return drawn
