"""A client's coverage: what is counted, how it is merged, shown, saved and refused."""

from __future__ import annotations

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import ClientCoverage, load_catalogue, load_coverage, recording, simulate
from sgwlib.catalogue import Pair
from sgwlib.coverage import (
    SOURCES,
    Meeting,
    coverage_from_json,
    coverage_report,
    coverage_to_json,
    record,
    save_coverage,
    summary,
)
from sgwlib.coverage.files import check_replaceable
from sgwlib.coverage.report import by_code, by_operation, total
from sgwlib.errors import CoverageError, UndocumentedPairError, UnknownNameError
from sgwlib.response import WATCHERS, ErrorResponse, build_response, error_response
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
        assert WATCHERS == []

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
        assert WATCHERS == []

    def test_recordings_may_end_in_any_order(self) -> None:
        first, second = recording(), recording()
        one, other = first.__enter__(), second.__enter__()
        first.__exit__(None, None, None)
        simulate(*IN_USE)
        second.__exit__(None, None, None)
        assert (one.met(), other.met()) == ({}, {IN_USE: 1})
        assert WATCHERS == []

    def test_other_threads_are_heard_and_none_is_lost(self) -> None:
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
                coverage_report(coverage)

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
            Meeting(None, "UnknownOperationException", None, "endpoint"): 1000,
            Meeting(None, "MissingAction", None, "endpoint"): 1,
        }

    def test_another_catalogue_gives_other_answers(self, smaller: Catalogue) -> None:
        with recording() as coverage:
            simulate("ListGateways", "InternalError")
            simulate(*IN_USE)
        assert coverage.percent(smaller) == 100
        assert list(coverage.undocumented(smaller)) == [Pair("ListGateways", "InternalError")]
        assert total(coverage, smaller).cells()[:5] == ("TOTAL", "1", "1", "0", "100")
        assert summary(coverage, smaller)["total"]["pairs"] == 1

    def test_a_catalogue_without_pairs_is_covered(self, smaller: Catalogue) -> None:
        empty = replaced(smaller, ())
        assert ClientCoverage().percent(empty) == 100
        assert {row.percent for row in by_operation(ClientCoverage(), empty)} == {100}

    @pytest.mark.parametrize("least", [0, 0.3])
    def test_a_threshold_that_is_reached(self, least: float) -> None:
        coverage_of(IN_USE).check(least)

    def test_a_threshold_that_is_not_reached_says_by_how_much(self) -> None:
        almost = coverage_of(*CATALOGUE.pairs[:-1])
        with pytest.raises(CoverageError, match=r"^288 of 289 .*: 99\.6%, expected at least 100%$"):
            almost.check(100)

    def test_it_is_shown_by_its_figures_and_is_no_key(self) -> None:
        assert repr(coverage_of(IN_USE)) == "<ClientCoverage: 1 of 289 documented pairs met>"
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
MEETINGS = st.builds(Meeting, NAMES, st.just("Carrier"), NAMES, st.sampled_from(SOURCES))
RUNS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.dictionaries(MEETINGS, st.integers(1, 9), min_size=1, max_size=4),
)
COVERAGES = st.builds(ClientCoverage, RUNS)


class TestMerging:
    @given(COVERAGES, COVERAGES)
    def test_it_is_commutative(self, one: ClientCoverage, other: ClientCoverage) -> None:
        assert one.merge(other) == other.merge(one)

    @given(COVERAGES, COVERAGES, COVERAGES)
    def test_it_is_associative(
        self, one: ClientCoverage, other: ClientCoverage, third: ClientCoverage
    ) -> None:
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
        rows = by_operation(coverage)
        assert [row.name for row in rows] == list(CATALOGUE.operations)
        assert sum(row.met for row in rows) == sum(row.met for row in by_code(coverage)) == 21
        assert sum(row.pairs for row in rows) == sum(row.pairs for row in by_code(coverage)) == 289
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
        head, rule, *rows = coverage_report(coverage, missing=True).splitlines()
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
            "through: simulate 202",
        ]
        assert "UnsupportedOperationForGatewayType" in rows[34]
        assert all(len(line) <= 79 for line in coverage_report(coverage).splitlines())

    def test_an_empty_one_says_so(self) -> None:
        assert coverage_report(ClientCoverage()).splitlines()[-2:] == [
            "undocumented pairs: none met",
            "through: nothing",
        ]

    def test_the_summary_is_json_and_agrees_with_the_text(self) -> None:
        coverage = coverage_of(IN_USE)
        data = json.loads(json.dumps(summary(coverage)))
        assert data == summary(coverage)
        assert data["version"] == 1
        assert data["total"] == {"pairs": 289, "met": 1, "missing": 288, "percent": 100 / 289}
        assert [row["name"] for row in data["codes"]] == list(CATALOGUE.codes)
        assert data["met"] == [{"operation": "DeleteVolume", "code": "VolumeInUse", "count": 1}]
        assert len(data["general_exceptions"]["missing"]) == 15


# Files


def damaged(**changes: object) -> bytes:
    """Return a report with something changed in its one row, or beside its runs."""
    data = coverage_to_json(coverage_of(IN_USE))
    (row,) = next(iter(data["runs"].values()))
    data |= {name: value for name, value in changes.items() if name not in row}
    row |= {name: value for name, value in changes.items() if name in row}
    return json.dumps(data).encode()


def with_row(text: str) -> bytes:
    return f'{{"format": "sgwlib client coverage", "version": 1, "runs": {text}}}'.encode()


ROW = '{"operation": null, "exception": "E", "code": null, "source": "inject", "count": 1}'
DAMAGES = {
    "empty": (b"", "not JSON"),
    "cut off": (damaged()[:-9], "not JSON"),
    "no text": (b"\xff\xfe\x00", "not JSON"),
    "too deep": (b"[" * 100_000, "not JSON"),
    "endless number": (b"9" * 5000, "not JSON"),
    "a list": (b"[]", "no report of a client's coverage"),
    "another format": (b'{"format": "coverage.py"}', "expected the format 'sgwlib client cov"),
    "a later version": (damaged(version=2), "version 2 of the format; expected 1"),
    "no version": (damaged(version=None), "version None of the format"),
    "no runs": (damaged(runs=[]), "expected an object under 'runs'"),
    "no rows": (with_row('{"a": 3}'), "run a: expected a list"),
    "a row too many": (with_row(f'{{"a": [{ROW}, {ROW}]}}'), "run a, row 2: the same as a row"),
    "no row": (with_row('{"a": [7]}'), "run a, row 1: expected an object with operation"),
    "a name twice": (with_row('{"a": [], "a": []}'), "a name stands twice"),
    "count of none": (damaged(count=0), "count is 0; expected a whole number"),
    "count of truth": (damaged(count=True), "count is True"),
    "half a count": (damaged(count=1.5), "count is 1.5"),
    "operation by number": (damaged(operation=7), "operation is 7; expected a name or null"),
    "nothing met": (damaged(code=None, exception=None), "neither an exception nor a code"),
    "another source": (damaged(source="injekt"), "did you mean inject"),
    "a list for a source": (damaged(source=[]), "unknown source of an error"),
}


class TestFiles:
    @given(COVERAGES)
    def test_json_loads_back_equal(self, coverage: ClientCoverage) -> None:
        text = json.dumps(coverage_to_json(coverage))
        assert coverage_from_json(json.loads(text)) == coverage

    def test_equal_coverage_gives_equal_bytes(self, tmp_path: Path) -> None:
        one, other = coverage_of(IN_USE), coverage_of(*CATALOGUE.pairs[:9])
        save_coverage(one.merge(other), tmp_path / "one.json")
        save_coverage(other.merge(one, one), tmp_path / "other.json")
        assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()
        assert load_coverage(tmp_path / "one.json") == one.merge(other)

    @pytest.mark.parametrize(("content", "reason"), DAMAGES.values(), ids=DAMAGES)
    def test_a_damaged_file_is_refused_with_its_name_and_the_reason(
        self, tmp_path: Path, content: bytes, reason: str
    ) -> None:
        path = tmp_path / "report.json"
        path.write_bytes(content)
        with pytest.raises(CoverageError) as refused:
            load_coverage(path)
        assert str(refused.value).startswith(f"{path}: ")
        assert reason in str(refused.value)

    @pytest.mark.parametrize(
        ("content", "reason"), list(DAMAGES.values())[1:], ids=list(DAMAGES)[1:]
    )
    def test_what_is_no_report_is_never_overwritten(
        self, tmp_path: Path, content: bytes, reason: str
    ) -> None:
        path = tmp_path / "precious.json"
        path.write_bytes(content)
        with pytest.raises(CoverageError, match="it is left as it is: remove it first") as refused:
            save_coverage(ClientCoverage(), path)
        assert reason in str(refused.value)
        assert path.read_bytes() == content
        assert [each.name for each in tmp_path.iterdir()] == ["precious.json"]

    def test_an_older_report_and_an_empty_file_are_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json"
        path.touch()
        save_coverage(coverage_of(IN_USE), path)
        save_coverage(ClientCoverage(), path)
        assert load_coverage(path) == ClientCoverage()

    @given(st.binary(max_size=60))
    def test_any_bytes_are_a_report_or_are_refused(self, content: bytes) -> None:
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            return
        with pytest.raises(CoverageError):
            coverage_from_json(data)

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
