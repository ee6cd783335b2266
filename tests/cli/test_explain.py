"""``sgw explain``, from wherever the text comes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sgwlib import explain, load_catalogue
from sgwlib.cli import main
from tests.cli.running import on_terminal, refused, sgw

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]
TEXT = "InvalidGatewayRequestException: The specified gateway is not connected"


def piped(text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-m", "sgwlib", "explain", *arguments]
    return subprocess.run(program, input=text, capture_output=True, check=False, timeout=60)


def test_a_text_is_explained_in_lines_with_tabs(capsys: Capture) -> None:
    assert main(["explain", TEXT]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("with GatewayNotConnected (concluded from the message)")
    assert lines[1].startswith("to do\t")
    assert lines[0].startswith("error\tInvalidGatewayRequestException")


def test_nothing_found_ends_with_1(capsys: Capture) -> None:
    assert main(["explain", "all is well"]) == 1
    assert capsys.readouterr().out.startswith("error\tno Storage Gateway error found\n")


def test_an_empty_text_is_called_empty() -> None:
    for text in ("", " \n"):
        result = sgw("explain", text)
        assert result.status == 1
        assert result.out.splitlines()[1] == "reason\tthe text is empty"


def test_json_holds_everything() -> None:
    result = sgw("explain", "--json", TEXT)
    assert result.status == 0
    assert json.loads(result.out) == explain(TEXT).to_dict()


def test_csv_has_a_row_for_each_error() -> None:
    text = (
        f"2024-04-06T07:08:09Z {TEXT}\n2024-04-06T07:08:10Z ThrottlingException: Rate exceeded.\n"
    )
    result = sgw("explain", "--csv", text)
    assert result.status == 0
    first, second = csv.DictReader(io.StringIO(result.out))
    assert (first["code"], first["certain"]) == ("GatewayNotConnected", "True")
    catalogue = load_catalogue()
    assert first["remedy"] == catalogue.codes["GatewayNotConnected"].remedy.text
    throttled = catalogue.exceptions["ThrottlingException"]
    assert throttled.remedy is not None
    assert (second["exception"], second["remedy"]) == (throttled.name, throttled.remedy.text)
    result = sgw("explain", "--csv", "all is well")
    assert (result.status, result.out.count("\n")) == (1, 1)


def test_a_pipe_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    done = piped(TEXT.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"GatewayNotConnected" in done.stdout
    for arguments in ([], ["-"], ["--file", "-"]):
        stdin = io.TextIOWrapper(io.BytesIO(TEXT.encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        assert "GatewayNotConnected" in sgw("explain", *arguments).out, arguments


def test_a_file_is_read(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "error.txt").write_bytes(TEXT.encode("utf-16"))
    assert main(["explain", "--file", str(tmp_path / "error.txt")]) == 0
    assert "GatewayNotConnected" in capsys.readouterr().out


def test_bad_input_is_one_sentence_and_2() -> None:
    for arguments, reason in (
        (["text", "--file", "x"], "expected one of them"),
        (["--file", "/no/such/file"], "cannot read /no/such/file: No such file"),
        (["--file", "/dev/zero"], "cannot read /dev/zero: not a regular file"),
        (["--file", ""], "must not be empty"),
        (["--file", "nul\0"], ": not a valid path"),
    ):
        assert reason in refused(sgw("explain", *arguments)), arguments


def test_what_is_compressed_is_refused(tmp_path: Path, capsys: Capture) -> None:
    packed = gzip.compress(TEXT.encode())
    (tmp_path / "error.gz").write_bytes(packed)
    assert main(["explain", "--file", str(tmp_path / "error.gz")]) == 2
    assert capsys.readouterr().err == (
        f"sgw: {tmp_path / 'error.gz'} is compressed; decompress it, or use sgw scan\n"
    )
    done = piped(packed, "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"sgw: the text is compressed; ")


def test_several_errors_follow_each_other(capsys: Capture) -> None:
    text = (
        f"2024-04-06T07:08:09Z {TEXT}\n2024-04-06T07:08:10Z ThrottlingException: Rate exceeded.\n"
    )
    assert main(["explain", text]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("error\t")]) == 2
    assert [line for line in lines if line.startswith("line\t")] == ["line\t1", "line\t2"]


MARKED = "\x1b[1;33m"


def test_a_terminal_shows_the_text_with_what_was_read_in_it_marked() -> None:
    shown = on_terminal("explain", f"\x1b]0;title\x07last night:\t{TEXT}", columns=200)
    passage, _, rest = shown.partition("error ")
    assert f"{MARKED}InvalidGatewayRequestException\x1b" in passage
    assert f"{MARKED}The specified gateway is not connected\x1b" in passage
    assert "last night:" in passage
    assert "\x1b]" not in shown
    assert MARKED not in rest


def test_a_pipe_has_only_the_facts() -> None:
    lines = piped(f"last night: {TEXT}".encode()).stdout.decode().splitlines()
    assert lines[0].startswith("error\t")
    assert all("\t" in line for line in lines)


def test_a_long_text_is_shown_in_part() -> None:
    text = f"{'all is well ' * 1000}\n{TEXT}"
    shown = on_terminal("explain", text, columns=80)
    assert "…" in shown
    assert shown.count("all is well") < 40
