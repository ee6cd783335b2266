"""Parts of a scan add up to the whole, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.scanning import Example, Kind, Scan, Unread

Sightings = list[tuple[Kind, datetime | None, Example]]

MOMENTS = st.none() | st.integers(0, 100_000).map(lambda it: datetime.fromtimestamp(it, UTC))
KINDS = st.builds(
    Kind, st.sampled_from(["DeleteVolume", None]), st.just("X"), st.sampled_from(["A", "B", None])
)
EXAMPLES = st.builds(Example, st.sampled_from("ab"), st.integers(0, 3), st.sampled_from("xy"))
SIGHTINGS = st.lists(st.tuples(KINDS, MOMENTS, EXAMPLES), max_size=8)


def scan_of(sightings: Sightings) -> Scan:
    found = Scan(files=1, unread=(Unread("x", "y"),) if len(sightings) % 2 else ())
    for sighting in sightings:
        found.add(*sighting)
    return found


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
