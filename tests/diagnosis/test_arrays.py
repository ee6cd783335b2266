"""Each record of an array counts on its own, however long the line that it stands in."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis import Kind
from sgwlib.diagnosis.records import LONGEST, entries_in
from tests.diagnosis.scan_logs import counts, cut, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST = datetime(2026, 3, 2, tzinfo=UTC)
KIND = Kind("DeleteVolume", "InvalidGatewayRequestException", "VolumeNotFound")


def event(number: int, *, service: str = "storagegateway", failed: bool = True) -> dict[str, Any]:
    made: dict[str, Any] = {
        "eventVersion": "1.08",
        "userIdentity": {"arn": "é", "attributes": {"creationDate": "2020-01-01T00:00:00Z"}},
        "eventTime": f"2026-03-01T{number % 24:02}:00:00Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": "DeleteVolume",
        "resources": [{"ARN": "a"}, {"ARN": "b"}],
    }
    if failed:
        made |= {
            "errorCode": "InvalidGatewayRequestException",
            "errorMessage": 'The specified volume was not found. {"not": "a } record"',
        }
        made["errorMessage"] = "The specified volume was not found."
    return made


def mixed(count: int) -> list[dict[str, Any]]:
    return [
        event(number, service="ec2" if number % 3 else "storagegateway", failed=number % 3 == 0)
        for number in range(count)
    ]


def test_each_record_counts_on_its_own() -> None:
    for key, indent in product(("Records", "events", "Events", None), (None, 2)):
        document = mixed(30) if key is None else {key: mixed(30), "nextToken": None}
        log = json.dumps(document, indent=indent, ensure_ascii=False).encode()
        assert counts(log) == {KIND: 10}
        times = [entry.time(NEWEST) for entry in entries_in([log])]
        hours = {time.hour for time in times if time}
        assert hours == {number % 24 for number in range(0, 30, 3)}


@given(st.integers(1, 400), st.integers(0, 6))
def test_borders_between_pieces_change_nothing(size: int, count: int) -> None:
    log = json.dumps({"Records": mixed(count)}, ensure_ascii=False).encode()
    entries = list(entries_in(cut(log, size)))
    assert entries == list(entries_in([log]))
    assert len(entries) == (count + 2) // 3
    for entry in entries:
        assert json.loads(entry.text)["eventName"] == "DeleteVolume"
        assert log[entry.offset :].startswith(entry.text)


def test_files_that_were_joined_are_read_on() -> None:
    document = json.dumps({"Records": mixed(3)})
    for between in ("", "\n", "\n\n"):
        assert counts(between.join([document] * 4).encode()) == {KIND: 4}


def test_lines_after_an_array_are_read_as_lines() -> None:
    log = json.dumps({"Records": mixed(3)}).encode() + b"\n" + one_line("AddCache")
    assert {kind.operation for kind in counts(log)} == {"DeleteVolume", "AddCache"}


def test_what_is_no_record_is_read_as_lines() -> None:
    first = json.dumps(event(0)).encode()
    for damage in (
        b'{"eventVersion": nonsense}',
        b'{"never": "ended',
        b"[" * 100_000,
        b'{"a":' * 9999,
    ):
        log = b'{"Records":[' + first + b"," + damage + b"\n" + one_line("AddCache")
        for size in (len(log), 1000):
            assert {kind.operation for kind in counts(log, size)} >= {"DeleteVolume"}
            assert sum(counts(log, size).values()) == 2


def test_records_that_a_stream_has_joined_on_one_line_count_each() -> None:
    log = b"".join(json.dumps(each).encode() for each in mixed(3000))
    assert b"\n" not in log
    for size in (1000, 1 << 20):
        assert counts(log, size) == {KIND: 1000}


def test_a_line_of_json_with_another_array_is_one_entry() -> None:
    line = {"errors": [{"n": 1}, {"n": 2}], "msg": one_line().decode()}
    assert counts((json.dumps(line) + "\n").encode() * 3).total() == 3


def test_memory_is_that_of_a_record_not_of_the_line() -> None:
    record = json.dumps(event(0)).encode()

    def pieces() -> Iterator[bytes]:
        yield b'{"Records":[' + record
        for _ in range(400):
            yield (b"," + record) * 100
        yield b"]}"

    tracemalloc.start()
    found = sum(1 for _ in entries_in(pieces()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 40_001
    assert peak < 2_000_000 < 40_000 * len(record)


def test_a_record_without_an_end_is_given_up() -> None:
    endless = b'{"Records":[{"a":"' + b"x" * (LONGEST + (1 << 20)) + b"\n" + one_line()
    assert counts(endless, 1 << 20).total() == 1
