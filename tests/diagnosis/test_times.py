"""Times are read in the notations that logs use, and returned in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis.records import time_above, time_in

NEWEST = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 1_770_000_000_000_000).map(
    lambda micro: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
)


TIMES = [
    ("2026-02-03 04:05:06,789 ERROR", "2026-02-03 04:05:06.789000"),
    ("2026-02-03T04:05:06.123456789Z stderr F", "2026-02-03 04:05:06.123456"),
    ("[2026-02-03T04:05:06+02:00]", "2026-02-03 02:05:06"),
    ("2026-02-03 04:05:06 -0530 WARN", "2026-02-03 09:35:06"),
    ("2026/02/03 04:05:06 main.go:1", "2026-02-03 04:05:06"),
    ('10.0.0.1 - - [03/Feb/2026:04:05:06 +0100] "GET', "2026-02-03 03:05:06"),
    ("Date: Tue, 03 Feb 2026 04:05:06 GMT", "2026-02-03 04:05:06"),
    ("x-amz-date: 20260203T040506Z", "2026-02-03 04:05:06"),
    ("Feb  3 04:05:06 host app[7]: x", "2026-02-03 04:05:06"),
    ("Mar  2 04:05:06 host app[7]: x", "2026-03-02 04:05:06"),
    ("Mar  3 04:05:06 host app[7]: x", "2025-03-03 04:05:06"),
    ('{"ts": 1770091506, "a": "2020-01-01T00:00:00Z"}', "2026-02-03 04:05:06"),
    ('{"timestamp": 1770091506789}', "2026-02-03 04:05:06.789000"),
    (
        '{"a": "2020-01-01T00:00:00Z", "eventTime": "2026-02-03T04:05:06Z"}',
        "2026-02-03 04:05:06",
    ),
    ('{"time": "soon", "at": "2026-02-03T04:05:06Z"}', "2026-02-03 04:05:06"),
    ("started 2026-02-03 04:05:06, not 2026-02-04 04:05:06", "2026-02-03 04:05:06"),
]


def test_each_notation_is_read() -> None:
    read = [(text, str(time_in(text.encode(), NEWEST))) for text, _ in TIMES]
    assert read == [(text, f"{time}+00:00") for text, time in TIMES]


def test_what_is_no_time_is_none() -> None:
    for text in (
        *("", "no time", "2026-02-30 04:05:06", "2026-02-03", "0000-01-01 00:00:00"),
        *("Feb 31 04:05:06", "99999-02-03 25:61:61", "9999-12-31T23:59:59-23:59"),
    ):
        assert time_in(text.encode(), NEWEST) is None, text


@given(MOMENTS, st.integers(-12 * 60, 12 * 60))
def test_the_zone_counts(moment: datetime, minutes: int) -> None:
    shifted = moment + timedelta(minutes=minutes)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = f"{shifted:%Y-%m-%dT%H:%M:%S}.{shifted.microsecond:06}{sign}{hours:02}:{rest:02} x"
    assert time_in(text.encode(), NEWEST) == moment


@given(st.binary(max_size=300))
def test_any_bytes_have_a_time_or_none(text: bytes) -> None:
    for moment in (time_in(text, NEWEST), time_above(text, NEWEST)):
        assert moment is None or moment.tzinfo is UTC


def test_the_nearest_line_above_with_a_time_counts() -> None:
    above = (
        b"2026-02-03 04:05:06 a\n2026-02-03 04:05:07 b\nc\n" + b"x" * 99 + b"2020-01-01 00:00:00\n"
    )
    moment = time_above(above, NEWEST)
    assert moment is not None
    assert moment.second == 7
    assert time_above(b"a\nb\n", NEWEST) is None
