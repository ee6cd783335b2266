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
    nothing: Any = None
    assert (
        Filter(operation=nothing, code=nothing, resource=nothing, family=nothing).pairs(CATALOGUE)
        == CATALOGUE.pairs
    )


@given(filters)
def test_several_conditions_keep_the_pairs_that_each_of_them_keeps(several: Filter) -> None:
    values = {field.name: getattr(several, field.name) for field in dataclasses.fields(several)}
    single = [set(Filter(**{name: value}).pairs(CATALOGUE)) for name, value in values.items()]
    kept = set.intersection(*single)
    assert several.pairs(CATALOGUE) == tuple(pair for pair in CATALOGUE.pairs if pair in kept)


def test_an_operation_keeps_its_own_pairs(subtests: pytest.Subtests) -> None:
    for operation in CATALOGUE.operations:
        with subtests.test(operation=operation):
            kept = Filter(operation=operation).pairs(CATALOGUE)
            assert kept == tuple((operation, code) for code in CATALOGUE.codes_of(operation))


def test_a_code_keeps_its_own_pairs(subtests: pytest.Subtests) -> None:
    for code in CATALOGUE.codes:
        with subtests.test(code=code):
            kept = Filter(code=code).pairs(CATALOGUE)
            assert kept == tuple((operation, code) for operation in CATALOGUE.operations_of(code))


def test_a_resource_keeps_the_pairs_of_its_operations(subtests: pytest.Subtests) -> None:
    for resource in resources(CATALOGUE):
        with subtests.test(resource=resource):
            kept = Filter(resource=resource).pairs(CATALOGUE)
            assert len(kept) == sum(FRAME["resource"] == resource) > 0
            assert {CATALOGUE.operations[operation].resource for operation, _ in kept} == {resource}


def test_an_outcome_keeps_the_codes_that_come_with_it_by_default(subtests: pytest.Subtests) -> None:
    cases: list[tuple[str, int]] = [
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
    ]
    for outcome, count in cases:
        with subtests.test(outcome=outcome, count=count):
            assert len(Filter(outcome=outcome).pairs(CATALOGUE)) == count


def test_a_status_may_be_a_number(subtests: pytest.Subtests) -> None:
    statuss: list[int] = [400, 503, HTTPStatus.INTERNAL_SERVER_ERROR]
    for status in statuss:
        with subtests.test(status=status):
            assert Filter(outcome=status).pairs(CATALOGUE) == Filter(outcome=f"{status}").pairs(
                CATALOGUE
            )


def test_a_word_is_found_in_whatever_is_said_of_a_pair_in_any_case(
    subtests: pytest.Subtests,
) -> None:
    for word in WORDS:
        with subtests.test(word=word):
            expected = []
            for pair in CATALOGUE.pairs:
                operation, code = CATALOGUE.operations[pair.operation], CATALOGUE.codes[pair.code]
                places = [
                    operation.name,
                    operation.resource,
                    *operation.gateway_types,
                    code.name,
                    code.message,
                    code.cause.text,
                    code.family,
                ]
                if all(
                    any(part in place.lower() for place in places) for part in word.lower().split()
                ):
                    expected.append(pair)
            assert list(Filter(text=word).pairs(CATALOGUE)) == expected


def test_a_name_is_found_as_python_and_the_command_line_write_it() -> None:
    kept = Filter(operation="DeleteVolume").pairs(CATALOGUE)
    for text in ("delete_volume", "delete-volume", "(DeleteVolume):", "DELETEVOLUME"):
        assert Filter(text=text).pairs(CATALOGUE) == kept, text


def test_a_text_without_a_word_keeps_no_pair() -> None:
    for text in ("?", "---", "!!", "_", "'", " . "):
        assert Filter(text=text).pairs(CATALOGUE) == (), text


def test_an_apostrophe_ends_no_word() -> None:
    for text, same in (
        ("tape's", "tape"),
        ("Gateway\u2019s disk", "gateway disk"),
        ("DeleteVolume's", "DeleteVolume"),
        ("doesn't", "doesnt"),
        ("'in use'", "in use"),
    ):
        kept = Filter(text=text).pairs(CATALOGUE)
        assert Filter(text=same).pairs(CATALOGUE) == kept, text


def test_a_dot_inside_a_word_is_part_of_it() -> None:
    kept = Filter(text="e.g.").pairs(CATALOGUE)
    assert all(
        "e.g" in f"{CATALOGUE.codes[code].message} {CATALOGUE.codes[code].cause.text}".lower()
        for _, code in kept
    )


def test_words_with_a_hyphen_are_found_side_by_side() -> None:
    kept = Filter(text="(in-use)").pairs(CATALOGUE)
    assert {code for _, code in kept} == {
        each.name
        for each in CATALOGUE.codes.values()
        if any(
            way in f"{each.name} {each.message} {each.cause.text}".lower()
            for way in ("in use", "inuse", "in-use")
        )
    }
    assert len(kept) > 1
    assert Filter(text="in_use").pairs(CATALOGUE) == kept


def test_a_whole_exception_or_status_is_found_but_no_part_of_one() -> None:
    for outcome in ("InternalServerError", "500", "InvalidGatewayRequestException", "400"):
        kept = Filter(outcome=outcome).pairs(CATALOGUE)
        assert Filter(text=outcome.lower()).pairs(CATALOGUE) == kept, outcome
    assert Filter(text="InvalidGatewayRequest").pairs(CATALOGUE) == ()
    assert Filter(text="50").pairs(CATALOGUE) == ()


def test_words_may_stand_in_different_places() -> None:
    kept = Filter(text="deletevolume snapshot").pairs(CATALOGUE)
    assert ("DeleteVolume", "SnapshotInProgressException") in kept
    assert {operation for operation, _ in kept} == {"DeleteVolume"}


@given(st.text())
def test_any_text_is_a_filter(text: str) -> None:
    assert set(Filter(text=text).pairs(CATALOGUE)) <= set(CATALOGUE.pairs)


def test_an_unknown_condition_is_refused_with_the_nearest(subtests: pytest.Subtests) -> None:
    cases: list[tuple[dict[str, str], str, str]] = [
        ({"operation": "DeleteVolumes"}, "operation", "DeleteVolume"),
        ({"code": "volumeinuse"}, "error code", "VolumeInUse"),
        ({"resource": "volumes"}, "resource", "volume"),
        ({"outcome": "Throttling"}, "exception or status", "ThrottlingException"),
        ({"outcome": "404"}, "exception or status", "400 Bad Request"),
        ({"outcome": "400 Forbidden"}, "exception or status", "403 Forbidden"),
    ]
    for conditions, kind, near in cases:
        with subtests.test(conditions=conditions, kind=kind, near=near):
            with pytest.raises(UnknownNameError) as caught:
                Filter(**conditions).pairs(CATALOGUE)
            assert caught.value.kind == kind
            assert near in str(caught.value)


def test_what_is_no_outcome_is_refused(subtests: pytest.Subtests) -> None:
    outcomes: list[str | int] = [" ", "4", "40", "Bad Request", 0, 418]
    for outcome in outcomes:
        with (
            subtests.test(outcome=outcome),
            pytest.raises(UnknownNameError, match="unknown exception or status"),
        ):
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
