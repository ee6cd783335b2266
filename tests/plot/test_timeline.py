"""The figure over time draws exactly what was counted, and not by colour alone."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given

from sgwlib import load_catalogue
from sgwlib.diagnosis import Example, Kind, Scan, Unread
from sgwlib.errors import ScanError
from sgwlib.plot import errors_over_time
from tests.diagnosis.test_counting import SIGHTINGS, Sightings, scan_of
from tests.examples import tried

if TYPE_CHECKING:
    from matplotlib.container import BarContainer

    from sgwlib.plot import StillFigure

START = datetime(2026, 3, 1, 9, 59, 58, tzinfo=UTC)
CODES = ("VolumeInUse", "VolumeNotFound", "VolumeNotReady", "GatewayNotFound", "InternalError", "X")


def scan_with(*counts: int, step: timedelta = timedelta(hours=1)) -> Scan:
    """Make a scan with so many errors of each code, one a step."""
    found = Scan(files=1)
    for code, count in zip(CODES, counts, strict=False):
        for number in range(count):
            kind = Kind("DeleteVolume", "InvalidGatewayRequestException", code)
            found.add(kind, START + number * step, Example("a", number, ""))
    return found


def layers(figure: StillFigure) -> dict[str, list[float]]:
    """Return the heights of the bars by what the legend calls them."""
    (axes,) = figure.axes
    return {
        str(each.get_label()): [bar.get_height() for bar in cast("BarContainer", each)]
        for each in axes.containers
    }


def test_each_kind_is_a_layer_of_its_own_and_the_rare_ones_are_one() -> None:
    found = layers(errors_over_time(scan_with(9, 8, 7, 6, 2, 1)))
    assert list(found.values()) == [[1] * 9, [1] * 8, [1] * 7, [1] * 6, [2, 1]]
    first, *_, last = found
    assert first == "DeleteVolume: VolumeInUse (InvalidGatewayRequestException): 9"
    assert last == "2 other kinds: 3"


def test_layers_stand_on_each_other_and_differ_without_colour() -> None:
    figure = errors_over_time(scan_with(5, 4, 3, 2, 1))
    (axes,) = figure.axes
    bars = [cast("BarContainer", each)[0] for each in axes.containers]
    assert [bar.get_y() for bar in bars] == [0, 1, 2, 3, 4]
    looks = {(bar.get_hatch(), bar.get_facecolor()) for bar in bars}
    assert len(looks) == 5
    assert len({bar.get_hatch() for bar in bars[:4]}) == 4


@pytest.mark.parametrize(
    ("step", "count", "told"),
    [
        (timedelta(hours=1), 200, "hour"),
        (timedelta(hours=2), 200, "day"),
        (timedelta(days=7), 200, "week"),
    ],
)
def test_a_longer_time_has_longer_steps(step: timedelta, count: int, told: str) -> None:
    figure = errors_over_time(scan_with(count, step=step))
    assert figure.title.endswith(f"by the {told}")
    (heights,) = layers(figure).values()
    assert sum(heights) == count
    assert len(heights) <= 240


def test_weeks_begin_on_monday() -> None:
    (axes,) = errors_over_time(scan_with(200, step=timedelta(days=7))).axes
    (bars,) = axes.containers
    days = [datetime.fromtimestamp(bar.get_x() * 86400, UTC) for bar in cast("BarContainer", bars)]
    assert {day.weekday() for day in days} == {0}
    assert days[0] == datetime(2026, 2, 23, tzinfo=UTC)


def test_notes_name_what_is_not_drawn() -> None:
    found = scan_with(1)
    found.add(Kind(None, "X", None), None, Example("a", 0, ""))
    found.unread, found.interrupted = (Unread("a", "b"),), True
    assert errors_over_time(found).get_supxlabel().split("\n") == [
        "Not drawn, since they have no time: 1 error",
        "Not read, or not completely: 1 file",
        "The scan was interrupted before it was complete.",
    ]


def test_nothing_found_can_be_drawn() -> None:
    timeless = Scan()
    timeless.add(Kind(None, "X", None), None, Example("a", 0, ""))
    for found in (Scan(), timeless):
        figure = errors_over_time(found)
        figure.savefig(io.BytesIO())
        assert figure.title.startswith(f"Errors over time: {found.summary}")


@tried(1 / 2)
@given(SIGHTINGS)
def test_every_error_with_a_time_is_drawn(sightings: Sightings) -> None:
    figure = errors_over_time(scan_of(sightings))
    timed = sum(time is not None for _, time, _ in sightings)
    assert sum(map(sum, layers(figure).values())) == timed


def test_what_is_no_scan_is_refused() -> None:
    for wrong in ("app.log", load_catalogue(), None):
        with pytest.raises(ScanError, match=r"expected the result of sgwlib\.scan, not"):
            errors_over_time(wrong)  # type: ignore[arg-type]
