"""``sgw operations``, ``sgw codes``, ``sgw show`` and ``sgw cover``."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from sgwlib import load_catalogue
from tests.cli.running import DATA, cells, on_terminal, refused, sgw, without_colours

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = load_catalogue()
NAMES = [*CATALOGUE.operations, *CATALOGUE.codes, *CATALOGUE.exceptions]


def names(*arguments: str) -> list[str]:
    result = sgw(*arguments)
    assert (result.status, result.err) == (0, "")
    return [row[0] for row in cells(result.out)]


class TestLists:
    def test_operations_are_those_of_the_page(self) -> None:
        assert cells(sgw("operations").out) == [
            [each.name, each.resource, each.kind, str(len(CATALOGUE.codes_of(each.name)))]
            for each in CATALOGUE.operations.values()
        ]

    def test_codes_are_those_of_the_page(self) -> None:
        rows = cells(sgw("codes").out)
        assert [row[0] for row in rows] == list(CATALOGUE.codes)
        assert [row[3] for row in rows] == [each.message for each in CATALOGUE.codes.values()]
        assert sum(int(row[2]) for row in rows) == 289
        assert {row[0] for row in rows if row[1] == "500"} == {
            "GatewayInternalError",
            "InternalError",
        }

    def test_filters_must_all_hold(self) -> None:
        for filters, expected in {
            "--code VolumeInUse": ["DeleteVolume"],
            "--operation AddCache": ["AddCache"],
            "--resource volume --code VolumeInUse": ["DeleteVolume"],
            "--resource gateway --code VolumeInUse": [],
            "--outcome ThrottlingException": [],
            "--text initiators --text STILL": ["DeleteVolume"],
        }.items():
            assert names("operations", *filters.split()) == expected, filters
        assert names("operations", "--resource", "recovery point") == ["ListVolumeRecoveryPoints"]
        for outcome in ("500", "500 Internal Server Error", "InternalServerError"):
            expected = ["GatewayInternalError", "InternalError"]
            assert names("codes", "--outcome", outcome) == expected, outcome

    def test_two_codes_list_the_operations_that_can_return_both(self) -> None:
        wrong = []
        for one, other in (
            ("VolumeNotFound", "SnapshotInProgressException"),
            ("VolumeNotFound", "InternalError"),
            ("ActivationKeyExpired", "VolumeInUse"),
            ("VolumeInUse", "VolumeInUse"),
        ):
            rows = cells(sgw("operations", "--code", one, "--code", other).out)
            both = [
                name
                for name in CATALOGUE.operations
                if {one, other} <= set(CATALOGUE.codes_of(name))
            ]
            if [row[0] for row in rows] != both or {row[3] for row in rows} - {
                str(len({one, other}))
            }:
                wrong.append((one, other, rows))
        assert not wrong
        assert names("operations", "--code", "VolumeNotFound", "--code", "VolumeInUse") == [
            "DeleteVolume"
        ]

    def test_two_operations_list_the_codes_that_both_can_return(self) -> None:
        expected = set(CATALOGUE.codes_of("DeleteVolume")) & set(CATALOGUE.codes_of("AddCache"))
        rows = cells(sgw("codes", "--operation", "DeleteVolume", "--operation", "AddCache").out)
        assert {row[0] for row in rows} == expected
        assert {row[2] for row in rows} == {"2"}

    def test_a_condition_that_cannot_hold_twice_gives_nothing(self) -> None:
        for arguments in (
            ["operations", "--operation", "AddCache", "--operation", "DeleteVolume"],
            ["operations", "--resource", "volume", "--resource", "gateway"],
            ["codes", "--code", "VolumeInUse", "--code", "VolumeNotFound"],
            ["codes", "--outcome", "400", "--outcome", "500"],
        ):
            assert names(*arguments) == [], arguments
            what = "operation" if arguments[0] == "operations" else "error code"
            shown = without_colours(on_terminal(*arguments, columns=30))
            assert " ".join(shown.split()) == f"No {what} passes all filters."
        assert "InternalError" in names(
            "codes", "--outcome", "500", "--outcome", "InternalServerError"
        )

    def test_as_json_and_csv(self) -> None:
        filters = ("--code", "VolumeNotFound", "--code", "VolumeInUse")
        [row] = json.loads(sgw("operations", *filters, "--json").out)
        assert row == {
            "operation": "DeleteVolume",
            "resource": "volume",
            "kind": "deletes",
            "pairs": 2,
            "codes": ["VolumeInUse", "VolumeNotFound"],
        }
        rows = list(csv.DictReader(io.StringIO(sgw("codes", "--csv").out)))
        assert list(rows[0]) == ["error_code", "status", "pairs", "message"]
        assert [list(row.values()) for row in rows] == cells(sgw("codes").out)
        for each in json.loads(sgw("codes", "--json").out):
            assert each["operations"] == list(CATALOGUE.operations_of(each["error_code"]))
        assert (
            sgw("codes", "--code", "InternalError", "--outcome", "400", "--csv").out.count("\n")
            == 1
        )


class TestShow:
    def test_a_code(self) -> None:
        code = CATALOGUE.codes["VolumeInUse"]
        assert cells(sgw("show", "VolumeInUse").out) == [
            ["error code", "VolumeInUse"],
            ["message", "The specified volume is already in use."],
            ["carrier", "InvalidGatewayRequestException", "inferred", code.carrier.source],
            ["status", "400 Bad Request"],
            ["cause", *code.cause],
            ["remedy", *code.remedy],
            ["family", "volume"],
            ["source", "reference page; Amazon EC2, documented error codes"],
            ["known from", "page, file guide, API"],
            ["editions", "all 6, since 2012-06-30"],
            ["operation", "DeleteVolume", "volume", "deletes"],
        ]

    def test_an_operation(self) -> None:
        rows = cells(sgw("show", "DeleteVolume").out)
        assert rows[:3] == [
            ["operation", "DeleteVolume"],
            ["resource", "volume"],
            ["kind", "deletes"],
        ]
        codes = [row[1] for row in rows if row[0] == "error code"]
        assert codes == list(CATALOGUE.codes_of("DeleteVolume"))
        exceptions = [row[1] for row in rows if row[0] == "exception"]
        assert exceptions == list(CATALOGUE.general_exceptions)

    def test_an_exception_without_a_code(self) -> None:
        exception = CATALOGUE.exceptions["InvalidSignatureException"]
        assert exception.cause is not None
        assert exception.remedy is not None
        assert cells(sgw("show", "InvalidSignatureException").out) == [
            ["exception", "InvalidSignatureException"],
            ["message", exception.message],
            ["sample message", exception.sample_message],
            ["status", "400 Bad Request"],
            ["cause", *exception.cause],
            ["remedy", *exception.remedy],
            ["comes", "without an error code, from any operation"],
        ]

    def test_the_carriers_share_all_codes(self) -> None:
        rows = [row for name in CATALOGUE.carriers for row in cells(sgw("show", name).out)]
        assert sorted(row[1] for row in rows if row[0] == "error code") == sorted(CATALOGUE.codes)

    def test_everything_known_is_shown(self) -> None:
        for name in NAMES:
            result = sgw("show", name)
            assert (result.status, result.err) == (0, ""), name
            assert cells(result.out)[0][1] == name
            if name in CATALOGUE.codes:
                code = CATALOGUE.codes[name]
                for statement in (code.carrier, code.cause, code.remedy):
                    assert "\t".join(statement) in result.out, name
                operations = [row[1] for row in cells(result.out) if row[0] == "operation"]
                assert operations == list(CATALOGUE.operations_of(name)), name
        for (operation, code_name), seen in CATALOGUE.observed.items():
            for name, other in ((operation, code_name), (code_name, operation)):
                report = ["report", f"{other}: {seen.message}", "observed", seen.source]
                assert report in cells(sgw("show", name).out), name

    @pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.heavy)])
    def test_names_beyond_the_page_say_so_and_where_they_are_known_from(self, step: int) -> None:
        beyond = [
            name
            for group in (
                CATALOGUE.api_operations,
                CATALOGUE.known_codes,
                CATALOGUE.known_exceptions,
            )
            for name in group
            if name not in {*CATALOGUE.operations, *CATALOGUE.codes, *CATALOGUE.exceptions}
        ]
        assert len(beyond) > 90
        for name in beyond[::step]:
            rows = cells(sgw("show", name).out)
            assert rows[0][1] == name
            assert ["edition", "2012-06-30 does not list it"] in rows, name
            assert any(row[0] == "source" for row in rows), name

    def test_an_operation_of_today(self) -> None:
        rows = cells(sgw("show", "RefreshCache").out)
        assert rows[0] == ["operation", "RefreshCache"]
        assert ["known message", "Too many requests have been sent to server."] in [
            row[:2] for row in rows
        ]
        assert [row[1] for row in rows if row[0] == "exception"] == list(
            CATALOGUE.general_exceptions
        )

    def test_a_code_beyond_the_page(self) -> None:
        rows = {row[0]: row[1:] for row in cells(sgw("show", "FileSystemNotFound").out)}
        assert rows["message"] == ["The specified file system was not found."]
        assert rows["carrier"][:2] == ["InvalidGatewayRequestException", "inferred"]
        assert rows["operation"] == ["AssociateFileSystem", "file system association", "changes"]
        rows = {row[0]: row[1:] for row in cells(sgw("show", "FileShareNotFound").out)}
        assert "operation" not in rows

    def test_an_exception_beyond_the_page(self) -> None:
        rows = {row[0]: row[1:] for row in cells(sgw("show", "ServiceUnavailableError").out)}
        assert rows["status"] == ["500 Internal Server Error"]
        denied = CATALOGUE.known_exceptions["AccessDeniedException"]
        rows = {row[0]: row[1:] for row in cells(sgw("show", "AccessDeniedException").out)}
        assert rows["comes"] == ["without an error code, from any operation"]
        assert [rows["cause"], rows["remedy"]] == [
            [*it] for it in (denied.cause, denied.remedy) if it
        ]

    def test_an_exception_that_only_some_operations_declare_lists_them(self) -> None:
        rows = cells(sgw("show", "ServiceUnavailableError").out)
        [comes] = [row[1] for row in rows if row[0] == "comes"]
        assert comes == "with or without an error code, from the operations that declare it"
        assert [row[1] for row in rows if row[0] == "operation"] == [
            "CreateSnapshot",
            "CreateSnapshotFromVolumeRecoveryPoint",
        ]

    def test_an_exception_that_is_also_a_code_shows_both(self) -> None:
        code = CATALOGUE.known_codes["ServiceUnavailable"]
        rows = cells(sgw("show", "ServiceUnavailable").out)
        assert ["status", "503 Service Unavailable"] in rows
        also = ["also", "an error code", "botocore 1.44.5 model, ErrorCode"]
        assert rows[rows.index(also) :] == [
            also,
            ["code carrier", *code.carrier],
            ["code status", "400 Bad Request"],
            ["code family", "request"],
            ["code source", "botocore 1.44.5 model, ErrorCode"],
            ["code known from", "API"],
            ["code editions", "none"],
        ]

    def test_gateway_types_that_the_model_lacks_are_not_stated(self) -> None:
        assert ["gateway types", "not stated in the API model"] in cells(
            sgw("show", "ListGateways").out
        )

    def test_the_edition_that_lacks_a_name_is_named(self) -> None:
        rows = cells(sgw("show", "AssociateFileSystem", "--edition", "tape-2023").out)
        assert rows[1] == ["edition", "tape-2023 does not list it"]

    def test_an_empty_table_is_left_out(self) -> None:
        shown = without_colours(on_terminal("show", "FileShareNotFound"))
        assert "Operations" not in shown
        assert "Operations for which another edition lists it: 1" in on_terminal(
            "show", "FileSystemNotFound"
        )

    def test_an_entry_of_the_health_log_is_no_response_of_the_api(self) -> None:
        assert len(CATALOGUE.health_log) > 10
        for name, event in CATALOGUE.health_log.items():
            assert cells(sgw("show", name).out) == [
                ["entry of the health log", name],
                ["note", "an entry of a file gateway's health log, not a response of the API"],
                ["kind", event.kind],
                ["gateway types", ", ".join(event.gateway_types)],
                ["meaning", event.meaning],
                ["source", event.source],
            ]

    def test_a_wrong_name_gets_the_nearest_of_all_names(self) -> None:
        for wrong, right in {
            "volumeinuse": "VolumeInUse",
            "DeleteVolumes": "DeleteVolume",
            "ThrottlingExeption": "ThrottlingException",
            "RefreshCash": "RefreshCache",
            "FileShareNotFond": "FileShareNotFound",
            "ServiceUnavailableEror": "ServiceUnavailableError",
            "S3AcessDenied": "S3AccessDenied",
        }.items():
            assert f"did you mean {right}" in refused(sgw("show", "VolumeInUse", wrong)), wrong

    def test_several_names(self) -> None:
        given = ("VolumeInUse", "DeleteVolume", "RefreshCache")
        separate = [sgw("show", name).out for name in given]
        assert sgw("show", *given).out == "".join(separate)
        assert "\n\n" in on_terminal("show", *given)

    def test_as_json(self) -> None:
        name = "UnsupportedOperationForGatewayType"
        code, operation, beyond = json.loads(
            sgw("show", name, "DeleteVolume", "RefreshCache", "--json").out
        )
        assert (code["name"], code["type"]) == (name, "error code")
        assert code["cause"] == CATALOGUE.codes[name].cause._asdict()
        assert [each["operation"] for each in code["operations"]] == list(
            CATALOGUE.operations_of(name)
        )
        [report] = code["reports"]
        assert report["evidence"] == "observed"
        assert [each["error_code"] for each in operation["error_codes"]] == list(
            CATALOGUE.codes_of("DeleteVolume")
        )
        [message] = beyond["known_messages"]
        assert message == {
            "text": "Too many requests have been sent to server.",
            "source": "botocore 1.44.5 model, RefreshCache",
        }

    def test_what_is_a_list_is_one_in_json(self) -> None:
        wanted = ("VolumeInUse", "AddCache", "RefreshCache", "ListGateways", "HardReboot")
        code, *operations, event = json.loads(sgw("show", *wanted, "--json").out)
        assert code["known_from"] == ["page", "file guide", "API"]
        assert code["editions"] == [*CATALOGUE.editions]
        for found in operations:
            operation = CATALOGUE.api_operations[found["name"]]
            assert found["gateway_types"] == [*operation.gateway_types]
            assert found["declares"] == [*operation.declares]
        assert [found["editions"] for found in operations] == [
            [*CATALOGUE.editions],
            [],
            [*CATALOGUE.editions],
        ]
        assert operations[-1]["gateway_types"] == []
        assert (event["type"], event["gateway_types"]) == (
            "entry of the health log",
            ["s3-file", "fsx-file"],
        )
        [beyond] = json.loads(sgw("show", "FileShareNotFound", "--json").out)
        assert (beyond["editions"], beyond["operations"]) == ([], [])
        [elsewhere] = json.loads(sgw("show", "AssociateFileSystem", "--json").out)
        assert "FileSystemNotFound" in elsewhere["codes_elsewhere"]

    def test_as_csv(self) -> None:
        out = sgw("show", "VolumeInUse", "RefreshCache", "--csv").out
        rows = [list(row.values()) for row in csv.DictReader(io.StringIO(out))]
        code = CATALOGUE.codes["VolumeInUse"]
        assert ["VolumeInUse", "cause", *code.cause] in rows
        assert ["VolumeInUse", "operation", "DeleteVolume", "", ""] in rows
        assert ["RefreshCache", "source", "botocore 1.44.5 model", "", ""] in rows


class TestCover:
    def test_every_code(self) -> None:
        rows = cells(sgw("cover").out)
        assert len(rows) == 7
        covered = {code for row in rows for code in CATALOGUE.codes_of(row[0])}
        assert covered == set(CATALOGUE.codes)
        for operation, _, reason in rows:
            only = [
                code
                for code in CATALOGUE.codes_of(operation)
                if CATALOGUE.operations_of(code) == (operation,)
            ]
            forced = f"forced: only it can return {', '.join(only)}"
            assert (reason == forced) == bool(only), operation
        assert ["AddCache", "11", "could be AddUploadBuffer or AddWorkingStorage instead"] in rows

    def test_some_codes(self) -> None:
        codes = ("--code", "VolumeInUse", "--code", "VolumeNotReady")
        assert sorted(cells(sgw("cover", *codes).out)) == [
            ["CreateSnapshot", "1", "could be CreateSnapshotFromVolumeRecoveryPoint instead"],
            ["DeleteVolume", "1", "forced: only it can return VolumeInUse"],
        ]
        assert sgw("cover", *codes, *codes).out == sgw("cover", *codes).out
        shown = without_colours(on_terminal("cover", *codes))
        assert shown.startswith("2 operations can return 2 error codes.\n")
        assert on_terminal("cover").count("7 operations can return every error code.") == 1

    def test_every_swap_gives_another_smallest_set(self) -> None:
        rows = json.loads(sgw("cover", "--json").out)
        chosen = {row["operation"] for row in rows}
        assert [row["operation"] for row in rows if not row["forced"]] == [
            row["operation"] for row in rows if row["swaps"]
        ]
        for row in rows:
            for swap in row["swaps"]:
                other = (chosen - {row["operation"]}) | {swap}
                covered = {code for name in other for code in CATALOGUE.codes_of(name)}
                assert covered == set(CATALOGUE.codes), (row["operation"], swap)

    def test_as_json_and_csv(self) -> None:
        codes = ("--code", "VolumeInUse", "--code", "VolumeNotReady")
        assert {
            "operation": "CreateSnapshot",
            "forced": False,
            "only_for": [],
            "swaps": ["CreateSnapshotFromVolumeRecoveryPoint"],
            "codes": ["VolumeNotReady"],
        } in json.loads(sgw("cover", *codes, "--json").out)
        rows = {
            row["operation"]: row
            for row in csv.DictReader(io.StringIO(sgw("cover", *codes, "--csv").out))
        }
        assert rows["DeleteVolume"]["only_for"] == "VolumeInUse"
        assert rows["CreateSnapshot"]["forced"] == "False"


class TestOtherData:
    @pytest.fixture
    def data(self, tmp_path: Path) -> str:
        """Return a Data Package whose texts are hostile to encodings, lines and terminals."""
        shutil.copytree(DATA, tmp_path / "data")
        table = tmp_path / "data" / "error_codes.csv"
        text = table.read_text(encoding="utf-8")
        old = "The specified volume is already in use."
        assert old in text
        table.write_text(
            text.replace(old, '"Das [b]Gerät[/b]\tist\n\x1b[31mbelegt → 忙."'), encoding="utf-8"
        )
        return str(tmp_path / "data")

    def test_it_is_used(self, data: str) -> None:
        assert cells(sgw("show", "VolumeInUse", "--data", data).out)[1] == [
            "message",
            "Das [b]Gerät[/b] ist [31mbelegt → 忙.",
        ]

    def test_it_leaves_a_terminal_unharmed(self, data: str) -> None:
        for columns, encoding, form in (
            (40, "ascii", []),
            (40, "utf-8", []),
            (100, "ascii", []),
            (100, "utf-8", []),
            (100, "utf-8", ["--csv"]),
            (100, "utf-8", ["--json"]),
        ):
            shown = on_terminal(
                "show", "VolumeInUse", "--data", data, *form, columns=columns, encoding=encoding
            )
            case = (columns, encoding, form)
            assert "[b]Ger" in shown, case
            assert "\x1b[31m" not in shown, case
            assert shown.isascii() == (encoding == "ascii" or form == ["--json"]), case

    def test_damage_is_named_by_file_and_line(self, data: str) -> None:
        with open(f"{data}/operations.csv", "a", encoding="utf-8") as table:  # noqa: PTH123 - a string of a command line
            table.write("DeleteVolume,volume,deletes,,,false,here\n")
        assert "operations.csv, line 98: " in refused(sgw("operations", "--data", data))
