from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sgwlib.cli import main

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

CLEAN = "client.delete_volume()\nclient.list_gateways()\n"
WRONG = "try:\n    client.delete_volume()\nexcept:\n    pass\n"


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
    assert first.startswith("clean.py:1: DeleteVolume in <module>: falls through: ")
    assert second.startswith("clean.py:2: ListGateways in <module>: falls through: ")


@pytest.mark.usefixtures("files")
def test_findings_end_with_1(capsys: Capture) -> None:
    assert main(["review", "clean.py", "wrong.py"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("wrong.py:3: swallowed: swallows 27 errors of DeleteVolume")


@pytest.mark.usefixtures("files")
def test_only_one_operation(capsys: Capture) -> None:
    assert main(["review", "clean.py", "--operation", "ListGateways"]) == 0
    assert "DeleteVolume" not in capsys.readouterr().out
    assert main(["review", "wrong.py", "--operation", "ListGateways"]) == 0


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["broken.py"], "sgw: broken.py, line 2: expected ':'\n"),
        (["none.py"], "sgw: none.py: cannot be read: No such file or directory\n"),
        (["clean.py", "--operation", "ListGateway"], "did you mean ListGateways"),
        ([], "the following arguments are required: FILE"),
        ([""], "must not be empty"),
    ],
)
def test_bad_input_ends_with_2_and_one_sentence(
    arguments: list[str], sentence: str, capsys: Capture
) -> None:
    assert main(["review", *arguments]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.usefixtures("files")
def test_json_has_every_verdict(capsys: Capture) -> None:
    assert main(["review", "wrong.py", "--json"]) == 1
    [told] = json.loads(capsys.readouterr().out)
    assert told["source"] == "wrong.py"
    assert {each["outcome"] for each in told["calls"][0]["verdicts"]} == {"swallowed"}


def test_a_file_is_only_read(files: Path) -> None:
    (files / "acting.py").write_text(f"open('done', 'w')\n{CLEAN}", encoding="utf-8")
    command = [sys.executable, "-m", "sgwlib", "review", "acting.py"]
    done = subprocess.run(command, cwd=files, capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr == ""
    assert not (files / "done").exists()


def test_what_cannot_be_encoded_is_escaped(files: Path, capsys: Capture) -> None:
    source = WRONG.replace(":\n    pass", " Exception as e:\n    if str(e) == X['\\ud800é']: raise")
    (files / "odd.py").write_text(source, encoding="utf-8")
    assert main(["review", "odd.py"]) == 0
    assert "unclear" in capsys.readouterr().out
