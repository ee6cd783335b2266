"""The corpus is a fair examiner: whole, consistent with the catalogue, and wide enough."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

from sgwlib import load_catalogue
from tests.diagnosis.corpus.cases import CASES
from tests.diagnosis.corpus.entries import OWN_EXCEPTION, Expected, derive, own_operations
from tests.diagnosis.corpus.make_corpus import CORPUS, read, restored
from tests.diagnosis.corpus.variants import VARIANTS

CATALOGUE = load_catalogue()
PAIRS = {(pair.operation, pair.code) for pair in CATALOGUE.pairs}
LINES = read()
SHAPE: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "client": (str,),
    "version": (str,),
    "form": (str,),
    "how": (str,),
    "text": (str,),
    "expected": (dict,),
    "unjudged": (list,),
    "others": (list,),
    "case": (str, type(None)),
    "base": (str, type(None)),
}
JUDGED = [field.name for field in fields(Expected)]


def answers(line: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is expected of each error in a line's text."""
    return [line["expected"], *(other["expected"] for other in line["others"])]


def of_the_service() -> list[dict[str, Any]]:
    return [line for line in LINES if line["expected"]["storage_gateway"]]


def look_alikes() -> list[dict[str, Any]]:
    return [line for line in LINES if not line["expected"]["storage_gateway"]]


def test_every_line_has_the_shape() -> None:
    for line in LINES:
        assert list(line) == list(SHAPE), line["id"]
        assert all(isinstance(line[name], kinds) for name, kinds in SHAPE.items()), line["id"]
        assert line["how"] in {"captured", "constructed"}
        assert set(line["unjudged"]) <= set(JUDGED)
        assert all(list(answer) == JUDGED for answer in answers(line))


def test_ids_are_unique() -> None:
    assert max(Counter(line["id"] for line in LINES).values()) == 1


def test_the_corpus_is_wide_and_small() -> None:
    captured = [line for line in of_the_service() if line["how"] == "captured" and not line["base"]]
    assert len(of_the_service()) >= 500
    assert len(captured) >= 200
    assert len({line["client"] for line in captured}) >= 12
    assert len({(line["client"], line["form"]) for line in captured}) >= 40
    assert len(look_alikes()) >= 80
    assert CORPUS.stat().st_size < 800_000


def test_it_names_nothing_of_the_machine_that_made_it() -> None:
    homes = {str(Path.home()), str(Path(__file__).parents[2])} - {"/", "/home/user"}
    text = CORPUS.read_text(encoding="utf-8")
    assert not [home for home in homes if f"{home}/" in text]
    assert set(re.findall(r"(?:127\.0\.0\.1|localhost):(\d+)", text)) <= {"8080"}


def test_what_was_injected_is_the_catalogue_s() -> None:
    for case in CASES.values():
        truth = case.truth
        if case.live:
            continue
        kind = CATALOGUE.exceptions[truth.exception]
        assert truth.status == kind.status
        if truth.code:
            assert kind.carries_code
            assert truth.message == CATALOGUE.codes[truth.code].message


def test_live_cases_are_what_the_page_lacks() -> None:
    """Each has an exception, a code, an operation or a message that the page has not."""
    messages = {code.message for code in CATALOGUE.codes.values()}
    for case in CASES.values():
        if case.live:
            assert case.truth.message not in messages


def test_what_is_expected_agrees_with_the_catalogue() -> None:
    for line in of_the_service():
        for answer in answers(line):
            operation, code = answer["operation"], answer["code"]
            assert (code is None) == (answer["code_basis"] is None), line["id"]
            pair = (operation, code) if operation and code else None
            assert answer["documented"] == (pair and pair in PAIRS), line["id"]
            if answer["code_basis"] == "message":
                assert CATALOGUE.codes[code].message == answer["message"], line["id"]
            if answer["exception"] == OWN_EXCEPTION or operation in own_operations():
                assert answer["certain"], line["id"]


def test_nothing_is_expected_that_did_not_happen() -> None:
    for line in of_the_service():
        truth, answer = CASES[line["case"]].truth, line["expected"]
        for name in ("exception", "operation", "message", "code"):
            assert answer[name] in {None, getattr(truth, name)}, line["id"]
        assert answer["http_status"] in {None, truth.status}, line["id"]
        assert answer["errors"] == 1 + len(line["others"]), line["id"]


def test_what_is_read_stands_in_the_text() -> None:
    """Of texts as they were printed; a variant may have broken or escaped it."""
    for line in of_the_service():
        answer = line["expected"]
        read_in_text = [answer["exception"], answer["operation"], answer["request_id"]]
        read_in_text.append(answer["code"] if answer["code_basis"] == "read" else None)
        if not line["base"]:
            assert all(value in line["text"] for value in read_in_text if value), line["id"]


def test_a_code_in_the_text_is_never_called_concluded() -> None:
    for line in of_the_service():
        if line["expected"]["code_basis"] == "message":
            assert not re.search(rf"\b{line['expected']['code']}\b", line["text"]), line["id"]


def test_only_certainty_is_judged_of_a_look_alike_and_it_is_denied() -> None:
    for line in look_alikes():
        assert line["expected"]["certain"] is False
        assert set(JUDGED) - set(line["unjudged"]) == {"certain", "storage_gateway"}


def test_the_file_is_what_the_rules_give() -> None:
    """What is expected of a captured text is derived, never written by hand."""
    for line in LINES:
        if line["how"] == "captured" and not line["base"]:
            assert json.loads(json.dumps(restored(line).line())) == line


def test_a_variant_expects_what_its_base_does() -> None:
    """Only a text that was cut is read anew."""
    known = {line["id"]: line for line in LINES}
    for line in LINES:
        if line["base"] and line["id"].partition("+")[2] in VARIANTS:
            base = known[line["base"]]
            assert (line["expected"], line["unjudged"]) == (base["expected"], base["unjudged"])


def test_every_variant_changes_a_text() -> None:
    known = {line["id"]: line["text"] for line in LINES}
    changing = {
        line["id"].partition("+")[2]
        for line in LINES
        if line["base"] and known[line["base"]] != line["text"]
    }
    assert set(VARIANTS) <= changing


def test_certainty_needs_evidence() -> None:
    expected = {
        "Rate exceeded.": False,
        "ThrottlingException: Rate exceeded.": False,
        "(ThrottlingException) when calling the DescribeGatewayInformation operation": True,
        "com.amazonaws.storagegateway#ThrottlingException": True,
    }
    truth = CASES["throttled"].truth
    assert {text: derive(text, truth).certain for text in expected} == expected
