"""What differs between two reports of one error does not decide what it is."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sgwlib import explain
from sgwlib.diagnosis.reading import _VOLATILE, Reader, without_volatile
from tests.diagnosis.scan_logs import ERRORS, one_line

CORPUS = Path(__file__).parents[1] / "diagnosis" / "corpus" / "corpus.jsonl"
TEXTS = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def replaced(text: bytes, digits: str) -> bytes:
    """Put other digits in the place of those that are taken for volatile, equal ones for equal."""
    table = bytes.maketrans(b"0123456789", digits.encode())
    return _VOLATILE.sub(lambda found: found[0].translate(table), text)


@given(st.sampled_from(TEXTS), st.permutations("0123456789"))
def test_texts_that_differ_in_volatile_parts_have_the_same_errors(
    text: str, digits: list[str]
) -> None:
    first, second = text.encode(), replaced(text.encode(), "".join(digits))
    assert without_volatile(first) == without_volatile(second)
    found = [
        [
            (each.operation, each.exception, each.code, each.certain)
            for each in explain(one.decode())
        ]
        for one in (first, second)
    ]
    assert found[0] == found[1]


def test_a_reader_returns_the_same_the_second_time() -> None:
    reader = Reader()
    for form, (kind, text) in ERRORS.items():
        assert reader.read(text.encode()).kinds == reader.read(text.encode()).kinds == (kind,), form


def test_what_differs_otherwise_is_read_anew() -> None:
    reader = Reader()
    operations = ["DeleteVolume", "AddCache", "DeleteVolume"]
    kinds = [reader.kinds(one_line(operation)) for operation in operations]
    assert [kind.operation for (kind,) in kinds] == operations


def test_what_may_decide_is_kept() -> None:
    for one, other in (
        (b"status 400", b"status 500"),
        (b"(404) when", b"(403) when"),
        (b"\\u0022", b"\\u0027"),
        (b"&#34;", b"&#39;"),
        (b"%2200 ", b"%2700 "),
        (b"VolumeInUse2", b"VolumeInUse3"),
        (b"StorageGateway_20130630", b"StorageGateway_19990101"),
        (b"id 4711, id 4711", b"id 4711, id 4712"),
    ):
        assert without_volatile(one) != without_volatile(other), one


def test_it_forgets_before_it_grows_too_large() -> None:
    reader = Reader()
    for number in range(9000):
        reader.kinds(f"Storage Gateway {'x' * (number % 100)}{'y' * (number // 100)}".encode())
    assert len(reader._known) <= 4096


def test_only_what_is_certain_counts() -> None:
    reader = Reader()
    assert reader.kinds(b"InternalError: The specified volume was not found.") == ()
    assert reader.kinds(b"InternalServerError (500) from example.org") == ()
