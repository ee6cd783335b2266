"""The widget: its state in Python and in the page, what only Python can do, and its files."""

from __future__ import annotations

import gc
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets.widgets import widget as ipywidgets_registry

import sgwlib
from sgwlib import load_catalogue, recording, simulate
from sgwlib.coverage import save_coverage
from sgwlib.errors import CarrierError, CoverageError, ExplorerError, SgwError, UnknownNameError
from sgwlib.filters import Filter, families, outcomes, resources
from sgwlib.ui.document import EXPLORER_ORDERS, editions_of
from sgwlib.ui.state import TABS, VIEWS, State
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sgwlib.ui.explorer import Explorer

CATALOGUE = load_catalogue()


@pytest.fixture
def explorer() -> Iterator[Explorer]:
    opened = sgwlib.explorer()
    yield opened
    opened.close()


def ask(explorer: Explorer, about: str, **content: object) -> dict[str, Any]:
    """Return what Python answers to a message of the page."""
    sent: list[dict[str, Any]] = []
    explorer.send = sent.append
    explorer._handle_custom_msg({"ask": about, "number": 7, **content}, [])
    (answer,) = sent
    assert answer["number"] == 7
    return answer


def name_of(names: Any) -> st.SearchStrategy[str]:
    return st.just("") | st.sampled_from([*names])


@st.composite
def some_state(draw: st.DrawFn) -> State:
    name = draw(name_of(editions_of(CATALOGUE)))
    shown = editions_of(CATALOGUE).get(name, CATALOGUE)

    def several(names: Any) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from([*names]), max_size=3, unique=True).map(tuple)

    codes = draw(several(shown.codes))
    return State(
        operations=draw(several(shown.operations)),
        codes=codes,
        exception=draw(name_of(shown.carriers if codes else shown.exceptions)),
        only_operation=draw(name_of(shown.operations)),
        only_code=draw(name_of(shown.codes)),
        resource=draw(name_of(resources(shown))),
        family=draw(name_of(families(shown))),
        outcome=draw(name_of(outcomes(shown))),
        text=draw(st.text(max_size=8)),
        order=draw(st.sampled_from(EXPLORER_ORDERS)),
        folded=draw(st.none() | st.booleans()),
        view=draw(st.sampled_from(VIEWS)),
        tab=draw(st.sampled_from(TABS)),
        edition=draw(st.just("") | st.just(name if name != CATALOGUE.edition else "")),
    )


class TestState:
    @given(state=some_state())
    def test_goes_to_the_page_and_comes_back(self, state: State) -> None:
        sent = json.loads(json.dumps(state.to_page(CATALOGUE)))
        assert State.from_page(sent, CATALOGUE) == state

    @given(state=some_state())
    def test_its_line_of_python_opens_the_same(self, state: State) -> None:
        try:
            state.checked(CATALOGUE)
        except SgwError:
            with pytest.raises(SgwError):
                eval(state.line(), {"sgwlib": sgwlib})
        else:
            opened = eval(state.line(), {"sgwlib": sgwlib})
            assert opened.now == state
            opened.close()


class TestFromACell:
    def test_every_field_is_read_set_and_observed(self, explorer: Explorer) -> None:
        seen: list[tuple[str, object]] = []
        names = ["text", "view", "filters", "selection"]
        explorer.observe(lambda change: seen.append((change["name"], change["new"])), names)
        explorer.text = "volume"
        assert (explorer.text, explorer.now.text, explorer.state["text"]) == ("volume",) * 3
        assert explorer.pairs == Filter(text="volume").pairs(CATALOGUE)
        assert seen == [("text", "volume"), ("filters", Filter(text="volume"))]
        explorer.filters = Filter(code="VolumeInUse", outcome=400)
        assert explorer.now == State(only_code="VolumeInUse", outcome="400")
        explorer.selection = ("DeleteVolume", None, "ValidationException")
        assert explorer.selection == seen[-1][1] == (("DeleteVolume",), (), "ValidationException")
        explorer.set(**dict.fromkeys(State.__dataclass_fields__))
        assert explorer.now == State()

    def test_a_name_stands_for_a_list_of_one(self, explorer: Explorer) -> None:
        explorer.set(operations="DeleteVolume", codes=["VolumeInUse"])
        assert explorer.operations == ("DeleteVolume",)
        assert explorer.codes == ("VolumeInUse",)
        assert explorer.selection == (("DeleteVolume",), ("VolumeInUse",), "")
        explorer.operations = None
        assert explorer.operations == ()

    def test_a_change_that_is_refused_changes_nothing(self, explorer: Explorer) -> None:
        explorer.operations = "DeleteVolume"
        before = explorer.now
        for changes, error, words in (
            ({"operations": "DeleteVolum"}, UnknownNameError, "DeleteVolume"),
            ({"order": "serialised", "text": "x"}, UnknownNameError, "seriated"),
            ({"view": "detail"}, UnknownNameError, "expected matrix, drawing, table"),
            ({"view": ""}, UnknownNameError, "expected matrix, drawing, table"),
            ({"tab": 3}, UnknownNameError, "expected response, handle, provoke or evidence"),
            ({"colour": "red"}, UnknownNameError, "unknown field of the explorer"),
            ({"text": 7}, ExplorerError, "text must be a string"),
            ({"folded": "yes"}, ExplorerError, "True, False or None"),
            ({"codes": [7]}, ExplorerError, "a name, or a list of names"),
            (
                {"operations": ["ListVolumes", "DeleteVolume"], "codes": "VolumeInUse"},
                ExplorerError,
                "several operations or several codes, not both",
            ),
            (
                {"codes": "VolumeInUse", "exception": "ValidationException"},
                CarrierError,
                "InternalServerError",
            ),
        ):
            with pytest.raises(error, match=words):
                explorer.set(**changes)
            assert explorer.now == before
        for name, value, words in (
            ("filters", {"text": "x"}, "must be a sgwlib.filters.Filter"),
            ("selection", "DeleteVolume", "operations, codes and an exception"),
            ("operation", "DeleteVolume", "did you mean operations"),
        ):
            with pytest.raises(SgwError, match=words):
                setattr(explorer, name, value)
            assert explorer.now == before

    def test_names_come_from_any_iterable_and_each_once(self, explorer: Explorer) -> None:
        explorer.operations = (name for name in ("DeleteVolume", "ListVolumes", "DeleteVolume"))
        assert explorer.operations == ("DeleteVolume", "ListVolumes")
        with pytest.raises(ExplorerError, match="a name, or a list of names"):
            explorer.operations = b"DeleteVolume"

    def test_a_status_is_also_set_as_a_number(self, explorer: Explorer) -> None:
        explorer.outcome = 400
        assert explorer.now == State(outcome="400")

    def test_another_edition_has_its_own_names(self, explorer: Explorer) -> None:
        explorer.set(edition="file-2023", operations="AssociateFileSystem")
        assert explorer.shown.edition == "file-2023"
        assert len(explorer.pairs) == len(explorer.shown.pairs)

    def test_one_exception_at_a_time_is_told_from_what_it_does(self) -> None:
        opened = sgwlib.explorer(exception="ValidationException", outcome=400)
        assert opened.now == State(exception="ValidationException", outcome="400")
        opened.close()

    def test_wrong_arguments_are_named(self, tmp_path: Path) -> None:
        for arguments, error, words in (
            ({"operation": 7}, ExplorerError, "a name, or a list of names"),
            ({"catalogue": "data"}, ExplorerError, "catalogue must be a Catalogue"),
            ({"coverage": 7}, ExplorerError, "coverage must be"),
            ({"coverage": tmp_path / "none.json"}, CoverageError, "none.json"),
            ({"edition": "file"}, UnknownNameError, "file-2023"),
        ):
            with pytest.raises(error, match=words):
                sgwlib.explorer(**arguments)


class TestFromThePage:
    def test_what_the_page_sends_is_what_python_has(self, explorer: Explorer) -> None:
        seen: list[State] = []
        explorer.observe(lambda change: seen.append(change["new"]), "now")
        sent = {**explorer.state, "operations": ["DeleteVolume"], "family": "volume"}
        explorer.set_state({"state": sent})
        assert seen == [State(operations=("DeleteVolume",), family="volume")]
        assert explorer.state == sent

    def test_a_filter_of_another_edition_leaves_nothing(self, explorer: Explorer) -> None:
        for name, value in (
            ("resource", "file system association"),
            ("family", "file system"),
            ("only_operation", "AssociateFileSystem"),
        ):
            explorer.set_state({"state": {**State().to_page(CATALOGUE), name: value}})
            assert getattr(explorer.now, name) == value
            assert explorer.pairs == ()

    def test_python_explains_and_selects_what_it_found(self, explorer: Explorer) -> None:
        text = (
            "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
            "operation: The specified volume is already in use."
        )
        answer = ask(explorer, "explain", text=text)
        assert (answer["operation"], answer["code"]) == ("DeleteVolume", "VolumeInUse")
        assert "VolumeInUse" in answer["text"]
        assert ask(explorer, "explain", text="nothing of it")["code"] == ""

    def test_a_real_client_is_called(self, explorer: Explorer) -> None:
        wanted = {"operation": "DeleteVolume", "code": "VolumeInUse"}
        head, *rows = ask(explorer, "call", exception="InternalServerError", **wanted)["rows"]
        assert head == ["Retry mode", "Attempts", "Raised"]
        assert {row[2] for row in rows} == {"InternalServerError"}
        assert [row[1].split()[0] for row in rows] != ["1", "1", "1"]
        _, *rows = ask(explorer, "call", exception="", **wanted)["rows"]
        assert {row[1].split()[0] for row in rows} == {"1"}
        ask(explorer, "call", operation="DeleteVolume", code="", exception="ThrottlingException")

    def test_a_recipe_is_run(self, explorer: Explorer) -> None:
        answer = ask(explorer, "run", operation="DeleteVolume", code="VolumeInUse")
        assert "DeleteVolume" in answer["text"]
        assert "InvalidGatewayRequestException" in answer["text"]

    def test_a_problem_is_told_and_not_raised(self, explorer: Explorer, tmp_path: Path) -> None:
        answer = ask(explorer, "coverage", path=str(tmp_path / "none.json"))
        assert "none.json" in answer["problem"]
        assert "DeleteVolume" in ask(explorer, "run", operation="DeleteVolum", code="x")["problem"]

    def test_a_message_of_another_kind_is_ignored(self, explorer: Explorer) -> None:
        explorer._handle_custom_msg({"ask": "shutdown"}, [])
        explorer._handle_custom_msg({}, [])


class TestCoverage:
    def test_a_report_is_shown_and_removed(self, explorer: Explorer, tmp_path: Path) -> None:
        with recording() as met:
            simulate("DeleteVolume", "VolumeInUse")
            simulate("DeleteVolume", "VolumeInUse")
        save_coverage(met, tmp_path / "met.json")
        ask(explorer, "coverage", path=str(tmp_path / "met.json"))
        assert explorer.report["met"] == [["DeleteVolume VolumeInUse", 2]]
        assert explorer.report["lines"][0] == "Met: 1 of 289 documented pairs, 1%."
        ask(explorer, "coverage", path="")
        assert explorer.report == {}

    def test_the_still_figure_has_what_the_page_shows(self, explorer: Explorer) -> None:
        explorer.set(only_code="VolumeInUse", order="alphabetical", folded=False)
        labels = [each.get_text() for each in explorer.figure().axes[0].get_yticklabels()]
        assert labels[:-1] == sorted(operation for operation, _ in explorer.pairs)


class TestFiles:
    def test_a_file_has_all_and_asks_nobody(self, explorer: Explorer, tmp_path: Path) -> None:
        explorer.set(operations="DeleteVolume", codes="VolumeInUse")
        explorer.save(tmp_path / "explorer.html")
        text = (tmp_path / "explorer.html").read_text(encoding="utf-8")
        assert len(text.encode()) < 400_000
        assert '"operations": ["DeleteVolume"]' in text
        # Nothing is loaded: addresses stand only in the document, as sources.
        assert not re.search(r"<(?:link|img|iframe)|\ssrc=|@import|url\(http", text)

    def test_a_file_that_cannot_be_written_is_named(
        self, explorer: Explorer, tmp_path: Path
    ) -> None:
        with pytest.raises(
            ExplorerError, match=r"none/x\.html cannot be written: there is no folder "
        ):
            explorer.save(tmp_path / "none/x.html")
        with pytest.raises(ExplorerError, match="cannot be written: not a valid path"):
            explorer.save(f"{tmp_path}/nul\0.html")

    def test_opening_in_a_cell_sends_little(self, explorer: Explorer) -> None:
        state = explorer.get_state()
        sent = len(state["document"]) + sum(len(state[name]) for name in ("_esm", "_css"))
        data, _ = explorer._repr_mimebundle_()
        assert sent + len(data["text/html"]) < 200_000
        assert data["text/plain"] == "sgwlib.explorer()"
        assert "image/png" not in data

    def test_a_catalogue_of_someone_s_own_is_shown_too(self, tmp_path: Path) -> None:
        own = load_catalogue(write_lift(tmp_path / "lift", copies=2))
        opened = sgwlib.explorer(catalogue=own)
        sent = json.loads(gzip.decompress(opened.document))
        assert len(sent["operations"]) == 70
        assert [each["name"] for each in sent["editions"]] == [own.edition]
        assert "recipes" not in sent
        opened.close()

    def test_no_text_of_a_catalogue_can_end_the_script(self, tmp_path: Path) -> None:
        folder = write_lift(tmp_path / "lift", copies=1)
        codes = folder / "error_codes.csv"
        told = codes.read_text(encoding="utf-8")
        codes.write_text(told.replace("already in use", "</script><b>"), encoding="utf-8")
        opened = sgwlib.explorer(catalogue=load_catalogue(folder), text="</script>")
        opened.save(tmp_path / "x.html")
        text = (tmp_path / "x.html").read_text(encoding="utf-8")
        assert text.count("</script>") == 2
        assert "\\u003c/script>\\u003cb>" in text
        opened.close()


def test_a_closed_explorer_leaves_nothing_behind() -> None:
    before = set(ipywidgets_registry._instances)
    opened = sgwlib.explorer()
    assert set(ipywidgets_registry._instances) > before
    opened.close()
    del opened
    gc.collect()
    assert set(ipywidgets_registry._instances) == before
