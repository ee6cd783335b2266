"""Errors over time: how many errors a scan of logs found in each hour, day or week."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import MaxNLocator

from sgwlib.diagnosis.counting import Scan
from sgwlib.errors import ScanError
from sgwlib.plot import still
from sgwlib.plot.still import StillFigure
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

_SIZE: Final = (10.0, 3.6)  # inches
_MOST_BARS: Final = 240  # narrower ones would blur
_STEPS: Final = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_MONDAY: Final = datetime(1970, 1, 5, tzinfo=UTC)  # where weeks are counted from
# They differ in hatch too, for readers who cannot tell the colours apart.
_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"facecolor": still.BLUE},
    {"facecolor": still.ORANGE, "hatch": "///"},
    {"facecolor": still.GREEN, "hatch": "..."},
    {"facecolor": still.INK, "hatch": "xxx"},
)
_OTHERS: Final[dict[str, Any]] = {"facecolor": still.PALE}


class _Layer(NamedTuple):
    """Bars of the same colour and hatch."""

    text: str
    look: dict[str, Any]
    counts: Counter[datetime]


def errors_over_time(scan: Scan) -> StillFigure:
    """Draw how many errors there were in each hour, day or week, and of which kind.

    Parameters
    ----------
    scan
        The result of :func:`sgwlib.scan`.

    Returns
    -------
    StillFigure
        A bar for each hour, day or week. The four most frequent kinds of errors differ in
        colour and hatch; all others are one part. A note counts the errors without a time.

    Raises
    ------
    ScanError
        If ``scan`` is something else, such as the path of a log.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from sgwlib.diagnosis import Example, Kind, Scan
    >>> found = Scan(files=1)
    >>> kind = Kind("DeleteVolume", "InvalidGatewayRequestException", "VolumeInUse")
    >>> found.add(kind, datetime(2026, 3, 1, 9, 59, tzinfo=UTC), Example("app.log", 0, ""))
    >>> errors_over_time(found).title
    'Errors over time: 1 error of 1 kind in 1 file, by the hour'
    """
    if not isinstance(scan, Scan):
        raise ScanError(f"expected the result of sgwlib.scan, not {scan!r}")
    span = scan.last - scan.first if scan.first and scan.last else timedelta()
    # The shortest step of which there are not too many.
    step = next((name for name, each in _STEPS.items() if span / each <= _MOST_BARS), "week")
    description = (
        f"One bar for each {step} with errors, with its number of errors as height; times are in "
        "UTC. Its parts are the kinds of errors. The legend names them with their counts."
    )
    title = f"Errors over time: {scan.summary}, by the {step}"
    with still.our_style():
        figure = StillFigure(_SIZE, title, description, _notes(scan))
        if scan.first is None:
            figure.write_instead("There is no error with a time to draw.")
        else:
            _draw(figure.add_subplot(), _layers(scan, _STEPS[step]), _STEPS[step])
    return figure


def _layers(scan: Scan, step: timedelta) -> list[_Layer]:
    """Return the most frequent kinds one by one, and all others as one."""
    kinds = scan.most_frequent()
    shown, others = kinds[: len(_LOOKS)], kinds[len(_LOOKS) :]
    layers = [
        _Layer(f"{kind}: {tally.count}", look, _steps(tally.hours, step))
        for (kind, tally), look in zip(shown, _LOOKS, strict=False)
    ]
    if others:
        together = sum((_steps(tally.hours, step) for _, tally in others), Counter[datetime]())
        count = sum(tally.count for _, tally in others)
        layers.append(_Layer(f"{counted(len(others), 'other kind')}: {count}", _OTHERS, together))
    return layers


def _steps(hours: Mapping[datetime | None, int], step: timedelta) -> Counter[datetime]:
    """Add up hours to longer steps; those without a time have none."""
    found: Counter[datetime] = Counter()
    for hour, count in hours.items():
        if hour is not None:
            found[_MONDAY + (hour - _MONDAY) // step * step] += count
    return found


def _notes(scan: Scan) -> list[str]:
    notes = []
    if timeless := sum(tally.hours.get(None, 0) for tally in scan.found.values()):
        notes.append(f"Not drawn, since they have no time: {counted(timeless, 'error')}")
    if scan.unread:
        notes.append(f"Not read, or not completely: {counted(len(scan.unread), 'file')}")
    if scan.interrupted:
        notes.append("The scan was interrupted before it was complete.")
    return notes


def _draw(axes: Axes, layers: list[_Layer], step: timedelta) -> None:
    height: Counter[datetime] = Counter()
    for layer in layers:
        places = sorted(layer.counts)
        axes.bar(
            [date2num(place) for place in places],  # type: ignore[no-untyped-call]
            [layer.counts[place] for place in places],
            width=step / timedelta(days=1),
            bottom=[height[place] for place in places],
            align="edge",
            edgecolor=still.PAPER,  # the hatch's, and what sets bars apart
            linewidth=0.3,
            label=layer.text,
            **layer.look,
        )
        height.update(layer.counts)
    # matplotlib.dates has no types
    locator = AutoDateLocator(tz=UTC, minticks=2)  # type: ignore[no-untyped-call]
    formatter = ConciseDateFormatter(locator, tz=UTC)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(formatter)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("errors", fontsize=still.NOTE)
    axes.set_xlabel("UTC", fontsize=still.NOTE)
    axes.tick_params(labelsize=still.LABEL)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left", alignment="left", **still.LEGEND)
