from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
import yaml

from sgwlib.cli import main
from tests.cli.running import on_terminal, refused, sgw, without_colours

Capture = pytest.CaptureFixture[str]

CLIENT = "import boto3\nclient = boto3.client('storagegateway')\n"
CLEAN = f"{CLIENT}client.delete_volume()\nclient.list_gateways()\n"
WRONG = f"{CLIENT}try:\n    client.delete_volume()\nexcept:\n    pass\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "clean.py").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    (tmp_path / "broken.py").write_text("x = 1\ntry\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("files")
def test_a_clean_file_ends_with_0(capsys: Capture) -> None:
    assert main(["review", "clean.py"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("clean.py:3: DeleteVolume in <module>: propagates: ")
    assert second.startswith("clean.py:4: ListGateways in <module>: propagates: ")


@pytest.mark.usefixtures("files")
def test_findings_end_with_1(capsys: Capture) -> None:
    assert main(["review", "clean.py", "wrong.py"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("wrong.py:5: swallowed: swallows 29 errors of DeleteVolume")


@pytest.mark.usefixtures("files")
def test_only_one_operation(capsys: Capture) -> None:
    assert main(["review", "clean.py", "--operation", "ListGateways"]) == 0
    assert "DeleteVolume" not in capsys.readouterr().out
    assert main(["review", "wrong.py", "--operation", "ListGateways"]) == 0
    assert capsys.readouterr().out == "wrong.py: no call of a Storage Gateway operation is found\n"


@pytest.mark.usefixtures("files")
def test_bad_input_ends_with_2_and_one_sentence() -> None:
    for arguments, sentence in (
        (["broken.py"], "sgw: broken.py, line 2: expected ':'\n"),
        (["none.py"], "sgw: none.py: cannot be read: No such file or directory\n"),
        (["none.ipynb"], "none.ipynb: "),
        (["clean.py", "--operation", "ListGateway"], "did you mean ListGateways"),
        ([], "the following arguments are required: PATH"),
        ([""], "must not be empty"),
        (["clean.py", "--json", "--csv"], "not allowed with argument"),
        (["clean.py", "--json", "--format", "sarif"], "can't be combined"),
    ):
        assert sentence in refused(sgw("review", *arguments)), arguments


def test_the_user_can_vouch_for_a_client(files: Path, capsys: Capture) -> None:
    (files / "gw.py").write_text("def f(gw):\n    gw.list_gateways()\n", encoding="utf-8")
    assert main(["review", "gw.py"]) == 0
    shown = capsys.readouterr().out
    assert "gw.py:2: ListGateways: not reviewed: no sign of Storage Gateway" in shown
    assert "gw.py: --client NAME says that NAME is a client of Storage Gateway" in shown
    assert main(["review", "gw.py", "--client", "gw"]) == 0
    assert "gw.py:2: ListGateways in f: propagates: " in capsys.readouterr().out


def test_codes_come_in_both_carriers_on_request(files: Path, capsys: Capture) -> None:
    source = WRONG.replace("except:", "except client.exceptions.InternalServerError:")
    (files / "typed.py").write_text(source, encoding="utf-8")
    for options, count in (([], 2), (["--both-carriers"], 12)):
        assert main(["review", "typed.py", "--json", *options]) == 1
        [call] = json.loads(capsys.readouterr().out)[0]["calls"]
        assert list(call["outcomes"].values()).count("swallowed") == count


HANDLERS = """
def careful(client):
    try:
        client.delete_volume(VolumeARN=1)
    except client.exceptions.InvalidGatewayRequestException as error:
        if error.response.get("error", {}).get("errorCode") != "VolumeInUse":
            raise

def confused(client):
    try:
        client.create_snapshot(VolumeARN=1)
    except client.exceptions.ClientError as error:
        if error.response["error"]["errorCode"] != "VolumeInUse":
            raise

def careless(client):
    try:
        client.list_local_disks()
    except Exception:
        pass
"""


class TestTerminal:
    @pytest.fixture
    def blocks(self, files: Path, columns: int) -> list[str]:
        (files / "handlers.py").write_text(HANDLERS, encoding="utf-8")
        shown = on_terminal("review", "handlers.py", columns=columns, status=1)
        lines = [line.rstrip() for line in without_colours(shown).splitlines()]
        assert max(map(len, lines)) <= columns
        return [block.replace("\n" + " " * 14, " ") for block in "\n".join(lines).split("\n\n")]

    @pytest.mark.parametrize("columns", [80, 120])
    def test_each_call_is_a_block_with_what_becomes_of_its_errors(self, blocks: list[str]) -> None:
        careful, confused, careless, legend, summary = blocks
        lines = careful.splitlines()
        assert lines[0] == "handlers.py:4  DeleteVolume in careful"
        assert lines[1] == "+ handled     InvalidGatewayRequestException with VolumeInUse"
        assert lines[2] == (
            "> propagates  InternalServerError with 2 codes: GatewayInternalError, InternalError"
            " InvalidGatewayRequestException with 9 codes: GatewayNotConnected, GatewayNotFound, "
            "GatewayProxyNetworkConnectionBusy, InvalidParameters, NotSupported, "
            "SnapshotInProgressException, TargetNotFound, VolumeIdInvalid, VolumeNotFound "
            "InternalServerError, InvalidGatewayRequestException without a code "
            "all 15 general exceptions"
        )
        assert (
            "! line 13     undocumented: CreateSnapshot is not documented to return VolumeInUse"
            in (confused)
        )
        assert "\n! swallowed   InternalServerError with " in careless
        assert legend.splitlines()[0] == "What the words mean"
        words = [line[2:14].rstrip() for line in legend.splitlines()[1:]]
        assert words == ["handled", "propagates", "swallowed", "crashes", "general"]
        assert summary == "3 findings at 3 calls in 1 file"

    @pytest.mark.parametrize("columns", [80])
    def test_a_finding_is_shown_only_with_its_call(self, blocks: list[str]) -> None:
        assert ["! line" in block for block in blocks] == [False, True, True, False, False]

    @pytest.mark.usefixtures("files")
    def test_without_a_call_nothing_is_to_be_explained(self) -> None:
        Path("none.py").write_text("x = 1\n", encoding="utf-8")
        Path("more.py").write_text("", encoding="utf-8")
        summary = (
            "0 findings at 0 calls in {}; no call of a Storage Gateway operation is found in {}"
        )
        shown = without_colours(on_terminal("review", "none.py", columns=120))
        assert shown == summary.format("1 file", "none.py") + "\n"
        shown = without_colours(on_terminal("review", "none.py", "more.py", columns=120))
        assert shown == summary.format("2 files", "none.py and 1 more") + "\n"

    @pytest.mark.usefixtures("files")
    def test_to_retry_forever_is_endless(self) -> None:
        source = (
            f"{CLIENT}while True:\n    try:\n        client.delete_volume()\n        break\n"
            "    except client.exceptions.InvalidGatewayRequestException:\n        pass\n"
        )
        Path("endless.py").write_text(source, encoding="utf-8")
        shown = without_colours(on_terminal("review", "endless.py", status=1))
        assert "+ handled" not in shown
        assert "! endless     InvalidGatewayRequestException with 10 codes" in shown
        assert "! line 7      retries the call forever after 11 errors" in shown
        assert "! endless     the code retries the call forever" in shown

    @pytest.mark.usefixtures("files")
    def test_what_is_unknown_has_its_reason(self) -> None:
        source = WRONG.replace("except:\n    pass", "except Exception as e:\n    if f(1): raise")
        Path("unknown.py").write_text(f"from rules import f\n{source}", encoding="utf-8")
        shown = without_colours(on_terminal("review", "unknown.py"))
        assert "propagates or swallowed: it depends on rules.f(1)" in shown

    @pytest.mark.usefixtures("files")
    def test_what_is_not_reviewed_is_listed(self) -> None:
        Path("far.py").write_text("def f(c):\n    c.list_gateways()\n", encoding="utf-8")
        shown = re.sub(" {2,}", "  ", without_colours(on_terminal("review", "far.py")))
        assert shown.startswith("Not reviewed: no sign of Storage Gateway\nfar.py:2  ListGateways")
        assert "\n--client NAME  says that NAME is a client of Storage Gateway\n" in shown

    @pytest.mark.usefixtures("files")
    def test_colour_can_be_turned_off(self) -> None:
        shown = on_terminal("review", "clean.py", environment={"NO_COLOR": "1"})
        assert not re.search(r"\x1b\[[0-9;]*3\d", shown)


def test_a_folder_means_the_python_files_in_it(files: Path, capsys: Capture) -> None:
    for folder in ("src/deep", "src/.venv"):
        (files / folder).mkdir(parents=True)
        (files / folder / "one.py").write_text(CLEAN, encoding="utf-8")
    (files / "src" / "notes.txt").write_text("no Python", encoding="utf-8")
    assert main(["review", "src", "--operation", "ListGateways"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("src/deep/one.py:4: ListGateways")


@pytest.mark.usefixtures("files")
def test_what_is_no_python_does_not_keep_the_rest_from_being_reviewed(capsys: Capture) -> None:
    assert main(["review", "broken.py", "wrong.py", "none.py"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("wrong.py:5: swallowed: ")
    assert err == (
        "sgw: broken.py, line 2: expected ':'; none.py: cannot be read: No such file or directory\n"
    )


def test_a_folder_without_python_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert main(["review", str(tmp_path)]) == 2
    assert capsys.readouterr() == ("", f"sgw: there is no .py file in {tmp_path}\n")


@pytest.mark.usefixtures("files")
def test_json_and_csv_have_every_outcome() -> None:
    result = sgw("review", "wrong.py", "clean.py", "--json")
    assert result.status == 1
    wrong, clean = json.loads(result.out)
    assert (wrong["source"], clean["source"]) == ("wrong.py", "clean.py")
    assert set(wrong["calls"][0]["outcomes"].values()) == {"swallowed"}
    result = sgw("review", "wrong.py", "clean.py", "--csv")
    assert result.status == 1
    rows = list(csv.DictReader(io.StringIO(result.out)))
    calls = [*wrong["calls"], *clean["calls"]]
    assert len(rows) == sum(len(call["outcomes"]) for call in calls)
    assert {row["outcome"] for row in rows if row["source"] == "wrong.py"} == {"swallowed"}
    assert sgw("review", "clean.py", "--operation", "AddCache", "--csv").out.count("\n") == 1


@pytest.mark.usefixtures("files")
def test_findings_are_annotations_and_sarif(capsys: Capture) -> None:
    assert main(["review", "wrong.py", "clean.py", "--format", "github"]) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("::warning file=wrong.py,line=5,title=sgw%3A swallowed::swallows 29")
    assert main(["review", "wrong.py", "clean.py", "--format", "sarif"]) == 1
    [run] = json.loads(capsys.readouterr().out)["runs"]
    [result] = run["results"]
    assert result["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("wrong.py", 5)


def test_a_comment_ignores_a_finding(files: Path) -> None:
    for comment, status in (
        ("# sgw: ignore[swallowed]", 0),
        ("# sgw: ignore", 0),
        ("# sgw: ignore[crashes, swallowed]", 0),
        ("# sgw: ignore[crashes]", 1),
        ("# ignore", 1),
    ):
        source = WRONG.replace("except:", f"except:  {comment}")
        (files / "ignored.py").write_text(source, encoding="utf-8")
        assert main(["review", "ignored.py"]) == status, comment
    source = WRONG.replace("client.delete_volume()", "client.delete_volume()  # sgw: ignore")
    (files / "ignored.py").write_text(source, encoding="utf-8")
    assert main(["review", "ignored.py"]) == 0, "beside the call"


def test_the_hook_is_defined() -> None:
    root = Path(__file__).parents[2]
    [hook] = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] in (root / "docs/review.md").read_text(encoding="utf-8")
    assert hook["entry"].split() == ["sgw", "review"]


def test_a_file_does_nothing_outside(files: Path) -> None:
    (files / "acting.py").write_text(f"open('done', 'w')\n{CLEAN}", encoding="utf-8")
    result = sgw("review", "acting.py")
    assert (result.status, result.err) == (0, "")
    assert result.out
    assert not (files / "done").exists()


def test_what_cannot_be_encoded_is_escaped(files: Path, capsys: Capture) -> None:
    source = WRONG.replace(":\n    pass", " Exception as e:\n    if X['\\ud800é']: raise")
    (files / "odd.py").write_text(f"from rules import X\n{source}", encoding="utf-8")
    assert main(["review", "odd.py"]) == 0
    assert "unknown" in capsys.readouterr().out
