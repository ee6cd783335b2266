from __future__ import annotations

import dataclasses
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import load_catalogue
from sgwlib.errors import UnknownNameError
from sgwlib.filters import Filter, outcomes, resources

CATALOGUE = load_catalogue()
FRAME = CATALOGUE.to_frame()
WORDS = ["volume", "gateway", "VOLUME", "iscsi", "notfound", "cache", "in use", "chap", "qqq", "a"]


def either(names: Any) -> st.SearchStrategy[str]:
    return st.just("") | st.sampled_from(sorted(names))


filters = st.builds(
    Filter,
    operation=either(CATALOGUE.operations),
    code=either(CATALOGUE.codes),
    resource=either(resources(CATALOGUE)),
    outcome=either(outcomes(CATALOGUE)),
    text=either(WORDS) | st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
)


def test_an_empty_filter_keeps_every_pair() -> None:
    assert Filter().pairs(CATALOGUE) == CATALOGUE.pairs
    assert Filter(text=" \t ").pairs(CATALOGUE) == CATALOGUE.pairs


@given(filters)
def test_several_conditions_keep_the_pairs_that_each_of_them_keeps(several: Filter) -> None:
    values = {field.name: getattr(several, field.name) for field in dataclasses.fields(several)}
    single = [set(Filter(**{name: value}).pairs(CATALOGUE)) for name, value in values.items()]
    kept = set.intersection(*single)
    assert several.pairs(CATALOGUE) == tuple(pair for pair in CATALOGUE.pairs if pair in kept)


@pytest.mark.parametrize("operation", CATALOGUE.operations)
def test_an_operation_keeps_its_own_pairs(operation: str) -> None:
    kept = Filter(operation=operation).pairs(CATALOGUE)
    assert kept == tuple((operation, code) for code in CATALOGUE.codes_of(operation))


@pytest.mark.parametrize("code", CATALOGUE.codes)
def test_a_code_keeps_its_own_pairs(code: str) -> None:
    kept = Filter(code=code).pairs(CATALOGUE)
    assert kept == tuple((operation, code) for operation in CATALOGUE.operations_of(code))


@pytest.mark.parametrize("resource", resources(CATALOGUE))
def test_a_resource_keeps_the_pairs_of_its_operations(resource: str) -> None:
    kept = Filter(resource=resource).pairs(CATALOGUE)
    assert len(kept) == sum(FRAME["resource"] == resource) > 0
    assert {CATALOGUE.operations[operation].resource for operation, _ in kept} == {resource}


@pytest.mark.parametrize(
    ("outcome", "count"),
    [
        ("400", 289 - 33 - 29),
        ("400 Bad Request", 289 - 33 - 29),
        ("InvalidGatewayRequestException", 289 - 33 - 29),
        ("500", 33 + 29),
        ("500 Internal Server Error", 33 + 29),
        ("InternalServerError", 33 + 29),
        ("InternalFailure", 0),
        ("ThrottlingException", 0),
        ("503", 0),
        ("403 Forbidden", 0),
    ],
)
def test_an_outcome_keeps_the_codes_that_come_with_it_by_default(outcome: str, count: int) -> None:
    assert len(Filter(outcome=outcome).pairs(CATALOGUE)) == count


@pytest.mark.parametrize("status", [400, 503, HTTPStatus.INTERNAL_SERVER_ERROR])
def test_a_status_may_be_a_number(status: int) -> None:
    assert Filter(outcome=status).pairs(CATALOGUE) == Filter(outcome=f"{status}").pairs(CATALOGUE)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_in_names_resource_message_or_cause_in_any_case(word: str) -> None:
    expected = []
    for pair in CATALOGUE.pairs:
        operation, code = CATALOGUE.operations[pair.operation], CATALOGUE.codes[pair.code]
        places = [operation.name, operation.resource, code.name, code.message, code.cause.text]
        if all(any(part in place.lower() for place in places) for part in word.lower().split()):
            expected.append(pair)
    assert list(Filter(text=word).pairs(CATALOGUE)) == expected


def test_words_may_stand_in_different_places() -> None:
    kept = Filter(text="deletevolume snapshot").pairs(CATALOGUE)
    assert ("DeleteVolume", "SnapshotInProgressException") in kept
    assert {operation for operation, _ in kept} == {"DeleteVolume"}


@given(st.text())
def test_any_text_is_a_filter(text: str) -> None:
    assert set(Filter(text=text).pairs(CATALOGUE)) <= set(CATALOGUE.pairs)


@pytest.mark.parametrize(
    ("conditions", "kind", "near"),
    [
        ({"operation": "DeleteVolumes"}, "operation", "DeleteVolume"),
        ({"code": "volumeinuse"}, "error code", "VolumeInUse"),
        ({"resource": "volumes"}, "resource", "volume"),
        ({"outcome": "Throttling"}, "exception or status", "ThrottlingException"),
        ({"outcome": "404"}, "exception or status", "400 Bad Request"),
        ({"outcome": "400 Forbidden"}, "exception or status", "403 Forbidden"),
    ],
)
def test_an_unknown_condition_is_refused_with_the_nearest(
    conditions: dict[str, str], kind: str, near: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        Filter(**conditions).pairs(CATALOGUE)
    assert caught.value.kind == kind
    assert near in str(caught.value)


@pytest.mark.parametrize("outcome", [" ", "4", "40", "Bad Request", 0, 418])
def test_what_is_no_outcome_is_refused(outcome: str | int) -> None:
    with pytest.raises(UnknownNameError, match="unknown exception or status"):
        Filter(outcome=outcome).pairs(CATALOGUE)


def test_outcomes_are_statuses_and_exceptions() -> None:
    assert outcomes(CATALOGUE)[:4] == (
        "400 Bad Request",
        "403 Forbidden",
        "500 Internal Server Error",
        "503 Service Unavailable",
    )
    assert outcomes(CATALOGUE)[4:] == tuple(CATALOGUE.exceptions)


def test_resources_are_those_of_the_operations_each_once() -> None:
    assert (
        len(resources(CATALOGUE)) == len(set(resources(CATALOGUE))) == FRAME["resource"].nunique()
    )


def test_a_filter_is_frozen_and_compares_by_its_conditions() -> None:
    chosen: Any = Filter(text="cache")
    assert chosen == Filter(text="cache") != Filter()
    with pytest.raises(dataclasses.FrozenInstanceError):
        chosen.text = ""
