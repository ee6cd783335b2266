"""``sgw explain``, from wherever the text comes."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sgwlib.cli import main
from tests.cli.test_commands import run_on_terminal

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
    assert "error code\tGatewayNotConnected\tconcluded from the message" in lines
    assert lines[0].startswith("error\tInvalidGatewayRequestException")


def test_nothing_found_ends_with_1(capsys: Capture) -> None:
    assert main(["explain", "all is well"]) == 1
    assert capsys.readouterr().out.startswith("error\tno Storage Gateway error found\n")


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_said_to_be_one(text: str, capsys: Capture) -> None:
    assert main(["explain", text]) == 1
    assert capsys.readouterr().out.splitlines()[1] == "reason\tthe text is empty"


def test_json_holds_everything(capsys: Capture) -> None:
    assert main(["explain", "--json", TEXT]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["certain"]) == ("GatewayNotConnected", True)


@pytest.mark.parametrize("arguments", [[], ["-"], ["--file", "-"]])
def test_a_pipe_is_read(arguments: list[str]) -> None:
    done = piped(TEXT.encode(), *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"GatewayNotConnected" in done.stdout


def test_a_file_is_read(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "error.txt").write_bytes(TEXT.encode("utf-16"))
    assert main(["explain", "--file", str(tmp_path / "error.txt")]) == 0
    assert "GatewayNotConnected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["text", "--file", "x"], "expected one of them"),
        (["--file", "/no/such/file"], "cannot read /no/such/file: No such file"),
        (["--file", ""], "must not be empty"),
        (["--file", "nul\0"], "cannot read"),
    ],
)
def test_bad_input_is_one_sentence_and_2(
    arguments: list[str], reason: str, capsys: Capture
) -> None:
    assert main(["explain", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err
    assert err.count("\n") == 1


def test_what_is_compressed_is_refused(tmp_path: Path, capsys: Capture) -> None:
    packed = gzip.compress(TEXT.encode())
    (tmp_path / "error.gz").write_bytes(packed)
    assert main(["explain", "--file", str(tmp_path / "error.gz")]) == 2
    assert capsys.readouterr().err == (
        f"sgw: {tmp_path / 'error.gz'} is compressed; sgw scan reads it as it is, or decompress it\n"
    )
    done = piped(packed)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"sgw: the text is compressed; ")


def test_several_errors_are_told_one_after_the_other(capsys: Capture) -> None:
    text = (
        f"2024-04-06T07:08:09Z {TEXT}\n2024-04-06T07:08:10Z ThrottlingException: Rate exceeded.\n"
    )
    assert main(["explain", text]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("error\t")]) == 2


MARKED = "\x1b[1;33m"


def test_a_terminal_shows_the_text_with_what_was_read_in_it_marked() -> None:
    shown = run_on_terminal("explain", f"\x1b]0;title\x07last night:\t{TEXT}", columns=200)
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
    shown = run_on_terminal("explain", text, columns=80)
    assert "…" in shown
    assert shown.count("all is well") < 40
