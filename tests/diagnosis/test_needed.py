"""Each notation and each rule is needed: without it, at least one text is read in another way."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest

from sgwlib import explain
from sgwlib.diagnosis import mentions, notations
from tests.diagnosis import further_texts, more_texts, wild_texts
from tests.diagnosis.logs.records import START, new_error
from tests.diagnosis.mentions import LOOK_ALIKES, MENTIONS, OWN, fill
from tests.diagnosis.notations import NOTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
LIVE: Final = "This operation is not valid for the specified gateway."  # no page has this message
# What no corpus has. The AWS CLI prints the first four, in its formats.
FURTHER: Final = (
    f"Code: {OWN}\nMessage: {LIVE}\nerror:\n  errorCode: ServiceUnavailable\n",
    f"Code: {OWN}\nMessage: Cannot describe volumes of multiple gateways\n",
    f"|  Code   |  {OWN}  |\n|  Message|  Cannot describe volumes of multiple gateways  |\n",
    f"{OWN}\t{LIVE}\t{LIVE}\nERROR\tUnsupportedOperationForGatewayType\n",
    f'{OWN}: {LIVE} errorCode="UnsupportedOperationForGatewayType"',
    "POST https://storagegateway.eu-west-1.amazonaws.com/ ThrottlingException: Rate exceeded",
    f"2026-03-01 09:59:58 ERROR botocore.errorfactory.{OWN}",
    f"delete-volume failed with {OWN}",
    f"{OWN} was raised by step 3 of 4",
    f"+ FullyQualifiedErrorId : Amazon.StorageGateway.Model.{OWN},Amazon.PowerShell.Cmdlets.SG.A",
    f"botocore.errorfactory.{OWN}: The spec...",
    f'Then I expect the response error code to be "{OWN}"',
    f'  File "a.py", line 3, in run\n    delete()\nbotocore.errorfactory.{OWN}\n',
    f"{OWN}\n\tat com.example.Run.main(Run.java:3)\n",
)


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_in(each)


def texts() -> list[str]:
    random = Random("needed")
    quiet = [fill(each, random) for each in (MENTIONS | LOOK_ALIKES).values()]
    found = [
        *FURTHER,
        *quiet,
        *(f"2026-03-01 09:59:58 ERROR {each}" for each in quiet),
        *(
            each.text(new_error(what, START, random))
            for each in NOTATIONS.values()
            for what in each.happenings
        ),
        *(
            json.loads(line)["text"]
            for name in ("real_errors.jsonl", "corpus/corpus.jsonl")
            for line in (HERE / name).read_text(encoding="utf-8").splitlines()
        ),
        *(
            text
            for module in (further_texts, more_texts, wild_texts)
            for name, value in vars(module).items()
            if name.isupper()
            for text in strings_in(value)
        ),
    ]
    return list(dict.fromkeys(found))


def read(text: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(each, name) for name in NAMES) for each in explain(text)]


NAMES: Final = (
    *("exception", "code", "operation", "certain", "message", "http_status", "request_id"),
    *("attempts", "operation_basis", "code_basis"),
)
TEXTS = texts()
READ: dict[str, list[tuple[Any, ...]]] = {}


def is_needed(candidates: Iterable[str]) -> bool:
    """Return whether one of some texts is now read in another way than before."""
    return any(read(text) != READ[text] for text in candidates)


@pytest.mark.heavy
def test_each_notation_and_each_rule_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    READ.update((text, read(text)) for text in TEXTS)
    useless = []
    patterns = notations.PATTERNS
    for each in patterns:
        monkeypatch.setattr(
            "sgwlib.diagnosis.notations.PATTERNS", tuple(it for it in patterns if it is not each)
        )
        if not is_needed(text for text in TEXTS if each.needle in text):
            useless.append(f"{each.how}: {each.needle}")
    monkeypatch.setattr("sgwlib.diagnosis.notations.PATTERNS", patterns)
    for table in ("QUOTES", "MENTIONS", "WEAK_MENTIONS", "HAPPENED"):
        rules = getattr(mentions, table)
        for rule in rules:
            monkeypatch.setattr(mentions, table, tuple(it for it in rules if it is not rule))
            if not is_needed(TEXTS):
                useless.append(f"{table}: {rule.before.pattern}NAME{rule.after.pattern}")
        monkeypatch.setattr(mentions, table, rules)
    assert useless == []
