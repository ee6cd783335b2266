"""Texts as loggers, tools and people pass them on are read right, and look-alikes are not claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import explain, load_catalogue
from sgwlib.explanation.knowledge import squeezed
from sgwlib.scanning.reading import Reader
from tests.explanation import further_texts, wild_texts
from tests.explanation.more_texts import (
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

if TYPE_CHECKING:
    from sgwlib import Explanation

CATALOGUE = load_catalogue()
READ = TEXTS | further_texts.TEXTS | wild_texts.TEXTS
UNCLAIMED = LOOK_ALIKES | further_texts.LOOK_ALIKES | wild_texts.LOOK_ALIKES


def shown(told: Explanation) -> tuple[str | int | None, ...]:
    return told.exception, told.code, told.operation, told.http_status, told.request_id


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_a_text_is_read_right(text: str, expected: dict[str, Any]) -> None:
    told = explain(text)
    read = {name: getattr(told, name) for name in expected}
    if "message" in expected:
        read["message"], expected = (
            squeezed(read["message"] or ""),
            expected | {"message": squeezed(expected["message"])},
        )
    assert read == expected
    assert told.others == ()


@pytest.mark.parametrize("text", UNCERTAIN.values(), ids=UNCERTAIN)
def test_the_name_of_a_code_alone_is_read_without_certainty(text: str) -> None:
    told = explain(text)
    assert told.code is not None
    assert (told.code_basis, told.certain, told.exception) == ("read", False, None)
    assert {each.operation for each in told.candidates} == set(CATALOGUE.operations_of(told.code))
    assert told.cause == CATALOGUE.codes[told.code].cause
    [sign] = [sign for sign in told.evidence if sign.what == "code"]
    assert text[sign.start : sign.end] == told.code


@pytest.mark.parametrize("text", UNCERTAIN.values(), ids=UNCERTAIN)
def test_a_name_alone_is_counted_by_no_scan(text: str) -> None:
    assert Reader().kinds(text.encode()) == ()


@pytest.mark.parametrize("text", NAMES_ALIKE.values(), ids=NAMES_ALIKE)
def test_what_is_only_spelt_like_a_code_is_no_error(text: str) -> None:
    assert not explain(text).found


def test_the_name_of_a_code_that_others_have_is_said_to_be_near() -> None:
    told = explain("got NotSupported from the server")
    assert [(sign.what, sign.value) for sign in told.nearest] == [("code_name", "NotSupported")]
    assert {each.code for each in told.candidates} == {"NotSupported"}
    assert "could be: NotSupported" in str(told)


def test_a_list_of_names_is_no_error_of_each() -> None:
    told = explain("we retry GatewayNotConnected and StagingAreaFull")
    assert not told.found
    assert {each.code for each in told.candidates} == {"GatewayNotConnected", "StagingAreaFull"}


@pytest.mark.parametrize(("status", "first"), [(400, OWN), (500, "InternalServerError")])
def test_the_carriers_of_a_code_are_candidates_by_the_status(status: int, first: str) -> None:
    told = explain(f"{NOT_CONNECTED} (Service: StorageGateway, Status Code: {status})")
    carriers = [each.exception for each in told.candidates if each.exception]
    assert carriers[0] == first
    assert set(carriers) == set(CATALOGUE.carriers)
    assert f"could be: {first} with GatewayNotConnected" in str(told)


def test_an_error_without_any_name_has_a_summary() -> None:
    told = explain("It is late. (Service: StorageGateway, Status Code: 400)")
    assert told.certain
    assert told.summary == "an error of Storage Gateway that is not named"


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_a_stamp_before_each_line_changes_nothing(block: str, stamp: str) -> None:
    plain = explain(block)
    stamped = explain("\n".join(stamp % at + line for at, line in enumerate(block.split("\n"))))
    assert shown(stamped) == shown(plain)
    assert (stamped.others, plain.code_basis) == ((), "read")


@pytest.mark.parametrize("text", TWO_RECORDS.values(), ids=TWO_RECORDS)
def test_two_stamped_records_are_two_errors(text: str) -> None:
    told = explain(text)
    assert [each.exception for each in told] == [OWN, "ThrottlingException"]
    assert [each.certain for each in told] == [True, False]


@pytest.mark.parametrize(("text", "errors"), wild_texts.PAIRS.values(), ids=wild_texts.PAIRS)
def test_each_of_several_errors_is_read(text: str, errors: list[tuple[str, str | None]]) -> None:
    assert [(each.exception, each.code) for each in explain(text)] == errors


@pytest.mark.parametrize("text", UNCLAIMED.values(), ids=UNCLAIMED)
def test_a_look_alike_is_not_claimed(text: str) -> None:
    assert not any(each.certain for each in explain(text))
