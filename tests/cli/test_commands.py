"""``sgw`` as a whole: its help, bad input, terminals, and how it ends."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
from contextlib import contextmanager, redirect_stdout
from email.parser import BytesParser
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import __version__, load_catalogue
from sgwlib.cli import main
from sgwlib.cli.output import Fact, Output, Table, one_line
from sgwlib.cli.parser import COMMANDS, GROUPS
from sgwlib.coverage import ClientCoverage, save_coverage
from tests.cli.running import (
    DATA,
    SGW,
    on_terminal,
    refused,
    run,
    sgw,
    without_colours,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CATALOGUE = load_catalogue()
ROOT = DATA.parent
NO_JSON = {"serve", "explorer"}
NO_CSV = {"simulate", "recipe", "serve", "explorer"}


class TestSimulate:
    def test_the_errors_of_an_operation(self) -> None:
        for operation in ("DeleteVolume", "ListGateways", "ActivateGateway", "CreateSnapshot"):
            for error in (*CATALOGUE.codes_of(operation), *CATALOGUE.general_exceptions):
                result = sgw("simulate", operation, error)
                case = (operation, error)
                assert (result.status, result.err) == (0, ""), case
                head, _, body = result.out.encode().partition(b"\r\n\r\n")
                start, _, headers = head.partition(b"\r\n")
                code = CATALOGUE.codes.get(error)
                exception = CATALOGUE.exceptions[code.carrier.text if code else error]
                assert start == f"HTTP/1.1 {exception.status} {exception.reason}".encode(), case
                assert int(BytesParser().parsebytes(headers)["content-length"]) == len(body), case
                fields = json.loads(body)
                assert fields["__type"] == exception.name, case
                assert fields.get("error") == ({"errorCode": error} if code else None), case

    def test_json_is_the_body_alone(self) -> None:
        raw = sgw("simulate", "DeleteVolume", "VolumeInUse").out
        body = sgw("simulate", "DeleteVolume", "VolumeInUse", "--json").out
        assert body == raw.partition("\r\n\r\n")[2]
        assert not body.endswith("\n")

    def test_the_carrier_and_the_message_can_be_chosen(self) -> None:
        arguments = ("simulate", "DeleteVolume", "VolumeInUse")
        raw = sgw(*arguments, "--exception", "InternalServerError").out
        assert raw.startswith("HTTP/1.1 500 Internal Server Error\r\n")
        body = json.loads(sgw(*arguments, "--message", "Not now.", "--json").out)
        assert body["message"] == "Not now."

    def test_names_beyond_the_page(self) -> None:
        body = json.loads(
            sgw("simulate", "CreateSnapshot", "ServiceUnavailableError", "--json").out
        )
        assert body["__type"] == "ServiceUnavailableError"

    def test_an_undocumented_pair_needs_its_option(self) -> None:
        arguments = ("simulate", "ListGateways", "VolumeInUse")
        sentence = refused(sgw(*arguments))
        assert "ListGateways is not documented to return VolumeInUse" in sentence
        assert "--undocumented" in sentence
        assert "undocumented=True" not in sentence
        assert '"VolumeInUse"' in sgw(*arguments, "--undocumented").out

    def test_a_pipe_gets_the_bytes_untouched(self) -> None:
        command = [*SGW, "simulate", "DeleteVolume", "VolumeInUse"]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
        assert raw.count(b"\r\n") == raw.count(b"\n") == 5
        assert raw.endswith(b"}")

    def test_a_terminal_gets_the_end_of_a_line(self) -> None:
        shown = on_terminal("simulate", "DeleteVolume", "VolumeInUse", "--json")
        assert json.loads(shown)["error"] == {"errorCode": "VolumeInUse"}
        assert shown.endswith("}\n")

    def test_a_stream_of_strings_works_too(self) -> None:
        with redirect_stdout(io.StringIO()) as out:
            assert main(["simulate", "DeleteVolume", "VolumeInUse", "--json"]) == 0
        assert json.loads(out.getvalue())["__type"] == "InvalidGatewayRequestException"


class TestHelp:
    def test_it_is_one_screen_with_a_line_for_each_command(self) -> None:
        shown = sgw("--help").out
        assert shown.count("\n") <= 30
        assert max(map(len, shown.splitlines())) <= 88
        for group, commands in GROUPS.items():
            lines = [f"  {each.name:<10}  {each.summary}" for each in commands]
            assert "\n".join([f"\n{group}:", *lines, ""]) in shown
        assert "\nexample:\n  sgw " in shown

    def test_without_a_command_it_goes_to_standard_error(self) -> None:
        assert sgw() == (2, "", sgw("--help").out)

    def test_of_a_command_has_one_sentence_its_options_and_one_example(self) -> None:
        for command in COMMANDS:
            shown = sgw(command.name, "--help").out
            assert shown.isascii()
            assert command.summary[1:] in " ".join(shown.split()), command.name
            assert shown.count(f"\nexample:\n  sgw {command.name} ") == 1
            options = set(re.findall(r"^  (--[a-z-]+)", shown, re.MULTILINE))
            assert ("--json" in options) == (command.name not in NO_JSON), command.name
            assert ("--csv" in options) == (command.name not in NO_CSV), command.name
            assert ("--format" in options) == (command.name == "review")

    def test_examples_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # Files that some of them read.
        save_coverage(ClientCoverage(), tmp_path / "coverage.json")
        shutil.copy(ROOT / "docs" / "backup.log", tmp_path)
        (tmp_path / "backup.py").write_text("client.delete_volume()", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        for command in COMMANDS:
            result = sgw(*shlex.split(command.example)[1:])
            assert (result.status, result.err) == (0, ""), command.name
            assert result.out, command.name

    def test_the_guide_names_every_command(self) -> None:
        guide = (ROOT / "docs/library.md").read_text(encoding="utf-8")
        assert not [each.name for each in COMMANDS if f"`sgw {each.name}" not in guide]

    def test_version(self) -> None:
        assert sgw("--version").out == f"sgw {__version__}\n"


STRANGE = "'\udcff\x1b[31m \u2028 é'"
SOME_LINES = {  # each with its exit status
    "operations --code VolumeInUse --resource gateway": 0,
    "codes --code VolumeInUsed": 2,
    "show VolumeInUse RefreshCache ThrottlingException": 0,
    "cover": 0,
    f"simulate DeleteVolume VolumeInUse --message {STRANGE}": 0,
    "review swallowed.py damaged.py": 2,
    "coverage coverage.json --fail-under 1": 1,
    "explain 'InvalidGatewayRequestException: the volume is in use'": 0,
    "scan backup.log none.log": 1,
}
MORE_LINES = {
    "operations": 0,
    "codes --text volume": 0,
    "show nothing": 2,
    "simulate DeleteVolume VolumeInUse": 0,
    "simulate DeleteVolume VolumeInUsed": 2,
    "review clean.py": 0,
    "review clean.py swallowed.py": 1,
    "review damaged.py": 2,
    "coverage coverage.json --missing": 0,
    "coverage none.json": 2,
    f"explain {STRANGE}": 1,
    "explain ''": 1,
    "scan backup.log --by hour": 0,
    "scan no.log": 0,
}


class TestFormats:
    @pytest.mark.parametrize(
        "lines",
        [SOME_LINES, pytest.param(MORE_LINES, marks=pytest.mark.heavy)],
        ids=["some", "more"],
    )
    def test_json_is_valid_everywhere_and_no_format_changes_the_exit_status(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: dict[str, int]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        save_coverage(ClientCoverage(), Path("coverage.json"))
        Path("backup.log").write_bytes((ROOT / "docs" / "backup.log").read_bytes())
        Path("no.log").touch()
        Path("clean.py").touch()
        Path("swallowed.py").write_text(
            "import boto3\nc = boto3.client('storagegateway')\n"
            "try:\n    c.delete_volume(VolumeARN='x')\nexcept Exception:\n    pass\n"
        )
        Path("damaged.py").write_text("def (")
        for line, status in lines.items():
            command, *others = shlex.split(line)
            plain = sgw(command, *others)
            assert plain.status == status, (line, plain)
            on_terminal(command, *others, status=status)
            for form in ["--json"] if command in NO_CSV else ["--json", "--csv"]:
                case = (line, form)
                piped = sgw(command, *others, form)
                shown = on_terminal(command, *others, form, status=status)
                assert (piped.status, piped.err) == (status, plain.err), case
                assert bool(piped.out) == bool(shown) == (status != 2 or bool(plain.out)), case
                if form == "--json" and piped.out:
                    values = [
                        json.loads(each, parse_constant=pytest.fail) for each in (piped.out, shown)
                    ]
                    assert values[0] == values[1], case


BAD_INPUT = [
    ("juggle", "unknown command 'juggle'; expected one of 13 names"),
    ("shwo VolumeInUse", "unknown command 'shwo'; did you mean show? (see: sgw --"),
    ("show", "NAME"),
    ("show ''", "must not be empty"),
    ("show VolumeInUse --text x", "--text x (see: sgw show --help)"),
    ("show VolumeInUse --json --csv", "not allowed with argument"),
    ("operations --oper AddCache", "--oper"),
    ("operations --operation addcache", "did you mean AddCache"),
    ("operations --operation ''", "must not be empty"),
    ("operations --operation VolumeInUse", "it is an error code"),
    ("operations --code VolumeInUse --code VolumeInUsed", "did you mean VolumeInUse"),
    ("codes --code VolumeInUsed", "did you mean VolumeInUse"),
    ("codes --operation AddCache --operation AddCach", "did you mean AddCache"),
    ("codes --resource volumes", "did you mean volume"),
    ("codes --outcome 418", "unknown exception or status '418'"),
    ("codes --text", "--text"),
    ("codes --data /no/such/folder", "datapackage.json: cannot be read"),
    ("cover --code VolumeInUsed", "did you mean VolumeInUse"),
    ("simulate DeleteVolume", "ERROR"),
    ("simulate DeleteVolum VolumeInUse", "did you mean DeleteVolume"),
    ("simulate DeleteVolume VolumeInUsed", "did you mean VolumeInUse"),
    ("simulate DeleteVolume InternalServerError", "--exception InternalServerError"),
    (
        "simulate DeleteVolume VolumeInUse --exception ThrottlingException",
        "ThrottlingException cannot carry the error code VolumeInUse",
    ),
    (
        "simulate DeleteVolume VolumeInUse --exception InternalServerEror",
        "did you mean InternalServerError",
    ),
    ("show '\udcff\x1b[31m\nX'", "unknown operation, error code or exception"),
    ("show VolumeInUse --data x '\udcff\x1b[31m\nX' --y", "unrecognized arguments"),
]


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """End what waits longer."""

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class TestBadInput:
    def test_it_is_refused_with_one_sentence(self) -> None:
        for line, expected in BAD_INPUT:
            sentence = refused(sgw(*shlex.split(line)))
            assert expected in sentence, line
            assert one_line(sentence.strip()) == sentence.strip(), line

    def test_from_a_process_of_its_own(self) -> None:
        refused(run("show", "VolumeInUsed"))

    @given(
        st.lists(st.text(max_size=20) | st.sampled_from(["show", "codes", "--text", "AddCache"]))
    )
    def test_it_never_ends_in_a_traceback(self, arguments: Sequence[str]) -> None:
        assert sgw(*arguments).status in {0, 2}

    def test_a_pipe_is_refused_where_a_file_is_expected(self, tmp_path: Path) -> None:
        """A pipe that nobody writes to would make the command wait forever."""
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        (tmp_path / "folder").mkdir()
        os.mkfifo(tmp_path / "folder" / "datapackage.json")
        save_coverage(ClientCoverage(), tmp_path / "coverage.json")
        for arguments in (
            ("explain", "--file", pipe),
            ("review", pipe),
            ("coverage", pipe),
            ("coverage", tmp_path / "coverage.json", "--merge", pipe),
            ("serve", "--plan", pipe),
            ("codes", "--data", pipe),
            ("codes", "--data", tmp_path / "folder"),
        ):
            with at_most(20):
                sentence = refused(sgw(*map(str, arguments)))
            assert re.search(r"not a regular file|unknown file ending|cannot be read", sentence), (
                arguments,
                sentence,
            )


def written(write: Callable[[Output], None]) -> str:
    """Return what is written to a terminal, without colours."""
    stream = io.StringIO()
    output = Output(stream)
    output.terminal = True
    write(output)
    return without_colours(stream.getvalue())


class TestTerminal:
    def test_a_real_one_is_recognized(self) -> None:
        controller, terminal = pty.openpty()
        ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
        environment = {
            key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS"}
        }
        process = subprocess.Popen(
            [*SGW, "codes", "--code", "VolumeInUse"],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=environment | {"TERM": "xterm-256color"},
        )
        os.close(terminal)
        assert process.wait(timeout=60) == 0
        shown = os.read(controller, 65536).decode()
        os.close(controller)
        assert "\x1b[1m1 of 36 error codes" in shown

    @pytest.mark.parametrize("columns", [80, 200])
    def test_tables_have_headings_and_fit(self, columns: int) -> None:
        lines = without_colours(on_terminal("codes", columns=columns)).splitlines()
        assert lines[0] == "36 of 36 error codes; documented pairs: 289"
        assert lines[2].split() == ["error", "code", "status", "pairs", "message"]
        assert max(map(len, lines)) <= columns
        assert [line.split()[0] for line in lines[4:] if line[0] != " "] == list(CATALOGUE.codes)

    def test_plain_lines_replace_columns_that_would_be_too_narrow(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TERM", "xterm-256color")
        name, text = "A" * 10, "one two three four five"
        for write in (
            lambda output: output.table(Table(("name", "text"), [(name, text)], "Title")),
            lambda output: output.facts([Fact(name, text)]),
        ):
            monkeypatch.setenv("COLUMNS", "24")
            assert written(write) == f"{name}\t{text}\n"
            monkeypatch.setenv("COLUMNS", "25")
            lines = written(write).splitlines()
            assert [name, "one", "two"] in [line.split()[:3] for line in lines]

    def test_names_are_folded_where_the_columns_do_not_fit(self) -> None:
        for columns, *arguments in (
            (60, "operations"),
            (60, "codes"),
            (120, "editions", "2012-06-30", "file-2023"),
        ):
            lines = without_colours(on_terminal(*arguments, columns=columns)).splitlines()
            assert max(map(len, lines)) <= columns, arguments
            heading, rows = lines[2], sgw(*arguments).out.splitlines()
            # The first column but one starts where its heading does.
            start = re.search(r"\S  +(\S)", heading)
            assert start is not None
            first = "".join(line[: start.start(1)].strip() for line in lines[4:])
            assert first == "".join(row.split("\t")[0] for row in rows), arguments

    def test_nothing_is_lost_on_a_narrow_terminal(self) -> None:
        for columns, *arguments in (
            (50, "codes"),
            (10, "show", "VolumeInUse"),
            (10, "show", "DeleteVolume", "RefreshCache"),
            (1, "show", "VolumeInUse"),
        ):
            shown = on_terminal(*arguments, columns=columns).replace("\n\n", "\n")
            assert shown == sgw(*arguments).out, (columns, arguments)

    def test_show_has_every_word_of_the_plain_form(self) -> None:
        for name in ("VolumeInUse", "DeleteVolume", "InternalServerError", "AssociateFileSystem"):
            words = without_colours(on_terminal("show", name)).split()
            plain = set(sgw("show", name).out.split())
            assert plain <= {*words, *(word.strip(":") for word in words)}, name

    def test_no_colours_where_none_are_wanted(self) -> None:
        assert re.search(r"\x1b\[(?:\d+;)*[34]\d", on_terminal("show", "DeleteVolume"))
        for settings_ in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            shown = on_terminal("show", "DeleteVolume", environment=settings_)
            assert not re.search(r"\x1b\[(?:\d+;)*[34]\d", shown), settings_
            assert "GatewayNotConnected" in shown

    def test_a_pipe_stays_plain_whatever_the_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = sgw("codes").out
        assert plain.count("\n") == 36
        for name, value in {"FORCE_COLOR": "1", "COLUMNS": "20", "TERM": "xterm-256color"}.items():
            monkeypatch.setenv(name, value)
        assert sgw("codes").out == plain


class TestEnd:
    def test_the_reader_is_gone(self) -> None:
        for arguments in (["codes"], ["simulate", "DeleteVolume", "VolumeInUse"]):
            reading, writing = os.pipe()
            os.close(reading)
            done = subprocess.run(
                [*SGW, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False
            )
            os.close(writing)
            assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_disk(self) -> None:
        for unbuffered in ("", "1"):
            with Path("/dev/full").open("wb") as full:
                done = subprocess.run(
                    [*SGW, "codes"],
                    stdout=full,
                    stderr=subprocess.PIPE,
                    env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
                    check=False,
                )
            assert done.returncode == 1
            assert done.stderr == b"sgw: cannot write the output: No space left on device\n"

    @pytest.mark.parametrize(
        ("arguments", "status", "err"),
        [
            ("codes >&-", 1, b"sgw: cannot write the output: standard output is closed\n"),
            ("show nothing 2>&-", 2, b""),
        ],
    )
    def test_a_closed_stream(self, arguments: str, status: int, err: bytes) -> None:
        script = f'"{sys.executable}" -m sgwlib {arguments}'
        done = subprocess.run(["sh", "-c", script], capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (status, b"", err)

    def test_ctrl_c(self) -> None:
        program = (
            "import os, signal, sys\n"
            "from sgwlib.cli import lookup, main\n"
            # A test run in the background of a shell ignores Ctrl-C, and so would its children.
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "lookup.catalogue_of = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
            "sys.exit(main(['codes']))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")

    def test_an_encoding_without_a_letter(self) -> None:
        result = run("simulate", "nö", "x", PYTHONIOENCODING="ascii")
        assert (result.status, result.out) == (2, "")
        assert r"'n\xf6'" in result.err


def test_a_pipe_loads_nothing_heavy() -> None:
    program = (
        "import sys; from sgwlib.cli import main\n"
        "main(['codes', '--text', 'volume']); main(['show', 'RefreshCache', '--json'])\n"
        "print(*sorted({each.partition('.')[0] for each in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "sgwlib" in loaded
    assert not loaded & {"rich", "networkx", "numpy", "scipy", "matplotlib", "boto3", "pandas"}


def test_an_option_that_takes_one_value_is_refused_a_second_time() -> None:
    for words in (
        ["simulate", "DeleteVolume", "VolumeInUse", "--message", "a", "--message", "b"],
        ["coverage", "c.json", "--fail-under", "80", "--fail-under", "0"],
        ["review", "job.py", "--operation", "AddCache", "--operation", "DeleteVolume"],
        ["serve", "--port", "9", "--port", "10"],
        ["operations", "--data", "a", "--data", "b"],
        ["scan", "app.log", "--by", "hour", "--by", "kind"],
    ):
        found = sgw(*words)
        option = words[-2]
        assert (found.status, found.out) == (2, "")
        assert found.err.startswith(f"sgw: argument {option}: given twice; expected one value")
