"""The catalogue against a second reading of the page, made by itself: ``page_facts.json``.

The fixture holds exception -> [status, reason, message] and code -> [message, [operations]],
each in the order of the page. It was written from the page, not from the tables in ``data/``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib import load_catalogue, simulate

if TYPE_CHECKING:
    import pytest

FACTS: dict[str, Any] = json.loads(
    Path(__file__).with_name("page_facts.json").read_text(encoding="utf-8")
)
CODES: dict[str, tuple[str, list[str]]] = FACTS["codes"]
PAIRS = [(operation, code) for code, (_, operations) in CODES.items() for operation in operations]


def test_the_second_reading_has_the_page_s_17_36_35_and_289() -> None:
    operations = {operation for operation, _ in PAIRS}
    assert (len(FACTS["exceptions"]), len(CODES), len(operations)) == (17, 36, 35)
    assert len(PAIRS) == len(set(PAIRS)) == 289


def test_exceptions_are_the_page_s_in_its_order() -> None:
    read = [
        (each.name, [each.status, each.reason, each.message])
        for each in load_catalogue().exceptions.values()
    ]
    assert read == list(FACTS["exceptions"].items())


def test_codes_and_their_messages_are_the_page_s_in_its_order() -> None:
    read = [(each.name, each.message) for each in load_catalogue().codes.values()]
    assert read == [(name, message) for name, (message, _) in CODES.items()]


def test_pairs_are_the_page_s_in_its_order() -> None:
    assert list(load_catalogue().pairs) == PAIRS


def test_operations_are_the_page_s_in_the_order_of_their_first_mention() -> None:
    assert list(load_catalogue().operations) == list(
        dict.fromkeys(operation for operation, _ in PAIRS)
    )


def test_a_code_knows_the_operations_that_the_page_lists_under_it(
    subtests: pytest.Subtests,
) -> None:
    for code in CODES:
        with subtests.test(code=code):
            assert list(load_catalogue().operations_of(code)) == CODES[code][1]


def test_an_operation_knows_the_codes_under_which_the_page_lists_it() -> None:
    catalogue = load_catalogue()
    for name in catalogue.operations:
        assert catalogue.codes_of(name) == tuple(code for each, code in PAIRS if each == name)


def test_only_the_two_exceptions_that_the_page_names_carry_a_code() -> None:
    assert load_catalogue().carriers == ("InternalServerError", "InvalidGatewayRequestException")


def test_names_are_the_mappings_keys() -> None:
    catalogue = load_catalogue()
    for mapping in (catalogue.exceptions, catalogue.codes, catalogue.operations):
        assert list(mapping) == [each.name for each in mapping.values()]


def test_simulation_gives_the_page_s_first_sample() -> None:
    response = simulate("DescribeStorediSCSIVolumes", "VolumeNotFound")
    assert response.json() == {
        "__type": "InvalidGatewayRequestException",
        "message": "The specified volume was not found.",
        "error": {"errorCode": "VolumeNotFound"},
    }


def test_simulation_gives_the_page_s_second_sample() -> None:
    response = simulate("DescribeStorediSCSIVolumes", "InvalidSignatureException")
    assert response.json() == {
        "__type": "InvalidSignatureException",
        "message": "The request signature we calculated does not match the signature you provided.",
    }


def test_the_header_is_the_page_s(subtests: pytest.Subtests) -> None:
    errors: list[str] = ["VolumeNotFound", "InvalidSignatureException"]
    for error in errors:
        with subtests.test(error=error):
            response = simulate("DescribeStorediSCSIVolumes", error)
            assert response.headers["Content-Type"] == "application/x-amz-json-1.1"
            assert response.status_code == 400
