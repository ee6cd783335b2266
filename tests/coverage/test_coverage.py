"""A client's coverage: counted, merged, reported, saved and refused."""

from __future__ import annotations

import copy
import csv
import json
import os
import pickle
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib import ClientCoverage, load_catalogue, load_coverage, recording, simulate
from sgwlib.catalogue import Pair
from sgwlib.coverage import (
    SOURCES,
    Meeting,
    record,
    save_coverage,
)
from sgwlib.coverage.files import check_replaceable
from sgwlib.errors import CoverageError, UndocumentedPairError, UnknownNameError
from sgwlib.response import ErrorResponse, build_response, error_response
from sgwlib.simulation.faults import Fault, FaultPlan

if TYPE_CHECKING:
    from pathlib import Path

    from sgwlib.catalogue import Catalogue

CATALOGUE = load_catalogue()
IN_USE = Pair("DeleteVolume", "VolumeInUse")


def coverage_of(*pairs: Pair) -> ClientCoverage:
    with recording() as coverage:
        for operation, code in pairs:
            simulate(operation, code)
    return coverage


# Recording


class TestRecording:
    def test_all_289_pairs_and_15_general_exceptions_can_be_met(self) -> None:
        with recording() as coverage:
            for operation, code in CATALOGUE.pairs:
                simulate(operation, code)
            for exception in CATALOGUE.general_exceptions:
                simulate("ListGateways", exception)
        assert coverage.met() == dict.fromkeys(CATALOGUE.pairs, 1)
        assert len(coverage.met()) == 289
        assert len(coverage.general()) == 15
        assert not coverage.missing()
        assert not coverage.general_missing()
        assert coverage.percent() == 100
        coverage.check(100)

    def test_nothing_is_recorded_outside(self) -> None:
        simulate(*IN_USE)
        with recording() as coverage:
            pass
        simulate(*IN_USE)
        record(build_response(*IN_USE), "inject")
        assert coverage.meetings == Counter()

    def test_recordings_within_each_other_all_get_it(self) -> None:
        with recording() as outer:
            simulate(*IN_USE)
            with recording() as inner:
                simulate(*IN_USE)
            simulate(*IN_USE)
        assert (outer.met(), inner.met()) == ({IN_USE: 3}, {IN_USE: 1})
        assert outer.merge(inner).met() == {IN_USE: 4}, "two recordings are two runs"

    def test_a_recording_ends_after_an_error_too(self) -> None:
        with pytest.raises(UndocumentedPairError), recording() as coverage:
            simulate(simulate(*IN_USE).operation or "", "TargetInvalid")
        simulate(*IN_USE)
        assert coverage.met() == {IN_USE: 1}

    def test_recordings_may_end_in_any_order(self) -> None:
        first, second = recording(), recording()
        one, other = first.__enter__(), second.__enter__()
        first.__exit__(None, None, None)
        simulate(*IN_USE)
        second.__exit__(None, None, None)
        assert (one.met(), other.met()) == ({}, {IN_USE: 1})

    def test_errors_in_other_threads_count_and_none_is_lost(self) -> None:
        started = threading.Barrier(8)

        def meet(number: int) -> None:
            started.wait()
            for _ in range(500):
                record(build_response(*IN_USE), SOURCES[number % 3])

        with recording() as coverage, ThreadPoolExecutor(8) as threads:
            list(threads.map(meet, range(8)))
        assert coverage.met() == {IN_USE: 4000}
        assert coverage.sources() == {"simulate": 1500, "inject": 1500, "endpoint": 1000}

    def test_it_can_be_read_while_it_is_written(self) -> None:
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                coverage.report()

        with recording() as coverage, ThreadPoolExecutor(1) as threads:
            reader = threads.submit(read)
            for operation, code in CATALOGUE.pairs:
                simulate(operation, code)
            done.set()
            reader.result()

    def test_what_no_client_was_given_does_not_count(self) -> None:
        with recording() as coverage:
            plan = FaultPlan([Fault("DeleteVolume", "VolumeInUse"), Fault("*", "InternalError")])
            answer = plan.answer("DeleteVolume")
            with pytest.raises(UndocumentedPairError):
                simulate("ListGateways", "VolumeInUse")
            assert coverage.meetings == Counter()
            assert answer
            record(answer.response, "endpoint")
        assert coverage.sources() == {"endpoint": 1}

    def test_an_unknown_source_is_refused(self) -> None:
        with recording() as coverage, pytest.raises(UnknownNameError, match="did you mean inject"):
            record(build_response(*IN_USE), "injekt")  # type: ignore[arg-type]
        assert coverage.meetings == Counter()


class TestWhatIsMet:
    def test_pairs_that_the_page_lacks_are_kept_apart(self) -> None:
        with recording() as coverage:
            simulate("ListGateways", "VolumeInUse", undocumented=True)
            body = b'{"__type": "InvalidGatewayRequestException", "error": {"errorCode": "Newer"}}'
            record(ErrorResponse.parse(400, {}, body, operation="RefreshCache"), "endpoint")
            record(ErrorResponse.parse(400, {}, body), "endpoint")
        assert coverage.met() == {}
        assert coverage.undocumented() == {
            Pair("", "Newer"): 1,
            Pair("ListGateways", "VolumeInUse"): 1,
            Pair("RefreshCache", "Newer"): 1,
        }

    def test_general_exceptions_and_bare_carriers_come_without_a_code(self) -> None:
        kind = CATALOGUE.exceptions["InternalServerError"]
        with recording() as coverage:
            simulate("DeleteVolume", "ThrottlingException")
            simulate("ListGateways", "ThrottlingException")
            record(error_response("ListGateways", kind, ""), "inject")
        assert coverage.general() == {"InternalServerError": 1, "ThrottlingException": 2}
        assert len(coverage.general_missing()) == 14
        assert coverage.percent() == 0

    def test_a_code_counts_with_either_carrier(self) -> None:
        with recording() as coverage:
            simulate("ListGateways", "InternalError")
            simulate("ListGateways", "InternalError", exception="InvalidGatewayRequestException")
        assert coverage.met() == {Pair("ListGateways", "InternalError"): 2}
        assert len(coverage.meetings) == 2, "the carriers are kept apart"

    def test_names_of_no_operation_do_not_pile_up(self) -> None:
        kind = CATALOGUE.exceptions["UnknownOperationException"]
        with recording() as coverage:
            for number in range(1000):
                record(error_response(f"Fuzz{number}", kind, ""), "endpoint")
            record(error_response("", CATALOGUE.exceptions["MissingAction"], ""), "endpoint")
        assert coverage.meetings == {
            Meeting("", "UnknownOperationException", None, "endpoint"): 1000,
            Meeting("", "MissingAction", None, "endpoint"): 1,
        }

    def test_another_catalogue_gives_other_answers(self, smaller: Catalogue) -> None:
        with recording() as coverage:
            simulate("ListGateways", "InternalError")
            simulate(*IN_USE)
        assert coverage.percent(smaller) == 100
        assert list(coverage.undocumented(smaller)) == [Pair("ListGateways", "InternalError")]
        assert coverage.total(smaller).cells()[:5] == ("TOTAL", "1", "1", "0", "100")
        assert coverage.figures(smaller)["total"]["pairs"] == 1

    def test_a_catalogue_without_pairs_is_covered(self, smaller: Catalogue) -> None:
        empty = replaced(smaller, ())
        assert ClientCoverage().percent(empty) == 100
        assert {row.percent for row in ClientCoverage().by_operation(empty)} == {100}

    def test_a_threshold_that_is_reached(self) -> None:
        for least in (0, 0.3, -0.0):
            coverage_of(IN_USE).check(least)

    def test_a_threshold_that_is_no_percentage_is_refused(self) -> None:
        wrong: list[Any] = [float("nan"), float("inf"), -1, 100.5, True, "80", None, [80]]
        for least in wrong:
            with pytest.raises(CoverageError, match="expected a percentage from 0 to 100, not"):
                coverage_of(*CATALOGUE.pairs).check(least)

    def test_a_threshold_that_is_not_reached_says_by_how_much(self) -> None:
        almost = coverage_of(*CATALOGUE.pairs[:-1])
        with pytest.raises(CoverageError, match=r"^288 of 289 .*: 99\.6%, expected at least 100%$"):
            almost.check(100)

    def test_it_can_be_pickled_and_copied_and_a_copy_counts_in_a_run_of_its_own(self) -> None:
        coverage = coverage_of(IN_USE)
        for again in (
            pickle.loads(pickle.dumps(coverage)),
            copy.copy(coverage),
            copy.deepcopy(coverage),
        ):
            assert again == coverage
            again.add(build_response(*IN_USE), "inject")
            assert (again.met(), coverage.met()) == ({IN_USE: 2}, {IN_USE: 1})
            assert again.merge(coverage).met() == {IN_USE: 2}

    def test_it_is_shown_by_its_figures_and_is_no_key(self) -> None:
        assert repr(coverage_of(IN_USE)) == "<ClientCoverage: 1 of 289 documented pairs met>"
        assert coverage_of(IN_USE).summary == "1 of 289 documented pairs met"
        with pytest.raises(TypeError, match="unhashable"):
            hash(ClientCoverage())
        assert ClientCoverage() != {}


def replaced(catalogue: Catalogue, pairs: tuple[Pair, ...]) -> Catalogue:
    return type(catalogue)(
        edition=catalogue.edition,
        version=catalogue.version,
        exceptions=catalogue.exceptions,
        codes=catalogue.codes,
        operations=catalogue.operations,
        pairs=pairs,
    )


@pytest.fixture
def smaller() -> Catalogue:
    return replaced(CATALOGUE, (IN_USE,))


# Merging


NAMES = st.sampled_from([None, "", "DeleteVolume", "VolumeInUse", "é\udc80", "Unheard"])
MEETINGS = st.builds(
    Meeting,
    NAMES.filter(lambda name: name is not None),
    st.just("Carrier"),
    NAMES,
    st.sampled_from(SOURCES),
)
RUNS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.dictionaries(MEETINGS, st.integers(1, 9), min_size=1, max_size=4),
)
COVERAGES = st.builds(ClientCoverage, RUNS)


class TestMerging:
    @given(COVERAGES, COVERAGES, COVERAGES)
    def test_it_is_commutative_and_associative(
        self, one: ClientCoverage, other: ClientCoverage, third: ClientCoverage
    ) -> None:
        assert one.merge(other) == other.merge(one)
        together = one.merge(other, third)
        assert together == one.merge(other).merge(third) == one.merge(other.merge(third))

    @given(COVERAGES, COVERAGES)
    def test_it_is_idempotent_and_has_an_identity(
        self, one: ClientCoverage, other: ClientCoverage
    ) -> None:
        assert one.merge(one) == one.merge(ClientCoverage()) == one
        assert one.merge(other).merge(other, one) == one.merge(other)

    @given(COVERAGES, COVERAGES)
    def test_it_loses_nothing_and_adds_nothing(
        self, one: ClientCoverage, other: ClientCoverage
    ) -> None:
        merged = one.merge(other)
        assert merged.met().keys() == one.met().keys() | other.met().keys()
        assert merged.general().keys() == one.general().keys() | other.general().keys()

    @given(RUNS, RUNS)
    def test_runs_of_their_own_add_up(self, one: Any, other: Any) -> None:
        elsewhere = {f"other {run}": met for run, met in other.items()}
        merged = ClientCoverage(one).merge(ClientCoverage(elsewhere))
        assert merged.meetings == ClientCoverage(one).meetings + ClientCoverage(other).meetings

    def test_a_report_from_the_midst_of_a_run_counts_once(self, tmp_path: Path) -> None:
        with recording() as coverage:
            simulate(*IN_USE)
            save_coverage(coverage, tmp_path / "early.json")
            simulate(*IN_USE)
        early = load_coverage(tmp_path / "early.json")
        assert early.met() == {IN_USE: 1}
        assert early.merge(coverage).met() == coverage.merge(early).met() == {IN_USE: 2}

    def test_neither_side_is_changed(self) -> None:
        one, other = coverage_of(IN_USE), coverage_of(IN_USE)
        one.merge(other)
        assert (one.met(), other.met()) == ({IN_USE: 1}, {IN_USE: 1})


# Reports


class TestReport:
    def test_each_operation_has_its_row_and_the_rows_add_up(self) -> None:
        coverage = coverage_of(IN_USE, *CATALOGUE.pairs[:20])
        rows, codes = coverage.by_operation(), coverage.by_code()
        assert [row.name for row in rows] == list(CATALOGUE.operations)
        assert sum(row.met for row in rows) == sum(row.met for row in codes) == 21
        assert sum(row.pairs for row in rows) == sum(row.pairs for row in codes) == 289
        by_name = {row.name: row for row in rows}
        assert "VolumeInUse" not in by_name["DeleteVolume"].missing
        assert by_name["DeleteVolume"].missing == tuple(
            code for code in CATALOGUE.codes_of("DeleteVolume") if code != "VolumeInUse"
        )

    def test_the_text_holds_the_figures(self) -> None:
        with recording() as coverage:
            for operation, code in CATALOGUE.pairs[:200]:
                simulate(operation, code)
            simulate("ListGateways", "ThrottlingException")
            simulate("ListGateways", "VolumeInUse", undocumented=True)
        head, rule, *rows = coverage.report(missing=True).splitlines()
        assert head.split(maxsplit=5)[1:] == [
            "pairs",
            "met",
            "missing",
            "percent",
            "codes never met",
        ]
        assert set(rule) == {"-"}
        assert len(rows) == 35 + 2 + 3
        assert rows[36].split() == ["TOTAL", "289", "200", "89", "69"]
        assert rows[37:] == [
            "general exceptions: 1 of 15 met: ThrottlingException 1",
            "undocumented pairs: 1 met: ListGateways VolumeInUse 1",
            "sources: simulate 202",
        ]
        assert "UnsupportedOperationForGatewayType" in rows[34]
        assert all(len(line) <= 79 for line in coverage.report().splitlines())

    def test_an_empty_one_says_so(self) -> None:
        assert ClientCoverage().report().splitlines()[-2:] == [
            "undocumented pairs: none met",
            "sources: none",
        ]

    def test_the_figures_are_json_and_agree_with_the_text(self) -> None:
        coverage = coverage_of(IN_USE)
        data = json.loads(json.dumps(coverage.figures()))
        assert data == coverage.figures()
        assert data["version"] == 1
        assert data["total"] == {"pairs": 289, "met": 1, "missing": 288, "percent": 100 / 289}
        assert [row["name"] for row in data["codes"]] == list(CATALOGUE.codes)
        assert data["met"] == [{"operation": "DeleteVolume", "code": "VolumeInUse", "count": 1}]
        assert len(data["general_exceptions"]["missing"]) == 15

    def test_the_table_is_the_same_in_every_form(self, tmp_path: Path) -> None:
        coverage = coverage_of(IN_USE)
        rows = coverage.rows()
        assert [list(row.values())[:5] for row in rows] == [
            [row.name, row.pairs, row.met, len(row.missing), row.percent]
            for row in coverage.by_operation()
        ]
        assert coverage.to_frame().to_dict("records") == rows
        coverage.to_csv(tmp_path / "coverage.csv")
        with (tmp_path / "coverage.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert read == [{name: str(value) for name, value in row.items()} for row in rows]


# Files


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def damaged(**changes: object) -> bytes:
    """Return a report with something changed in its one row, or beside its runs."""
    data = coverage_of(IN_USE).to_dict()
    (row,) = next(iter(data["runs"].values()))
    data |= {name: value for name, value in changes.items() if name not in row}
    row |= {name: value for name, value in changes.items() if name in row}
    return json.dumps(data).encode()


def with_row(text: str) -> bytes:
    return f'{{"format": "sgwlib client coverage", "version": 1, "runs": {text}}}'.encode()


ROW = '{"operation": "", "exception": "E", "code": null, "source": "inject", "count": 1}'
DAMAGES = {
    "empty": (b"", "not JSON"),
    "cut off": (damaged()[:-9], "not JSON"),
    "no text": (b"\xff\xfe\x00", "not JSON"),
    "too deep": (b"[" * 100_000, "not JSON"),
    "endless number": (b"9" * 5000, "not JSON"),
    "a list": (b"[]", "not a coverage report"),
    "another format": (b'{"format": "coverage.py"}', "expected the format 'sgwlib client cov"),
    "a later version": (damaged(version=2), "the format has version 2; expected 1"),
    "version of truth": (damaged(version=True), "the format has version True; expected 1"),
    "version as float": (damaged(version=1.0), "the format has version 1.0; expected 1"),
    "operation null": (damaged(operation=None), "operation is None; expected a name"),
    "no version": (damaged(version=None), "the format has version None"),
    "no runs": (damaged(runs=[]), "expected an object under 'runs'"),
    "no rows": (with_row('{"a": 3}'), "run a: expected a list"),
    "a row too many": (
        with_row(f'{{"a": [{ROW}, {ROW}]}}'),
        "run a, row 2: repeats an earlier row",
    ),
    "no row": (with_row('{"a": [7]}'), "run a, row 1: expected an object with operation"),
    "a name twice": (with_row('{"a": [], "a": []}'), "a is given twice"),
    "count of none": (damaged(count=0), "count is 0; expected a whole number"),
    "count of truth": (damaged(count=True), "count is True"),
    "half a count": (damaged(count=1.5), "count is 1.5"),
    "operation by number": (damaged(operation=7), "operation is 7; expected a name"),
    "nothing met": (damaged(code=None, exception=None), "expected a name for one of them"),
    "another source": (damaged(source="injekt"), "did you mean inject"),
    "a list for a source": (damaged(source=[]), "unknown source of an error"),
}


class TestFiles:
    @given(COVERAGES)
    def test_json_loads_back_equal(self, coverage: ClientCoverage) -> None:
        text = json.dumps(coverage.to_dict())
        assert ClientCoverage.from_dict(json.loads(text)) == coverage

    def test_equal_coverage_gives_equal_bytes(self, tmp_path: Path) -> None:
        one, other = coverage_of(IN_USE), coverage_of(*CATALOGUE.pairs[:9])
        save_coverage(one.merge(other), tmp_path / "one.json")
        save_coverage(other.merge(one, one), tmp_path / "other.json")
        assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()
        assert load_coverage(tmp_path / "one.json") == one.merge(other)

    def test_a_damaged_file_is_refused_by_name_and_never_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json"
        for name, (content, reason) in DAMAGES.items():
            path.write_bytes(content)
            with pytest.raises(CoverageError) as refused:
                load_coverage(path)
            assert str(refused.value).startswith(f"{path}: "), name
            assert reason in str(refused.value), name
            if content:
                with pytest.raises(CoverageError, match="remove the file first") as refused:
                    save_coverage(ClientCoverage(), path)
                assert reason in str(refused.value), name
            assert path.read_bytes() == content, name
        assert [each.name for each in tmp_path.iterdir()] == ["report.json"]

    def test_a_pipe_and_a_device_are_refused_instead_of_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path / "pipe", "/dev/zero"):
            with pytest.raises(CoverageError, match="not a regular file"):
                load_coverage(path)
            with pytest.raises(CoverageError, match="not a regular file"):
                save_coverage(ClientCoverage(), path)

    def test_a_link_to_a_report_stays_a_link(self, tmp_path: Path) -> None:
        path, link = tmp_path / "report.json", tmp_path / "link.json"
        save_coverage(ClientCoverage(), path)
        link.symlink_to(path)
        save_coverage(coverage_of(IN_USE), link)
        assert link.is_symlink()
        assert load_coverage(path).met() == {IN_USE: 1}

    def test_an_older_report_and_an_empty_file_are_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json"
        path.touch()
        save_coverage(coverage_of(IN_USE), path)
        save_coverage(ClientCoverage(), path)
        assert load_coverage(path) == ClientCoverage()

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(content=st.binary(max_size=60) | JSON_VALUES.map(json.dumps).map(str.encode))
    def test_what_is_no_report_is_refused(self, tmp_path: Path, content: bytes) -> None:
        """No report is as short, and only a report names its format."""
        path = tmp_path / "report.json"
        path.write_bytes(content)
        with pytest.raises(CoverageError, match=r"report\.json: "):
            load_coverage(path)

    def test_places_that_cannot_hold_a_report(self, tmp_path: Path) -> None:
        with pytest.raises(CoverageError, match="there is no folder"):
            save_coverage(ClientCoverage(), tmp_path / "none" / "report.json")
        with pytest.raises(CoverageError, match="is a folder; expected a file"):
            check_replaceable(tmp_path)
        with pytest.raises(CoverageError, match="cannot be read: No such file"):
            load_coverage(tmp_path / "report.json")

    def test_a_full_disk_leaves_the_older_report(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "report.json"
        save_coverage(coverage_of(IN_USE), path)
        before = path.read_bytes()

        def full(_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(CoverageError, match="cannot be written: No space left"):
            save_coverage(ClientCoverage(), path)
        assert path.read_bytes() == before
        assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_only_coverage_can_be_merged() -> None:
    wrong: Any
    for wrong in ("coverage.json", [ClientCoverage()], None):
        with pytest.raises(CoverageError, match="expected ClientCoverage, not"):
            ClientCoverage().merge(wrong)
