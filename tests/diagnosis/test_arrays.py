"""Each object of an array counts on its own, however long the line that it stands in."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis import Kind, records
from sgwlib.diagnosis.records import CONTEXT, LONGEST_OBJECT, decoded_at, records_in
from tests.diagnosis.small_logs import CARRIER, INFO, VOLUME_IN_USE, counts, cut, one_line, read
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

KIND = Kind("DeleteVolume", CARRIER, "VolumeNotFound")


def event(number: int, *, service: str = "storagegateway", failed: bool = True) -> dict[str, Any]:
    made: dict[str, Any] = {
        "eventVersion": "1.08",
        "userIdentity": {"arn": "é", "attributes": {"creationDate": "2020-01-01T00:00:00Z"}},
        "eventTime": f"2026-03-01T{number % 24:02}:00:00Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": "DeleteVolume",
        "requestParameters": {"note": 'a } and a { "in": a string]'},
        "resources": [{"ARN": "a"}, {"ARN": "b"}],
    }
    if failed:
        message = "The specified volume was not found."
        made |= {"errorCode": "InvalidGatewayRequestException", "errorMessage": message}
    return made


def mixed(count: int) -> list[dict[str, Any]]:
    """Return events, every third of which is an error of ours."""
    return [
        event(number, service="ec2" if number % 3 == 1 else "storagegateway", failed=number % 3 < 2)
        for number in range(count)
    ]


def test_each_object_counts_on_its_own_with_its_own_time() -> None:
    for key, indent in product(("Records", "events", "Events", None), (None, 2)):
        document = mixed(30) if key is None else {key: mixed(30), "nextToken": None}
        log = json.dumps(document, indent=indent, ensure_ascii=False).encode()
        found = read([log])
        assert {kind: tally.count for kind, tally in found.found.items()} == {KIND: 10}
        hours = {hour.hour for hour in found.found[KIND].hours if hour}
        assert hours == {number % 24 for number in range(0, 30, 3)}
        assert found.mentioned == {}


@given(st.integers(1, 400), st.integers(0, 6))
def test_borders_between_pieces_change_nothing(size: int, count: int) -> None:
    events = [each for it in mixed(count) for each in (None, it)]  # as a tool may leave them
    log = json.dumps({"Records": events}, ensure_ascii=False).encode()
    records = list(records_in(cut(log, size)))
    assert records == list(records_in([log]))
    for record in records:
        assert record.value == json.loads(record.text)
        assert log[record.offset :].startswith(record.text)
    assert counts(log, size).total() == (count + 2) // 3


def test_objects_come_as_soon_as_they_are_whole() -> None:
    first, second = (json.dumps(event(number)).encode() for number in (1, 2))
    given = []

    def pieces() -> Iterator[bytes]:
        # What follows a long object is decoded once it is as long as the object, or at the end.
        for piece in (b'{"Records": [' + first[:-1], b"}, " + second + b"], " + b" " * 2000, b"x"):
            given.append(piece)
            yield piece

    found = records_in(pieces())
    assert [next(found).value, next(found).value] == [event(1), event(2)]
    assert len(given) == 2
    assert list(found) == []


def test_files_that_were_joined_are_read_on() -> None:
    document = json.dumps({"Records": mixed(3)})
    for between in ("", "\n", "\n\n"):
        assert counts(between.join([document] * 4).encode()) == {KIND: 4}


def test_lines_after_an_array_are_read_as_lines() -> None:
    log = json.dumps({"Records": mixed(3)}).encode() + b"\n" + one_line("AddCache")
    assert counts(log) == {KIND: 1, VOLUME_IN_USE._replace(operation="AddCache"): 1}


def test_what_is_no_object_is_read_as_lines() -> None:
    first = json.dumps(event(0)).encode()
    for damage in (
        b'{"eventVersion": nonsense}',
        b'{"never": "ended',
        b"[" * 100_000,
        b'{"a":' * 9999,
    ):
        log = b'{"Records":[' + first + b"," + damage + b"\n" + one_line("AddCache")
        for size in (len(log), 1000):
            assert counts(log, size) == {KIND: 1, VOLUME_IN_USE._replace(operation="AddCache"): 1}


def test_objects_that_a_stream_has_joined_on_one_line_count_each() -> None:
    log = b"".join(json.dumps(each).encode() for each in mixed(3000))
    assert b"\n" not in log
    for size in (1000, 1 << 20):
        assert counts(log, size) == {KIND: 1000}


def said(number: int, *, failed: bool) -> dict[str, Any]:
    """Return what a program logs, as an object that has its own form."""
    said = one_line().decode().rstrip() if failed else "all is well " * 10
    return {
        "level": "info",
        "time": f"2026-03-01T10:00:{number % 60:02}Z",
        "n": number,
        "msg": said,
    }


def delivered(number: int, *, failed: bool) -> dict[str, Any]:
    """Return what CloudWatch Logs sends to a stream."""
    events = [
        {"id": f"{number}-{place}", "timestamp": 1772359200000 + number, "message": it["msg"]}
        for place, it in enumerate(said(number, failed=failed and not place) for place in range(4))
    ]
    head = {"messageType": "DATA_MESSAGE", "owner": "1", "subscriptionFilters": ["all"]}
    return {**head, "logEvents": events}


def test_objects_on_one_line_count_as_those_on_many() -> None:
    """Firehose puts nothing between what it delivers, unless it is told to."""
    for make in (said, delivered):
        objects = [json.dumps(make(number, failed=number % 10 == 0)) for number in range(300)]
        for between, log_size in product(("", " ", ",", "\n"), (20, 300)):
            log = between.join(objects[:log_size]).encode()
            for size in (1000, 1 << 17, len(log)):
                for around in (
                    b"%b",
                    INFO + b"%b\n" + INFO,
                    b"[%b]\n" if between == "," else b"%b",
                ):
                    assert counts(around % log, size) == {VOLUME_IN_USE: log_size // 10}


def test_the_list_in_an_object_of_any_size_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_OBJECT", 1 << 16)
    large = delivered(0, failed=False)
    large["logEvents"] *= 500
    large["logEvents"] += delivered(0, failed=True)["logEvents"] * 50
    log = json.dumps(large).encode()
    assert len(log) > 3 << 16
    for size in (1000, 1 << 17, len(log)):
        assert counts(INFO + log + b"\n" + one_line(), size) == {VOLUME_IN_USE: 51}
        assert counts(INFO + log * 10 + b"\n" + one_line(), size) == {VOLUME_IN_USE: 501}


def test_lists_in_lists_without_an_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_OBJECT", 1 << 12)
    tried: list[int] = []

    def decoded(text: str, at: int) -> tuple[object, int]:
        tried.append(at)
        return decoded_at(text, at)

    monkeypatch.setattr(records, "decoded_at", decoded)
    assert counts(b'{"a":[' * 5000 + b"\n" + one_line()) == {VOLUME_IN_USE: 1}
    assert len(tried) < 20


def test_long_objects_that_are_cut_are_read_as_lines() -> None:
    line = json.dumps({"padding": "x" * CONTEXT, "msg": one_line().decode(), "more": 1}).encode()
    for log in (line[:-9] + b"\n", line[:-9] + b"\n" + INFO):
        for size in (1000, 1 << 17):
            assert counts(log * 3, size) == {VOLUME_IN_USE: 3}


@tried(1 / 3)
@given(
    st.permutations(["said", "cut", "line", "info", "list", "told", "indented"]),
    st.integers(1000, 60_000),
)
def test_borders_between_pieces_change_no_long_line(order: list[str], size: int) -> None:
    many = [json.dumps(said(number, failed=number == 7)).encode() for number in range(200)]
    parts = {
        "said": b"".join(many) + b"\n",
        "cut": b"".join(many)[:-5] + b"\n",
        "list": b"[" + b",".join(many) + b"]\n",
        "line": b"x" * 40_000 + one_line(),
        "info": INFO,
        "told": b"Storage Gateway answered:\n",
        "indented": b"  of Storage Gateway\n",
    }
    log = b"".join(map(parts.__getitem__, order))
    whole = list(records_in([log]))
    assert [each[:2] for each in records_in(cut(log, size))] == [each[:2] for each in whole]
    assert counts(log, size) == {VOLUME_IN_USE: 4}


def test_a_line_of_json_with_another_array_is_one_record() -> None:
    line = {"errors": [{"n": 1}, {"n": 2}], "msg": one_line().decode()}
    assert counts((json.dumps(line) + "\n").encode() * 3) == {VOLUME_IN_USE: 3}


def test_memory_is_that_of_an_object_not_of_the_line() -> None:
    record = json.dumps(event(0)).encode()

    def pieces() -> Iterator[bytes]:
        yield b'{"Records":[' + record
        for _ in range(100):
            yield (b"," + record) * 30
        yield b"]}"

    tracemalloc.start()
    found = sum(1 for _ in records_in(pieces()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 3001
    assert peak < 300_000 < 3000 * len(record)


def test_an_object_without_an_end_is_given_up() -> None:
    endless = b'{"Records":[{"a":"' + b"x" * (LONGEST_OBJECT + (1 << 20)) + b"\n" + one_line()
    assert counts(endless, 1 << 20) == {VOLUME_IN_USE: 1}


def test_rows_of_cloudtrail_lake_are_events() -> None:
    rows = [[{key: value} for key, value in each.items()] for each in mixed(9)]
    assert counts(json.dumps({"QueryStatus": "FINISHED", "QueryResultRows": rows}).encode()) == {
        KIND: 3
    }


def test_a_table_that_was_saved_again_with_semicolons_is_read() -> None:
    head = ["Event time", "Event source", "Event name", "Error code", "Error message"]
    row = ["2026-03-01T09:00:00Z", "storagegateway.amazonaws.com", "DeleteVolume", CARRIER, "a, b"]
    for separator in ",;":
        table = "".join(
            separator.join(f'"{cell}"' for cell in line) + "\r\n" for line in (head, row, row)
        )
        assert counts(table.encode()) == {Kind("DeleteVolume", CARRIER, None): 2}, separator


def test_an_execution_that_failed_because_of_a_task_counts_once() -> None:
    """In the history of Step Functions, and in the log of Express workflows, an event a line."""
    cause = "The specified volume was not found. (Service: StorageGateway, Status Code: 400)"
    details = {"error": f"StorageGateway.{CARRIER}", "cause": cause}
    task = {"resource": "deleteVolume", "resourceType": "aws-sdk:storagegateway", **details}
    history = [
        {"type": "TaskFailed", "id": 5, "taskFailedEventDetails": task},
        {"type": "ExecutionFailed", "id": 6, "executionFailedEventDetails": details},
    ]
    for retries, newest_first in product((1, 3), (False, True)):
        tasks = [history[0] | {"timestamp": f"2026-03-01T09:0{n}:00.1Z"} for n in range(retries)]
        events = [*tasks, history[1] | {"timestamp": tasks[-1]["timestamp"]}]
        told = events[::-1] if newest_first else events
        for times in (1, 2):
            history_log = json.dumps({"events": told}, indent=4).encode()
            found = counts(history_log * times)
            assert found.total() == retries * times
            assert newest_first or found == {KIND: retries * times}
    assert counts(json.dumps({"events": history[1:]}).encode()).total() == 1
    lines = [
        {"id": "5", "type": "TaskFailed", "details": task, "execution_arn": "a"},
        {"id": "6", "type": "ExecutionFailed", "details": details, "execution_arn": "a"},
    ]
    for stamp in ("", "2026-03-01T09:59:58.011Z "):
        log = "".join(f"{stamp}{json.dumps(each)}\n" for each in lines)
        assert counts(log.encode()) == {KIND: 1}
    task_a, failed_a, task_b, failed_b = (
        json.dumps(each | {"execution_arn": arn}) for arn, each in product("ab", lines)
    )
    assert counts(f"{task_a}\n{failed_a}\n{failed_b}".encode()).total() == 2
    assert counts(f"{failed_b}\n{task_b}\n{failed_a}\n{task_a}".encode()).total() == 2
    assert counts(f"{failed_a}\n".encode() + one_line()).total() == 2
    assert counts(f"{task_a}\n{task_b}\n{failed_a}\n{failed_b}".encode()) == {KIND: 2}


def test_the_details_of_an_error_are_no_further_errors() -> None:
    again = {"type": CARRIER, "message": "The specified volume is already in use."}
    for detail in (again, {"code": "a"}):
        error = {"message": one_line(time="").decode().strip(), "details": [detail]}
        for pad in ({}, {"pad": "x" * 40_000}):
            log = json.dumps({"error": error, **pad}, indent=1).encode()
            assert counts(log) == {VOLUME_IN_USE: 1}


def test_a_line_within_a_long_object_keeps_its_own_time() -> None:
    output = "x" * 40_000 + "\n" + one_line().decode()
    log = json.dumps({"timestamp": "2026-03-02T12:00:00Z", "output": output}, indent=1)
    [tally] = read([log.encode()]).found.values()
    assert tally.first is not None
    assert tally.first.day == 1


def test_an_event_of_cloudformation_has_its_own_time() -> None:
    failed = one_line(time="").decode().strip()
    events = [
        {"Timestamp": f"2026-03-01T0{hour}:00:00.123Z", "ResourceStatusReason": failed}
        for hour in (8, 9)
    ]
    found = read([json.dumps({"StackEvents": events}, indent=4).encode()])
    assert [f"{at:%H}" for at in (found.first, found.last) if at] == ["08", "09"]
    assert found.count == 2


def test_each_item_of_a_document_has_its_own_time() -> None:
    """Logs that a tool exports, in an unknown form."""
    failed = one_line(time="").decode().strip()
    items = [
        {"at": f"2026-03-01T{hour:02}:00:00Z", "said": failed if hour % 2 else "all is well " * 300}
        for hour in range(24)
    ]
    short = [it if it["said"] == failed else it | {"said": "ok"} for it in items]
    for document in (
        {"data": items, "meta": {"page": 1}},
        {"data": short, "meta": {"page": 1}},
        {"took": 5, "hits": {"total": 24, "hits": items}},
        {"took": 5, "hits": {"total": 24, "hits": short}},
        {"kind": "List", "items": items},  # and long
    ):
        for indent in (None, 2):
            found = read([json.dumps(document, indent=indent).encode()])
            assert (found.count, found.first, found.last) == (
                12,
                datetime(2026, 3, 1, 1, tzinfo=UTC),
                datetime(2026, 3, 1, 23, tzinfo=UTC),
            )
    event = {"time": "2026-03-01T09:00:00Z", "causes": [{"said": failed}], "more": items[::2]}
    found = read([json.dumps(event, indent=2).encode()])
    assert (found.count, found.first) == (1, datetime(2026, 3, 1, 9, tzinfo=UTC))
    beside = {"error": failed, "number": 7, "breadcrumbs": {"values": items[::2]}}
    assert counts(json.dumps(beside | {"error": [failed]}, indent=2).encode()).total() == 1
    assert counts(json.dumps(beside, indent=2).encode()).total() == 1


def test_an_error_beside_the_lists_of_a_document_counts_once() -> None:
    message = "The specified volume was not found."
    own = {"__type": CARRIER, "message": message}
    items = [{"id": "vol-1"}]
    raised = {"type": CARRIER, "message": message, "frames": [{"file": "a.js", "line": 3}]}
    for document in (
        {"level": 50, "err": raised},
        {"data": {"volumes": items, "errors": [own]}},
        {"result": {"items": items, "error": one_line(time="").decode()}},
        {"detail": {"attempts": items, "failure": own}},
        {"Error": {"Code": CARRIER, "Message": message, "Details": items}, "ResponseMetadata": {}},
        {"error": own | {"exceptions": [own]}, "more": items},
        {"hits": {"total": {"value": 1}, "hits": items, "_failures": [own]}},
    ):
        for indent in (None, 1):
            for times in (1, 2):
                log = json.dumps([document] * times, indent=indent).encode()
                assert counts(log).total() == times, document
            assert counts(json.dumps(document, indent=indent).encode()).total() == 1, document


def test_a_long_object_has_its_time_wherever_the_error_stands() -> None:
    document = {"time": "2026-03-01T09:59:58Z", "stack": "x" * 40_000}
    document["error"] = one_line(time="").decode()
    for indent in (None, 1):
        found = read([json.dumps(document, indent=indent).encode()])
        assert (found.count, found.first) == (1, datetime(2026, 3, 1, 9, 59, 58, tzinfo=UTC))
