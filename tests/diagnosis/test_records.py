"""An error is one entry, on however many lines, in whatever pieces, and nothing certain is missed."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sgwlib import explain
from sgwlib.diagnosis import Kind
from sgwlib.diagnosis.records import CONTEXT, MARKERS, entries_in, is_marked
from tests.diagnosis.scan_logs import ERRORS, NOISE, counts, cut, one_line

CORPUS = Path(__file__).parents[1] / "diagnosis" / "corpus" / "corpus.jsonl"
# Each of these breaks the lines or the names that a log had, or spreads one error over several entries.
BROKEN = ("coloured", "wrapped", "word-wrapped", "docker", "prefixed-and-wrapped")


def corpus() -> list[dict[str, Any]]:
    lines = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    return [
        line
        for line in lines
        if line["form"] != "debug" and line["id"].partition("+")[2] not in BROKEN
    ]


def test_an_error_counts_once_on_however_many_lines() -> None:
    between = "2026-03-01 09:59:57,000 INFO done\n"
    for form, (kind, text) in ERRORS.items():
        assert counts(text.encode()) == {kind: 1}, form
        assert counts(f"{between}{text}{between}".encode()) == {kind: 1}, form
        assert counts((text * 2).encode()) == {kind: 2}, form
        assert counts(text.replace("\n", "\r\n").encode()) == {kind: 1}, form


def test_what_looks_like_an_error_is_none() -> None:
    assert counts("".join(NOISE).encode(errors="replace")) == {}


@given(
    st.lists(st.sampled_from([*(text for _, text in ERRORS.values()), *NOISE]), max_size=12),
    st.integers(1, 2000),
)
def test_borders_between_pieces_change_nothing(parts: list[str], size: int) -> None:
    log = "".join(parts).encode()
    whole = list(entries_in([log] if log else []))
    assert list(entries_in(cut(log, size))) == whole
    for entry in whole:
        assert log[entry.offset :].startswith(entry.text)
        assert log[: entry.offset].endswith(entry.above)


@given(st.lists(st.sampled_from([*range(len(NOISE)), *ERRORS]), max_size=12))
def test_a_scan_finds_what_reading_each_entry_by_itself_finds(parts: list[int | str]) -> None:
    """Entries are set apart by a line of their own here, so that each is known by itself."""
    texts = [ERRORS[part][1] if isinstance(part, str) else NOISE[part] for part in parts]
    expected = Counter(ERRORS[part][0] for part in parts if isinstance(part, str))
    between = "2026-03-01 09:59:57,000 INFO done\n"
    assert counts(between.join(["", *texts, ""]).encode(errors="replace")) == expected


@given(st.binary(max_size=3000), st.integers(1, 500))
def test_any_bytes_can_be_scanned(noise: bytes, size: int) -> None:
    log = noise + b"\n" + one_line() + noise
    entries = list(entries_in(cut(log, size)))
    assert entries == list(entries_in([log]))
    assert any(b"DeleteVolume" in entry.text for entry in entries)


@given(st.text(st.sampled_from("ws tomGageRquErI-_xS"), max_size=40), st.integers(0, 7))
def test_the_quick_search_finds_exactly_the_markers(noise: str, which: int) -> None:
    marker = [
        "InvalidGatewayRequestException",
        "InternalServerError",
        "storage_gateway",
        "Storage Gateway",
        "storage-gateway",
        "AWSStorageGateway",
        "when calling the ",
        "",
    ][which]
    for text in (noise, noise + marker + noise, noise + marker[1:] + noise, marker[:-1] + noise):
        assert is_marked(text.encode()) == bool(re.search(MARKERS, text))


def test_whatever_is_certain_has_a_marker_and_counts_as_often_as_explain_says() -> None:
    """Held to the texts of real clients: each as a log of its own."""
    texts = corpus()
    assert len(texts) > 400
    for line in texts:
        certain = [each for each in explain(line["text"]) if each.certain and each.found]
        assert counts(line["text"].encode()).total() == len(certain), line["id"]


def test_a_line_of_any_length_needs_bounded_context() -> None:
    error = one_line().rstrip()
    padding = b"x" * (3 * CONTEXT)
    log = b" ".join([padding, error, padding, error, padding])
    for size in (1000, 1 << 16, 1 << 20):
        entries = list(entries_in(cut(log, size)))
        assert len(entries) == 2
        assert all(len(entry.text) <= 2 * CONTEXT for entry in entries)
        assert counts(log, size).total() == 2


def test_errors_close_to_each_other_on_one_line_all_count() -> None:
    record = '{"eventSource":"storagegateway.amazonaws.com","eventName":"%s","errorCode":"InvalidGatewayRequestException","errorMessage":"The specified volume was not found."}'
    names = ["DeleteVolume", "CreateSnapshot", "ListLocalDisks"]
    line = "x" + ",".join(record % name for name in names)
    found = counts(line.encode())
    assert {kind.operation for kind in found} == set(names)
    assert set(found.values()) == {1}


def test_many_lines_without_an_end_are_cut() -> None:
    log = b"start\n" + b"  indented\n" * CONTEXT + b"  " + one_line()
    (entry,) = entries_in([log])
    assert len(entry.text) <= 2 * CONTEXT
    assert counts(log) == {Kind("DeleteVolume", "InvalidGatewayRequestException", "VolumeInUse"): 1}
