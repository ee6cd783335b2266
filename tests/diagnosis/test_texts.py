"""Texts as loggers, tools and people pass them on are read right, and look-alikes are not claimed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from sgwlib import explain, load_catalogue
from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.reading import Reader
from tests.diagnosis import further_texts, wild_texts
from tests.diagnosis.more_texts import (
    BLOCKS,
    LOOK_ALIKES,
    NAMES_ALIKE,
    NOT_CONNECTED,
    OWN,
    STAMPS,
    TEXTS,
    TWO_RECORDS,
    UNCERTAIN,
)
from tests.diagnosis.small_logs import counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib import Explanation

CATALOGUE = load_catalogue()
READ = TEXTS | further_texts.TEXTS | wild_texts.TEXTS
UNCLAIMED = LOOK_ALIKES | further_texts.LOOK_ALIKES | wild_texts.LOOK_ALIKES


def shown(found: Explanation) -> tuple[str | int | None, ...]:
    return found.exception, found.code, found.operation, found.http_status, found.request_id


def facts_of(found: Explanation, names: Iterable[str]) -> dict[str, Any]:
    facts = {name: getattr(found, name) for name in names}
    if "message" in facts:
        facts["message"] = normalized(facts["message"] or "")
    return facts


def test_every_text_is_read_right() -> None:
    wrong = {}
    for name, (text, expected) in READ.items():
        if "message" in expected:
            expected = expected | {"message": normalized(expected["message"])}  # noqa: PLW2901 - a copy
        found = explain(text)
        if facts_of(found, expected) != expected or found.others:
            wrong[name] = (facts_of(found, expected), expected, found.others)
    assert len(READ) > 150
    assert wrong == {}


def test_each_certain_text_counts_once_in_a_log() -> None:
    found = {
        name: counts(f"2026-03-01 09:59:58,011 ERROR {text}\n".encode()).total()
        for name, (text, expected) in READ.items()
        if expected.get("certain")
    }
    assert {name: count for name, count in found.items() if count != 1} == {
        "CloudTrail in Athena": 0,  # a stamp hides the head of a table
        "CloudTrail, as CSV": 0,
        "pytest": 2,  # each shows the error in two records, without an id
        "two tracebacks in a mail, with blank lines": 2,
    }


def test_the_name_of_a_code_alone_is_read_without_certainty_and_never_counted() -> None:
    reader = Reader()
    for name, text in UNCERTAIN.items():
        found = explain(text)
        assert found.code is not None, name
        assert (found.code_basis, found.certain, found.exception) == ("read", False, None), name
        operations = set(CATALOGUE.operations_of(found.code))
        assert {each.operation for each in found.candidates} == operations, name
        assert found.cause == CATALOGUE.codes[found.code].cause, name
        [code] = [each for each in found.evidence if each.what == "code"]
        assert text[code.start : code.end] == found.code, name
        assert reader.read(text.encode()).kinds == (), name


def test_what_is_only_spelt_like_a_code_is_no_error() -> None:
    assert [name for name, text in NAMES_ALIKE.items() if explain(text).found] == []


def test_the_name_of_a_code_that_others_use_too_is_reported_as_near() -> None:
    found = explain("got NotSupported from the server")
    assert [(each.what, each.value) for each in found.nearest] == [("code_name", "NotSupported")]
    assert {each.code for each in found.candidates} == {"NotSupported"}
    assert "could be: NotSupported" in str(found)


def test_a_list_of_names_is_no_error_of_each() -> None:
    found = explain("we retry GatewayNotConnected and StagingAreaFull")
    assert not found.found
    assert {each.code for each in found.candidates} == {"GatewayNotConnected", "StagingAreaFull"}


def test_the_carriers_of_a_code_are_candidates_by_the_status() -> None:
    for status, first in ((400, OWN), (500, "InternalServerError")):
        found = explain(f"{NOT_CONNECTED} (Service: StorageGateway, Status Code: {status})")
        carriers = [each.exception for each in found.candidates if each.exception]
        assert carriers[0] == first
        assert set(carriers) == set(CATALOGUE.carriers)
        assert f"could be: {first} with GatewayNotConnected" in str(found)


def test_an_error_without_any_name_has_a_summary() -> None:
    found = explain("It is late. (Service: StorageGateway, Status Code: 400)")
    assert found.certain
    assert found.summary == "an unnamed Storage Gateway error"


def test_a_stamp_before_each_line_changes_nothing() -> None:
    wrong = []
    for (name, block), (form, stamp) in product(BLOCKS.items(), STAMPS.items()):
        lines = block.split("\n")
        stamped = explain("\n".join(stamp % at + line for at, line in enumerate(lines)))
        plain = explain(block)
        if shown(stamped) != shown(plain) or stamped.others or plain.code_basis != "read":
            wrong.append((name, form, shown(stamped)))
    assert wrong == []


def test_two_stamped_records_are_two_errors() -> None:
    expected = [(OWN, True), ("ThrottlingException", False)]
    for name, text in TWO_RECORDS.items():
        assert [(each.exception, each.certain) for each in explain(text)] == expected, name


def test_each_of_several_errors_is_read() -> None:
    for name, (text, errors) in wild_texts.PAIRS.items():
        assert [(each.exception, each.code) for each in explain(text)] == errors, name


def test_a_response_belongs_to_the_request_above_it() -> None:
    for bodies in (
        '{\n "VolumeARN":"x"\n}\n{\n "__type":"ValidationException"\n}',
        '{"VolumeARN":"x"}\n{"__type":"ValidationException"}',
    ):
        head = "POST / HTTP/1.1\nX-Amz-Target: StorageGateway_20130630.DeleteVolume\n\n"
        found = explain(f"{head}{bodies}")
        assert (found.operation, found.certain) == ("DeleteVolume", True), bodies


def test_no_look_alike_is_claimed() -> None:
    claimed = {
        name for name, text in UNCLAIMED.items() if any(each.certain for each in explain(text))
    }
    assert len(UNCLAIMED) > 30
    assert claimed == set()
