"""CSV and JSON hold what was found, and each of them all of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from hypothesis import given

from sgwlib.scanning import Example, Kind, Scan, Unread, by_hour, most_frequent
from sgwlib.scanning.report import HEADINGS, scan_to_csv, scan_to_json
from tests.scanning.test_totals import SIGHTINGS, Sightings, scan_of

KIND = Kind("DeleteVolume", "InvalidGatewayRequestException", None)


def found() -> Scan:
    made = Scan(files=2, unread=(Unread("a.gz", "cut off"),), interrupted=True)
    for minute in (5, 59):
        time = datetime(2026, 3, 1, 9, minute, 7, 8, tzinfo=UTC)
        made.add(KIND, time, Example("app.log", minute, 'one, "two"\nthree'))
    made.add(KIND, None, Example("app.log", 0, "no time"))
    return made


def test_csv_has_a_row_for_each_hour_of_each_kind() -> None:
    rows = list(csv.reader(io.StringIO(scan_to_csv(found()))))
    shared = ["2026-03-01T09:05:07Z", "2026-03-01T09:59:07Z", "app.log", "5", 'one, "two"\nthree']
    assert rows == [
        list(HEADINGS),
        ["2026-03-01T09:00:00Z", *KIND[:2], "", "2", *shared],
        ["", *KIND[:2], "", "1", *shared],
    ]


def test_json_has_everything() -> None:
    assert json.loads(json.dumps(scan_to_json(found()))) == {
        "count": 3,
        "first": "2026-03-01T09:05:07Z",
        "last": "2026-03-01T09:59:07Z",
        "files": 2,
        "interrupted": True,
        "unread": [{"path": "a.gz", "reason": "cut off"}],
        "errors": [
            {
                "operation": "DeleteVolume",
                "exception": "InvalidGatewayRequestException",
                "code": None,
                "count": 3,
                "first": "2026-03-01T09:05:07Z",
                "last": "2026-03-01T09:59:07Z",
                "hours": [
                    {"hour": "2026-03-01T09:00:00Z", "count": 2},
                    {"hour": None, "count": 1},
                ],
                "example": {"path": "app.log", "offset": 5, "text": 'one, "two"\nthree'},
            }
        ],
    }


def test_nothing_found_is_a_report_too() -> None:
    assert scan_to_csv(Scan()) == ",".join(HEADINGS) + "\n"
    assert scan_to_json(Scan())["first"] is None


@given(SIGHTINGS)
def test_every_error_is_in_one_hour_and_one_row(sightings: Sightings) -> None:
    scan = scan_of(sightings)
    counts = [tally.count for _, tally in most_frequent(scan)]
    assert counts == sorted(counts, reverse=True)
    assert sum(kinds.total() for kinds in by_hour(scan).values()) == scan.count
    rows = list(csv.DictReader(io.StringIO(scan_to_csv(scan))))
    assert sum(int(row["count"]) for row in rows) == scan.count
    hours = [row["hour"] for row in rows if row["hour"]]
    assert hours == sorted(hours)
