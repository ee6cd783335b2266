"""Parts of a scan add up to the whole, in whatever order, and every table has all of it."""

from __future__ import annotations

import copy
import csv
import io
import json
import pickle
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.diagnosis import Example, Kind, Scan, Tally, Unread
from sgwlib.diagnosis.counting import COLUMNS
from sgwlib.errors import ScanError

if TYPE_CHECKING:
    from pathlib import Path

    from sgwlib.diagnosis.counting import By

Sightings = list[tuple[Kind, datetime | None, Example]]

MOMENTS = st.none() | st.integers(0, 100_000).map(lambda it: datetime.fromtimestamp(it, UTC))
KINDS = st.builds(
    Kind, st.sampled_from(["DeleteVolume", None]), st.just("X"), st.sampled_from(["A", "B", None])
)
EXAMPLES = st.builds(Example, st.sampled_from("ab"), st.integers(0, 3), st.sampled_from("xy"))
SIGHTINGS = st.lists(st.tuples(KINDS, MOMENTS, EXAMPLES), max_size=8)


def scan_of(sightings: Sightings) -> Scan:
    odd = len(sightings) % 2
    found = Scan(files=1, unread=(Unread("x", "y"),) if odd else (), undated=odd)
    for kind, time, example in sightings:
        found.add(kind, time, example)
        found.mentioned[example.text] += 1
    apart = found.merge()
    return Scan(**vars(found) | {"perhaps": apart.found})


@given(SIGHTINGS, SIGHTINGS, SIGHTINGS)
def test_merging_is_associative_and_commutative(
    first: Sightings, second: Sightings, third: Sightings
) -> None:
    one, two, three = scans = tuple(map(scan_of, (first, second, third)))
    merged = one.merge(two, three)
    for some, *others in permutations(scans):
        assert some.merge(*others) == merged
    assert one.merge(two.merge(three)) == one.merge(two).merge(three) == merged
    assert scans == tuple(map(scan_of, (first, second, third))), "what was merged is left as it was"


@given(SIGHTINGS, st.integers(0, 8))
def test_two_halves_find_what_the_whole_finds(sightings: Sightings, half: int) -> None:
    whole = scan_of(sightings)
    parts = scan_of(sightings[:half]).merge(scan_of(sightings[half:]))
    assert parts.found == whole.found


@given(SIGHTINGS)
def test_a_tally_holds_the_first_and_the_last(
    sightings: Sightings,
) -> None:
    found = scan_of(sightings)
    assert found.count == len(sightings)
    for kind, tally in found.found.items():
        mine = [(time, example) for each, time, example in sightings if each == kind]
        times = [time for time, _ in mine if time]
        assert tally.count == len(mine)
        assert (tally.first, tally.last) == (min(times, default=None), max(times, default=None))
        assert tally.example == min(example for time, example in mine if time == tally.first)
        assert all(hour is None or (hour.minute, hour.second) == (0, 0) for hour in tally.hours)
    firsts = [tally.first for tally in found.found.values() if tally.first]
    assert found.first == min(firsts, default=None)


def test_an_example_is_kept_short() -> None:
    found = Scan()
    kind = Kind(None, "X", None)
    found.add(kind, None, Example("a", 0, "x" * 100_000))
    assert len(found.found[kind].example.text) == 2000


# --- tables and plain values ----------------------------------------------------------------

KIND = Kind("DeleteVolume", "InvalidGatewayRequestException", None)
PERHAPS = Kind("ListGateways", "ThrottlingException", None)


def found() -> Scan:
    made = Scan(files=2, unread=(Unread("a.gz", "cut off"),), interrupted=True)
    made.mentioned["ThrottlingException"] = 4
    made.undated = 1
    made.perhaps[PERHAPS] = Tally(Example("app.log", 7, "Rate exceeded"), hours={None: 2})
    for minute in (5, 59):
        time = datetime(2026, 3, 1, 9, minute, 7, 8, tzinfo=UTC)
        made.add(KIND, time, Example("app.log", minute, 'one, "two"\nthree'))
    made.add(KIND, None, Example("app.log", 0, "no time"))
    return made


def test_csv_has_a_row_for_each_kind_or_for_each_hour_or_day_of_it(tmp_path: Path) -> None:
    scan = found()
    scan.add(KIND, datetime(2026, 3, 1, 23, tzinfo=UTC), Example("app.log", 99, "late"))
    scan.to_csv(tmp_path / "kind.csv")
    scan.to_csv(tmp_path / "hour.csv", by="hour")
    scan.to_csv(tmp_path / "day.csv", by="day")
    kinds, hours, days = (
        list(csv.reader(io.StringIO((tmp_path / f"{name}.csv").read_text("utf-8"))))
        for name in ("kind", "hour", "day")
    )
    names = ["operation", "exception", "code", "count"]
    times = ["2026-03-01T09:05:07Z", "2026-03-01T23:00:00Z"]
    assert kinds == [
        [*names, "first", "last", "file", "offset", "example"],
        [*KIND[:2], "", "4", *times, "app.log", "5", 'one, "two"\nthree'],
    ]
    assert hours == [
        ["hour", *names],
        ["2026-03-01T09:00:00Z", *KIND[:2], "", "2"],
        ["2026-03-01T23:00:00Z", *KIND[:2], "", "1"],
        ["", *KIND[:2], "", "1"],
    ]
    assert days == [
        ["day", *names],
        ["2026-03-01T00:00:00Z", *KIND[:2], "", "3"],
        ["", *KIND[:2], "", "1"],
    ]


def test_a_frame_has_the_rows_of_the_csv() -> None:
    frame = found().to_frame(by="hour")
    assert frame["count"].tolist() == [2, 1]
    assert list(Scan().to_frame().columns)[:4] == ["operation", "exception", "code", "count"]
    with pytest.raises(ScanError, match="no table by 'week'; expected 'kind', 'hour' or 'day'"):
        found().to_frame(by="week")  # type: ignore[arg-type]  # on purpose


def test_json_has_everything() -> None:
    assert json.loads(json.dumps(found().to_dict())) == {
        "count": 3,
        "first": "2026-03-01T09:05:07Z",
        "last": "2026-03-01T09:59:07Z",
        "files": 2,
        "interrupted": True,
        "unread": [{"path": "a.gz", "reason": "cut off"}],
        "mentioned": {"ThrottlingException": 4},
        "undated": 1,
        "errors": [
            {
                "operation": "DeleteVolume",
                "exception": "InvalidGatewayRequestException",
                "code": None,
                "count": 3,
                "first": "2026-03-01T09:05:07Z",
                "last": "2026-03-01T09:59:07Z",
                "example": {"path": "app.log", "offset": 5, "text": 'one, "two"\nthree'},
            }
        ],
        "perhaps": [
            {
                "operation": "ListGateways",
                "exception": "ThrottlingException",
                "code": None,
                "count": 2,
                "first": None,
                "last": None,
                "example": {"path": "app.log", "offset": 7, "text": "Rate exceeded"},
            }
        ],
    }
    [by_hour], [by_day] = (found().to_dict(by)["errors"] for by in ("hour", "day"))
    assert by_hour["hours"] == [
        {"hour": "2026-03-01T09:00:00Z", "count": 2},
        {"hour": None, "count": 1},
    ]
    assert by_day["days"][0] == {"day": "2026-03-01T00:00:00Z", "count": 2}


def test_nothing_found_is_a_result_too() -> None:
    assert Scan().rows() == Scan().rows(by="hour") == Scan().rows(by="day") == []
    assert Scan().to_dict()["first"] is None
    assert Scan().summary == "0 errors of 0 kinds in 0 files"
    assert str(Scan()) == "<Scan: 0 errors of 0 kinds in 0 files>"


def test_what_is_perhaps_an_error_is_named_and_in_no_other_count() -> None:
    scan = found()
    assert str(scan) == "<Scan: 3 errors of 1 kind in 2 files, and perhaps 2 more>"
    alone = Scan(perhaps=scan.perhaps)
    assert (alone.count, alone.rows(), alone.rows("hour"), alone.first) == (0, [], [], None)
    assert alone.merge(alone).perhaps[PERHAPS].count == 4
    [plain] = alone.to_dict("hour")["perhaps"]
    assert plain["hours"] == [{"hour": None, "count": 2}]


def test_a_scan_is_a_value() -> None:
    scan = found()
    for same in (pickle.loads(pickle.dumps(scan)), copy.copy(scan), copy.deepcopy(scan)):
        assert same == scan == found()
        assert same.to_dict() == scan.to_dict()
    assert scan != Scan()
    plain = asdict(scan)
    assert plain["found"][KIND]["hours"] == scan.found[KIND].hours
    assert plain["unread"] == scan.unread


@given(SIGHTINGS)
def test_every_error_is_in_one_hour_one_day_and_one_row(sightings: Sightings) -> None:
    scan = scan_of(sightings)
    counts = [tally.count for _, tally in scan.most_frequent()]
    assert counts == sorted(counts, reverse=True)
    tables: tuple[By, ...] = ("kind", "hour", "day")
    for by in tables:
        rows = scan.rows(by)
        assert sum(map(int, (str(row["count"]) for row in rows))) == scan.count
        assert all(list(row) == list(COLUMNS[by]) for row in rows)
    starts: tuple[Literal["hour", "day"], ...] = ("hour", "day")
    for start in starts:
        by_time = scan.by_time(start)
        assert sum(kinds.total() for kinds in by_time.values()) == scan.count
        times = [time for time in by_time if time]
        assert times == sorted(times)
        assert list(by_time)[len(times) :] == [None] * (None in by_time), "without a time: last"
        days = {(time and time.date()) for _, time, _ in sightings}
        assert start == "hour" or {time and time.date() for time in by_time} == days
        assert all(time.hour == 0 or start == "hour" for time in times)


def test_by_day_adds_up_the_hours_of_each_kind() -> None:
    scan, other = Scan(), KIND._replace(code="VolumeInUse")
    for kind, day, hour in ((KIND, 1, 0), (KIND, 1, 23), (other, 1, 5), (KIND, 2, 0)):
        scan.add(kind, datetime(2026, 3, day, hour, 30, tzinfo=UTC), Example("a", 0, ""))
    assert scan.by_time("day") == {
        datetime(2026, 3, 1, tzinfo=UTC): {KIND: 2, other: 1},
        datetime(2026, 3, 2, tzinfo=UTC): {KIND: 1},
    }
