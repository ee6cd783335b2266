"""What differs between two sightings of one error does not decide what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import explain
from sgwlib.scanning.reading import _VOLATILE, Reader, alike
from tests.scanning.logs import ERRORS, one_line

CORPUS = Path(__file__).parents[1] / "explanation" / "corpus" / "corpus.jsonl"
TEXTS = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def replaced(text: bytes, digits: str) -> bytes:
    """Put other digits in the place of those that are taken for volatile, equal ones for equal."""
    table = bytes.maketrans(b"0123456789", digits.encode())
    return _VOLATILE.sub(lambda found: found[0].translate(table), text)


@given(st.sampled_from(TEXTS), st.permutations("0123456789"))
def test_texts_that_are_alike_tell_of_the_same_errors(text: str, digits: list[str]) -> None:
    first, second = text.encode(), replaced(text.encode(), "".join(digits))
    assert alike(first) == alike(second)
    told = [
        [
            (each.operation, each.exception, each.code, each.certain)
            for each in explain(one.decode())
        ]
        for one in (first, second)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("form", ERRORS)
def test_a_reader_says_the_same_the_second_time(form: str) -> None:
    kind, text = ERRORS[form]
    reader = Reader()
    assert reader.kinds(text.encode()) == reader.kinds(text.encode()) == (kind,)


def test_what_is_not_alike_is_read_anew() -> None:
    reader = Reader()
    operations = ["DeleteVolume", "AddCache", "DeleteVolume"]
    kinds = [reader.kinds(one_line(operation)) for operation in operations]
    assert [kind.operation for (kind,) in kinds] == operations


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"status 400", b"status 500"),
        (b"(404) when", b"(403) when"),
        (b"\\u0022", b"\\u0027"),
        (b"&#34;", b"&#39;"),
        (b"%2200 ", b"%2700 "),
        (b"VolumeInUse2", b"VolumeInUse3"),
        (b"StorageGateway_20130630", b"StorageGateway_19990101"),
        (b"id 4711, id 4711", b"id 4711, id 4712"),
    ],
)
def test_what_may_decide_is_kept(one: bytes, other: bytes) -> None:
    assert alike(one) != alike(other)


def test_it_forgets_before_it_grows_too_large() -> None:
    reader = Reader()
    for number in range(9000):
        reader.kinds(f"Storage Gateway {'x' * (number % 100)}{'y' * (number // 100)}".encode())
    assert len(reader._known) <= 4096


def test_only_what_is_certain_counts() -> None:
    reader = Reader()
    assert reader.kinds(b"InternalError: The specified volume was not found.") == ()
    assert reader.kinds(b"InternalServerError (500) from example.org") == ()
