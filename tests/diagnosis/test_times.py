"""Times are read in the notations that logs use, and returned as seconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis.times import as_datetime, read_time, time_above, time_in

NEWEST = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is added
EPOCHS = st.integers(1_000_000_000_000_000, 1_999_999_999_999_999)  # microseconds

TIMES = [
    ("2026-02-03 04:05:06,789 ERROR", "2026-02-03 04:05:06.789000"),
    ("2026-02-03T04:05:06.123456789Z stderr F", "2026-02-03 04:05:06.123457"),
    ("[2026-02-03T04:05:06+02:00]", "2026-02-03 02:05:06"),
    ("2026-02-03 04:05:06 -0530 WARN", "2026-02-03 09:35:06"),
    ("2026-02-03 23:59:60 a leap second", "2026-02-04 00:00:00"),
    ("2026/02/03 04:05:06 main.go:1", "2026-02-03 04:05:06"),
    # Apache and other servers
    ('10.0.0.1 - - [03/Feb/2026:04:05:06 +0100] "GET', "2026-02-03 03:05:06"),
    ("[Tue Feb 03 04:05:06.123456 2026] [wsgi:error]", "2026-02-03 04:05:06"),
    ("Date: Tue, 03 Feb 2026 04:05:06 GMT", "2026-02-03 04:05:06"),
    ("x-amz-date: 20260203T040506Z", "2026-02-03 04:05:06"),
    ("[2026-02-03, 04:05:06 UTC] {taskinstance.py:1937} ERROR", "2026-02-03 04:05:06"),
    # A year behind the time
    ("[Tue Feb  3 04:05:06 2025] [error]", "2025-02-03 04:05:06"),
    ("Tue Feb 3 04:05:06 UTC 2025: x", "2025-02-03 04:05:06"),
    # java.util.logging, date, in twelve hours
    ("Feb 03, 2026 4:05:06 AM com.example.Run main", "2026-02-03 04:05:06"),
    ("Feb 3, 2026, 4:05:06\u202fPM com.example.Run main", "2026-02-03 16:05:06"),
    ("Feb 03, 2026 12:05:06 AM com.example.Run main", "2026-02-03 00:05:06"),
    ("Tue 03 Feb 2026 12:05:06 PM UTC", "2026-02-03 12:05:06"),
    ("Tue Feb  3 04:05:06 PM UTC 2026", "2026-02-03 16:05:06"),
    ("2/3/2026 4:05:06 PM [Error] x", "2026-02-03 16:05:06"),
    ("02/03/2026, 04:05:06\u202fAM ERROR x", "2026-02-03 04:05:06"),
    # klog, as syslog below, states no year
    ("E0203 04:05:06.789012       1 main.go:1] x", "2026-02-03 04:05:06"),
    ("W20250203 04:05:06.789012 1 main.cc:1] x", "2025-02-03 04:05:06"),
    ("F1231 23:59:59.000000       1 main.go:1] x", "2025-12-31 23:59:59"),
    # syslog states no year: it is the last one in which the record was written before the log's end
    ("Feb  3 04:05:06 host app[7]: x", "2026-02-03 04:05:06"),
    ("Feb 03 04:05:06 host app[7]: x", "2026-02-03 04:05:06"),
    ("Mar  2 04:05:06 host app[7]: x", "2026-03-02 04:05:06"),
    ("Mar  3 04:05:06 host app[7]: x", "2025-03-03 04:05:06"),
    ("Dec 31 23:59:59 host app[7]: x", "2025-12-31 23:59:59"),
    ("Feb 29 04:05:06 host app[7]: x", "2024-02-29 04:05:06"),
    ("<131>Feb 29 04:05:06 host app[7]: x", "2024-02-29 04:05:06"),
    # since 1970, in seconds, milliseconds, microseconds, nanoseconds, and with a fraction
    ("1770091506 ERROR", "2026-02-03 04:05:06"),
    ("[1770091506.25] ERROR", "2026-02-03 04:05:06.250000"),
    ("1770091506789 ERROR", "2026-02-03 04:05:06.789000"),
    ("1770091506789012 ERROR", "2026-02-03 04:05:06.789012"),
    ("1770091506789012000 ERROR", "2026-02-03 04:05:06.789012"),
    ("__REALTIME_TIMESTAMP=1770091506789012\nMESSAGE=x", "2026-02-03 04:05:06.789012"),
    # The field for an object's own time comes before all others
    ('{"ts": 1770091506, "a": "2020-01-01T00:00:00Z"}', "2026-02-03 04:05:06"),
    ('{"timestamp": 1770091506789}', "2026-02-03 04:05:06.789000"),
    ('{"start_time": 1770091506.789}', "2026-02-03 04:05:06.789000"),
    ('{"instant":{"epochSecond":1770091506,"nanoOfSecond":1}}', "2026-02-03 04:05:06"),
    ('{"timeMillis":1770091506789}', "2026-02-03 04:05:06.789000"),
    ('{"ts": 1770091506.789}', "2026-02-03 04:05:06.789000"),
    ('{"timeUnixNano":"1770091506789012000"}', "2026-02-03 04:05:06.789012"),
    ('{"a": "2020-01-01T00:00:00Z", "eventTime": "2026-02-03T04:05:06Z"}', "2026-02-03 04:05:06"),
    ('{"time": "soon", "at": "2026-02-03T04:05:06Z"}', "2026-02-03 04:05:06"),
    ('sync-1  | {"level": "error", "ts": 1770091506.5, "n": 1}', "2026-02-03 04:05:06.500000"),
    # What is no time is passed over
    ("started 2026-02-03 04:05:06, not 2026-02-04 04:05:06", "2026-02-03 04:05:06"),
    ("id 177009150678, 2026-02-03 04:05:06", "2026-02-03 04:05:06"),
]


def shown(seconds: float | None) -> str:
    return "never" if seconds is None else f"{as_datetime(round(seconds, 6)):%Y-%m-%d %H:%M:%S.%f}"


def test_each_notation_is_read() -> None:
    read = [(text, shown(time_in(text.encode(), NEWEST))) for text, _ in TIMES]
    assert read == [(text, time if "." in time else f"{time}.000000") for text, time in TIMES]


def test_what_is_no_time_is_none() -> None:
    for text in (
        *("", "no time", "2026-02-30 04:05:06", "2026-02-03", "0000-01-01 00:00:00"),
        *("Feb 31 04:05:06", "99999-02-03 25:61:61", "2026-02-03 04:05:61", "2026-02-03 04:61:06"),
        *("Feb 29 04:05:06 2025", "12770091506 bytes", "port 1770091506-1"),
    ):
        assert time_in(text.encode(), NEWEST) is None, text
    value: object
    for value in (None, True, [], {}, "", "soon", 7, float("nan"), float("inf"), 1e300, -1):
        assert read_time(value, NEWEST) is None, value


@given(MOMENTS, st.integers(-12 * 60, 12 * 60))
def test_the_zone_counts(moment: datetime, minutes: int) -> None:
    there = moment.astimezone(timezone(timedelta(minutes=minutes)))
    for text in (
        f"{there.isoformat(timespec='microseconds')} x",
        f"{there:%d/%b/%Y:%H:%M:%S %z} x",
    ):
        found = time_in(text.encode(), NEWEST)
        expected = moment if "T" in text else moment.replace(microsecond=0)
        assert found == pytest.approx(expected.timestamp(), abs=1e-5)


@given(EPOCHS)
def test_seconds_since_1970_are_read_in_every_unit(micro: int) -> None:
    seconds = micro / 1e6
    for value, precision in (
        (micro * 1000, 1e-5),
        (micro, 1e-5),
        (micro // 1000, 1e-3),
        (f"{seconds:.6f}", 1e-5),
        (seconds, 1e-5),
        (micro // 1_000_000, 1),
    ):
        for found in (
            read_time(value, NEWEST),
            time_in(f"{value} ERROR".encode(), NEWEST),
            time_in(f'{{"a": 1, "ts": {value}, "b": 1}}'.encode(), NEWEST),
        ):
            assert found == pytest.approx(seconds, abs=precision), value


@given(st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1)), st.integers(0, 300))  # noqa: DTZ001 - the zone is added
def test_a_time_without_a_year_is_the_last_one_before_the_end_of_the_log(
    written: datetime, days: int
) -> None:
    written = written.replace(microsecond=0, tzinfo=UTC)
    newest = written + timedelta(days=days)
    for text in (
        f"{written:%b %d %H:%M:%S} host",
        f"{written:%b} {written.day:2} {written:%X} host",
    ):
        assert time_in(text.encode(), newest) == written.timestamp()


@given(st.binary(max_size=300), st.floats() | st.integers() | st.text())
def test_any_bytes_have_a_time_or_none(text: bytes, value: object) -> None:
    for found in (
        time_in(text, NEWEST),
        time_above(text, NEWEST),
        read_time(value, NEWEST),
        time_in(b'{"ts": ' + text, NEWEST),
    ):
        assert found is None or as_datetime(found).tzinfo is UTC


def test_the_nearest_line_above_with_a_time_counts() -> None:
    above = (
        b"2026-02-03 04:05:06 a\n2026-02-03 04:05:07 b\nc\n" + b"x" * 99 + b"2020-01-01 00:00:00\n"
    )
    assert shown(time_above(above, NEWEST)) == "2026-02-03 04:05:07.000000"
    journal = b"__REALTIME_TIMESTAMP=1770091506789012\nPRIORITY=3\n"
    assert shown(time_above(journal, NEWEST)) == "2026-02-03 04:05:06.789012"
    assert shown(time_above(b"[1770091506] a\nb\n", NEWEST)) == "2026-02-03 04:05:06.000000"
    assert time_above(b"a\nb\n", NEWEST) is None
