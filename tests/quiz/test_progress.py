from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.errors import ForeignFileError, PracticeError
from sgwlib.quiz.model import PracticeModel
from sgwlib.quiz.progress import VERSION, Progress, ProgressFile, progress_from_bytes
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
def test_merged_standings_do_not_depend_on_the_order_of_merging(
    one: Progress, other: Progress
) -> None:
    here, others = ((left | right).by_card() for left, right in [(one, other), (other, one)])
    assert {card: standing(each) for card, each in here.items()} == {
        card: standing(each) for card, each in others.items()
    }


@given(PROGRESS)
def test_the_same_answers_give_the_same_bytes(progress: Progress) -> None:
    again = Progress(frozenset(sorted(progress.answers, reverse=True)))
    assert again.to_bytes() == progress.to_bytes()


@given(PROGRESS)
def test_the_answers_of_a_card_are_in_order(progress: Progress) -> None:
    by_card = progress.by_card()
    practised = [each for each in progress.answers if not each.test]
    assert sum(map(len, by_card.values())) == len(practised)
    for card, answers in by_card.items():
        assert list(answers) == sorted(answers)
        assert {each.card for each in answers} == {card}


def test_the_format_is_the_one_that_is_documented() -> None:
    assert json.loads(ONE.to_bytes()) == {
        "format": "sgwlib practice progress",
        "version": 2,
        "answers": [
            {
                "when": "2026-03-01T12:00:00.000000Z",
                "card": "causes/VolumeInUse",
                "right": True,
                "test": "",
            }
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
        (b'"version": 2', b'"version": "1"', "version '1'"),
        (b'"version": 2', b'"version": true', "version True"),
        (b'"version": 2', b'"version": 0', "version 0"),
        (b'"version": 2', b'"version": 2, "version": 2', "twice"),
        (b'"version": 2', b'"version": 2, "more": 1', "and nothing else"),
        (b"sgwlib practice progress", b"something else", "expected format"),
        (b'"right": true', b'"right": 1', "answer 1: right is 1"),
        (b'"right": true', b'"right": null', "answer 1: right is None"),
        (b', "right": true', b"", "answer 1: expected an object"),
        (b', "test": ""', b"", "answer 1: expected an object"),
        (b'"test": ""', b'"test": null', "answer 1: test is None"),
        (b'"version": 2', b'"version": 1', "answer 1: expected an object with when, card, right"),
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
    newer = ONE.to_bytes().replace(b'"version": 2', b'"version": 3, "boxes": {}')
    with pytest.raises(ForeignFileError, match="version 3 of the format is newer than 2"):
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


# --- files of earlier versions --------------------------------------------------------------

SAMPLES = sorted((Path(__file__).parent / "progress").glob("*.json"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_file_of_an_earlier_version_is_read_and_nothing_of_it_is_lost(sample: Path) -> None:
    content = sample.read_bytes()
    before = json.loads(content)
    assert before["version"] < VERSION
    found = progress_from_bytes(content)
    assert len(found.answers) == len(before["answers"])
    after = json.loads(found.to_bytes())
    assert after["version"] == VERSION
    assert [row | {"test": ""} for row in before["answers"]] == after["answers"]
    assert progress_from_bytes(found.to_bytes()) == found


def test_what_was_known_by_an_earlier_version_is_still_known(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    [sample] = [each for each in SAMPLES if each.stem == "version-1"]
    path.write_bytes(sample.read_bytes())
    model = PracticeModel(ProgressFile(path), seed=1)
    assert path.read_bytes() == sample.read_bytes()
    # Cards of kinds that are no longer asked stay in the file.
    assert set(model.standings) == {
        "causes/VolumeInUse",
        "retrying/ThrottlingException",
        "steps/GatewayNotConnected",
    }
    assert model.standings["causes/VolumeInUse"].stability > 2
    model.answer(0)
    merged = progress_from_bytes(path.read_bytes())
    assert merged.answers > progress_from_bytes(sample.read_bytes()).answers


def test_answers_in_a_test_are_kept_apart() -> None:
    test = {answer(2, test="before/0"), answer(3, right=False, test="before/0")}
    progress = Progress(frozenset({answer(1), answer(4, test="after/0"), *test}))
    assert dict(progress.by_card()) == {"causes/VolumeInUse": [answer(1)]}
    assert progress.in_test("before/0") == {"causes/VolumeInUse": answer(2, test="before/0")}
    assert progress.in_test("before/1") == {}
