"""``sgw coverage``: what it writes, what it refuses, and with which status it ends."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from sgwlib import ClientCoverage, load_catalogue, load_coverage, recording, simulate
from sgwlib.cli import main
from sgwlib.coverage import save_coverage
from tests.cli.running import on_terminal, refused, run, sgw, without_colours

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = load_catalogue()
Capture = pytest.CaptureFixture[str]


def coverage_of(first: int, last: int) -> ClientCoverage:
    with recording() as coverage:
        for operation, code in CATALOGUE.pairs[first:last]:
            simulate(operation, code)
    return coverage


@pytest.fixture
def one(tmp_path: Path) -> str:
    save_coverage(coverage_of(0, 100), tmp_path / "one.json")
    return str(tmp_path / "one.json")


@pytest.fixture
def other(tmp_path: Path) -> str:
    with recording() as coverage:
        for operation, code in CATALOGUE.pairs[50:200]:
            simulate(operation, code)
        simulate("ListGateways", "ThrottlingException")
        simulate("ListGateways", "VolumeInUse", undocumented=True)
    save_coverage(coverage, tmp_path / "other.json")
    return str(tmp_path / "other.json")


class TestReport:
    def test_a_line_for_each_operation_and_their_total(self, capsys: Capture, other: str) -> None:
        assert main(["coverage", other]) == 0
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        assert [line[0] for line in lines[:35]] == list(CATALOGUE.operations)
        assert lines[35] == ["TOTAL", "289", "150", "139", "52"]
        assert lines[36:] == [
            ["general exceptions", "1 of 15 met: ThrottlingException 1"],
            ["undocumented pairs", "1 met: ListGateways VolumeInUse 1"],
            ["sources", "simulate 152"],
        ]
        assert sum(int(line[2]) for line in lines[:35]) == 150

    def test_missing_codes_are_named_on_request(self, capsys: Capture, one: str) -> None:
        assert main(["coverage", one, "--missing"]) == 0
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        missing = {line[0]: line[5] for line in lines[:35]}
        expected = load_coverage(one).missing()
        assert missing == {
            name: ", ".join(code for operation, code in expected if operation == name)
            for name in CATALOGUE.operations
        }

    def test_several_reports_count_each_pair_once(
        self, capsys: Capture, one: str, other: str
    ) -> None:
        assert main(["coverage", one, other, one]) == 0
        assert "\nTOTAL\t289\t200\t89\t69\n" in capsys.readouterr().out

    def test_as_json(self, one: str) -> None:
        out = sgw("coverage", one, "--json").out
        assert out.endswith("}\n")
        assert json.loads(out) == load_coverage(one).figures()

    def test_as_csv(self, one: str) -> None:
        rows = list(csv.DictReader(io.StringIO(sgw("coverage", one, "--csv").out)))
        assert [row["operation"] for row in rows] == list(CATALOGUE.operations)
        assert sum(int(row["met"]) for row in rows) == 100

    def test_on_a_terminal(self, other: str) -> None:
        for columns, options in ((80, []), (100, ["--missing"])):
            shown = without_colours(on_terminal("coverage", other, *options, columns=columns))
            lines = shown.splitlines()
            assert any(line.split()[:5] == ["TOTAL", "289", "150", "139", "52"] for line in lines)
            assert "150 of 289 documented pairs met" in shown
            assert max(map(len, lines)) <= columns

    def test_by_another_catalogue(self, capsys: Capture, one: str) -> None:
        assert main(["coverage", one, "--data", "/nowhere"]) == 2
        assert "datapackage.json" in capsys.readouterr().err


class TestThreshold:
    def test_reached(self, one: str) -> None:
        for least in ("0", "34", "34.6"):
            result = sgw("coverage", one, "--fail-under", least)
            assert (result.status, result.err) == (0, ""), least

    def test_not_reached(self, one: str) -> None:
        for least in ("34.7", "80", "100"):
            status, out, err = sgw("coverage", one, "--fail-under", least)
            assert status == 1, least
            assert "\nTOTAL\t289\t100\t" in out, "the report is written all the same"
            assert err == (
                f"sgw: 100 of 289 documented pairs met: 34.6%, expected at least {least}%\n"
            )

    def test_the_status_is_that_of_the_process(self, one: str) -> None:
        done = run("coverage", one, "--fail-under=35", "--json")
        assert done.status == 1
        assert json.loads(done.out)
        assert done.err.count("\n") == 1

    def test_a_wrong_threshold(self, one: str) -> None:
        for least in ("-1", "101", "nan", "inf", "", "much", "80%"):
            sentence = refused(sgw("coverage", one, f"--fail-under={least}"))
            assert f"argument --fail-under: expected 0 to 100, not {least!r}" in sentence


class TestMerge:
    def test_writes_one_report_for_all(
        self, capsys: Capture, one: str, other: str, tmp_path: Path
    ) -> None:
        target = tmp_path / "all.json"
        assert main(["coverage", one, other, "--merge", str(target)]) == 0
        first = target.read_bytes(), capsys.readouterr().out
        assert load_coverage(target) == load_coverage(one).merge(load_coverage(other))
        assert main(["coverage", other, one, target.name, "--merge", str(target)]) == 2
        capsys.readouterr()
        assert main(["coverage", other, one, "--merge", str(target)]) == 0
        assert (target.read_bytes(), capsys.readouterr().out) == first

    def test_keeps_what_the_file_had(
        self, capsys: Capture, one: str, other: str, tmp_path: Path
    ) -> None:
        target = tmp_path / "all.json"
        target.touch()
        for report in (one, other):
            assert main(["coverage", report, "--merge", str(target)]) == 0
        assert "\nTOTAL\t289\t200\t" in capsys.readouterr().out

    def test_into_one_of_the_reports(self, one: str, other: str) -> None:
        assert main(["coverage", one, other, "--merge", one]) == 0
        assert len(load_coverage(one).met()) == 200

    def test_a_file_that_is_no_report_is_left_as_it_is(
        self, capsys: Capture, one: str, tmp_path: Path
    ) -> None:
        (tmp_path / "notes.txt").write_text("mine")
        assert main(["coverage", one, "--merge", str(tmp_path / "notes.txt")]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "notes.txt: not JSON" in err
        assert (tmp_path / "notes.txt").read_text() == "mine"


def test_bad_input_is_refused_in_one_sentence_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_coverage(ClientCoverage(), tmp_path / "one.json")
    (tmp_path / "damaged.json").write_text('{"format":')
    monkeypatch.chdir(tmp_path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    for arguments, reason in (
        ([], "the following arguments are required: REPORT"),
        (["none.json"], "none.json cannot be read: No such file or directory"),
        (["."], ". cannot be read: Is a directory"),
        ([""], "must not be empty"),
        (["one.json", "damaged.json"], "damaged.json: not JSON"),
        (["one.json", "--merge", "."], ". is a folder; expected a file for the report"),
        (["one.json", "--merge", "none/all.json"], "there is no folder none"),
    ):
        assert reason in refused(sgw("coverage", *arguments)), arguments
        assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before, arguments
