from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.errors import ForeignFileError, PracticeError
from sgwlib.quiz.progress import Progress, progress_from_bytes
from sgwlib.quiz.session import standing
from tests.quiz.answers import PROGRESS, answer

ONE = Progress(frozenset({answer(1)}))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(PROGRESS)
def test_a_file_is_read_as_it_was_written(progress: Progress) -> None:
    assert progress_from_bytes(progress.to_bytes()) == progress


@given(PROGRESS, PROGRESS, PROGRESS)
def test_merging_is_a_union(one: Progress, other: Progress, third: Progress) -> None:
    assert one | other == other | one
    assert (one | other) | third == one | (other | third)
    assert one | one == one
    assert one | Progress() == one
    assert (one | other) | other == one | other
    assert (one | other).answers >= one.answers


@given(PROGRESS, PROGRESS)
def test_merged_boxes_do_not_depend_on_the_order_of_merging(one: Progress, other: Progress) -> None:
    boxes, others = ((left | right).by_card() for left, right in [(one, other), (other, one)])
    assert {card: standing(each) for card, each in boxes.items()} == {
        card: standing(each) for card, each in others.items()
    }


@given(PROGRESS)
def test_the_same_answers_give_the_same_bytes(progress: Progress) -> None:
    again = Progress(frozenset(sorted(progress.answers, reverse=True)))
    assert again.to_bytes() == progress.to_bytes()


@given(PROGRESS)
def test_the_answers_of_a_card_are_in_order(progress: Progress) -> None:
    by_card = progress.by_card()
    assert sum(map(len, by_card.values())) == len(progress.answers)
    for card, answers in by_card.items():
        assert list(answers) == sorted(answers)
        assert {each.card for each in answers} == {card}


def test_the_format_is_the_one_that_is_documented() -> None:
    assert json.loads(ONE.to_bytes()) == {
        "format": "sgwlib practice progress",
        "version": 1,
        "answers": [
            {"when": "2026-03-01T12:00:00.000000Z", "card": "causes/VolumeInUse", "right": True}
        ],
    }


def test_a_time_elsewhere_is_the_same_moment() -> None:
    elsewhere = ONE.to_bytes().replace(b"12:00:00.000000Z", b"14:00:00+02:00")
    assert progress_from_bytes(elsewhere) == ONE
    [read] = progress_from_bytes(elsewhere).answers
    assert read.when == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert read.when.utcoffset() == UTC.utcoffset(None)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b'"version": 1', b'"version": "1"', "version '1'"),
        (b'"version": 1', b'"version": true', "version True"),
        (b'"version": 1', b'"version": 0', "version 0"),
        (b'"version": 1', b'"version": 1, "version": 1', "twice"),
        (b'"version": 1', b'"version": 1, "more": 1', "and nothing else"),
        (b"sgwlib practice progress", b"something else", "expected format"),
        (b'"right": true', b'"right": 1', "answer 1: right is 1"),
        (b'"right": true', b'"right": null', "answer 1: right is None"),
        (b', "right": true', b"", "answer 1: expected an object"),
        (b'"causes/VolumeInUse"', b'""', "answer 1: card is ''"),
        (b'"causes/VolumeInUse"', b"7", "answer 1: card is 7"),
        (b"12:00:00.000000Z", b"12:00:00", "answer 1: when"),
        (b"2026-03-01T12", b"2026-03-41T12", "answer 1: when"),
        (b"2026-03-01T12:00:00.000000Z", b"0001-01-01T00:00:00+05:00", "answer 1: when"),
        (b"]\n}", b"]\n", "not JSON"),
        (b"[\n", b"[7,\n", "answer 1: expected an object"),
    ],
)
def test_damage_is_named(before: bytes, after: bytes, told: str) -> None:
    damaged = ONE.to_bytes().replace(before, after)
    assert damaged != ONE.to_bytes()
    with pytest.raises(PracticeError, match=told) as caught:
        progress_from_bytes(damaged)
    assert not isinstance(caught.value, ForeignFileError)


@pytest.mark.parametrize("content", [b"{}", b"[]", b"7", b'{"format": "sgwlib client coverage"}'])
def test_what_is_something_else_is_called_so(content: bytes) -> None:
    with pytest.raises(ForeignFileError, match="expected the format 'sgwlib practice progress'"):
        progress_from_bytes(content)


def test_a_newer_version_is_called_so_whatever_else_it_has() -> None:
    newer = ONE.to_bytes().replace(b'"version": 1', b'"version": 2, "boxes": {}')
    with pytest.raises(ForeignFileError, match="version 2 of the format is newer than 1"):
        progress_from_bytes(newer)


@given(JSON | st.fixed_dictionaries({"format": JSON, "version": JSON, "answers": JSON}))
def test_any_json_is_read_or_refused(value: object) -> None:
    with pytest.raises(PracticeError):
        progress_from_bytes(json.dumps(value).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(PracticeError):
        progress_from_bytes(content)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"9" * 5000, b"\xff\xfe", b""])
def test_hostile_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(PracticeError):
        progress_from_bytes(content)
