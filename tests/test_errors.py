from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import errors, review
from sgwlib.errors import (
    BrowserError,
    CatalogueError,
    MissingPackageError,
    SgwError,
    UndocumentedPairError,
    UnknownNameError,
)
from sgwlib.text import nearest

NAMES = ["VolumeNotFound", "VolumeInUse", "VolumeNotReady", "TargetNotFound", "LunInvalid"]


def test_every_error_is_a_sgw_error() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    own = [each for each in kinds if each.__module__ == errors.__name__]
    assert len(own) > 15
    assert [each for each in own if not issubclass(each, SgwError)] == []


def test_a_catalogue_error_names_file_line_and_reason(subtests: pytest.Subtests) -> None:
    cases: list[tuple[int | None, str]] = [(3, "a.csv, line 3: bad"), (None, "a.csv: bad")]
    for line, text in cases:
        with subtests.test(line=line, text=text):
            error = CatalogueError("a.csv", "bad", line)
            assert str(error) == text
            assert (error.file, error.line, error.reason) == ("a.csv", line, "bad")


def test_nearest_finds_a_name_despite_case_typing_and_missing_parts(
    subtests: pytest.Subtests,
) -> None:
    given_names: list[str] = ["volumeinuse", "VolumeInUs", "VolumInUse", "inuse", "INUSE"]
    for given_name in given_names:
        with subtests.test(given_name=given_name):
            assert nearest(given_name, NAMES)[0] == "VolumeInUse"


def test_nearest_finds_a_long_name_by_a_short_part() -> None:
    names = [*NAMES, "GatewayProxyNetworkConnectionBusy"]
    assert nearest("proxy", names) == ("GatewayProxyNetworkConnectionBusy",)


def test_nearest_finds_nothing_where_nothing_is_near(subtests: pytest.Subtests) -> None:
    fars: list[str] = ["", "qqqqqqqq"]
    for far in fars:
        with subtests.test(far=far):
            assert nearest(far, NAMES) == ()


@given(st.text(), st.lists(st.text(), max_size=8), st.integers(1, 4))
def test_nearest_gives_at_most_count_different_candidates(
    name: str, candidates: list[str], count: int
) -> None:
    found = nearest(name, candidates, count)
    assert len(found) == len(set(found)) <= count
    assert set(found) <= set(candidates)


@given(st.sampled_from(NAMES))
def test_nearest_puts_the_name_itself_first(name: str) -> None:
    assert nearest(name.swapcase(), NAMES)[0] == name


def test_an_unknown_name_gets_all_its_nearest_named() -> None:
    error = UnknownNameError("error code", "VolumeNotFount", NAMES)
    assert error.nearest == ("VolumeNotFound", "VolumeNotReady", "VolumeInUse")
    assert str(error) == (
        "unknown error code 'VolumeNotFount'; "
        "did you mean VolumeNotFound, VolumeNotReady or VolumeInUse?"
    )


def test_a_name_with_nothing_near_gets_examples() -> None:
    error = UnknownNameError("error code", "qqq", [*NAMES, "LunInvalid"])
    assert error.nearest == ()
    assert str(error) == (
        "unknown error code 'qqq'; "
        "expected one of 6 names, such as VolumeNotFound, VolumeInUse, VolumeNotReady"
    )


def test_a_name_with_nothing_near_gets_all_names_where_they_are_few() -> None:
    error = UnknownNameError("order", "qqq", ["page", "degree"])
    assert str(error) == "unknown order 'qqq'; expected page or degree"


def test_a_name_of_another_kind_gets_its_kind_and_no_nearest_names() -> None:
    error = UnknownNameError("operation", "VolumeInUse", ["ListVolumes"], "an error code")
    assert str(error) == "unknown operation 'VolumeInUse': it is an error code"
    assert error.nearest == ()


def test_what_is_no_name_at_all_is_an_unknown_name(subtests: pytest.Subtests) -> None:
    things: list[object] = [None, 7, ["AddCache"]]
    for thing in things:
        with subtests.test(thing=thing):
            assert repr(thing) in str(UnknownNameError("operation", thing, NAMES))


def test_an_undocumented_pair_names_the_nearest_and_then_the_first_documented() -> None:
    error = UndocumentedPairError("AddCache", "VolumeInUse", NAMES[2:], ["ListVolumes"])
    assert error.codes[0] == "VolumeNotReady"
    assert len(error.codes) == 3
    assert error.operations == ("ListVolumes",)
    assert "VolumeInUse from ListVolumes" in str(error)
    assert "undocumented=True" in str(error)


def test_an_undocumented_pair_names_only_what_is_near() -> None:
    assert "AddCache with" not in str(UndocumentedPairError("AddCache", "LunInvalid", [], ["X"]))
    assert "nearest" not in str(UndocumentedPairError("AddCache", "LunInvalid", [], []))


def test_in_a_browser_an_error_says_what_to_do_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(BrowserError, match="needs a process") as raised:
        review("client.list_tapes()\n")
    assert raised.value._render_traceback_() == [f"BrowserError: {raised.value}"]
    missing = MissingPackageError("sgwlib.plot", "matplotlib", "plot")
    assert str(missing).endswith("install it with: %pip install matplotlib")
