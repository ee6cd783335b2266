from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import redirect_stdout
from email.parser import BytesParser
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import __version__, load_catalogue
from sgwlib.cli import main
from sgwlib.cli.output import one_line
from sgwlib.cli.parser import COMMANDS
from sgwlib.coverage import ClientCoverage, save_coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CATALOGUE = load_catalogue()
SGW = (sys.executable, "-m", "sgwlib")
DATA = Path(__file__).parents[2] / "data"
NAMES = [*CATALOGUE.operations, *CATALOGUE.codes, *CATALOGUE.exceptions]

Capture = pytest.CaptureFixture[str]
BinaryCapture = pytest.CaptureFixture[bytes]


class Result(NamedTuple):
    status: int
    out: str
    err: str


def run(*arguments: str, **environment: str) -> Result:
    """Run the command in a process of its own, with its output in a pipe."""
    done = subprocess.run(
        [*SGW, *arguments],
        capture_output=True,
        env=os.environ | environment,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_on_terminal(
    *arguments: str,
    columns: int = 100,
    environment: dict[str, str] | None = None,
    status: int = 0,
) -> str:
    """Run the command with a terminal of this width for its output."""
    controller, terminal = pty.openpty()
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    plain = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS"}}
    process = subprocess.Popen(
        [*SGW, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=plain | {"TERM": "xterm-256color"} | (environment or {}),
    )
    os.close(terminal)
    content = b"".join(_read(controller))
    os.close(controller)
    assert process.wait(timeout=60) == status
    return content.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            content = os.read(descriptor, 65536)
        except OSError:  # what Linux says when the other side is closed
            return
        if not content:
            return
        yield content


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def cells(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def refused(captured: tuple[str, str]) -> str:
    """Return the one sentence that bad input is answered with."""
    out, err = captured
    assert out == ""
    assert err.startswith("sgw: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    return err


class TestLists:
    def test_operations_are_the_page_s(self, capsys: Capture) -> None:
        assert main(["operations"]) == 0
        rows = cells(capsys.readouterr().out)
        assert rows == [
            [each.name, each.resource, each.kind, str(len(CATALOGUE.codes_of(each.name)))]
            for each in CATALOGUE.operations.values()
        ]

    def test_codes_are_the_page_s(self, capsys: Capture) -> None:
        assert main(["codes"]) == 0
        rows = cells(capsys.readouterr().out)
        assert [row[0] for row in rows] == list(CATALOGUE.codes)
        assert [row[3] for row in rows] == [each.message for each in CATALOGUE.codes.values()]
        assert sum(int(row[2]) for row in rows) == 289
        assert {row[0] for row in rows if row[1] == "500"} == {
            "GatewayInternalError",
            "InternalError",
        }

    @pytest.mark.parametrize(
        ("filters", "names"),
        [
            (["--code", "VolumeInUse"], ["DeleteVolume"]),
            (["--operation", "AddCache"], ["AddCache"]),
            (["--resource", "recovery point"], ["ListVolumeRecoveryPoints"]),
            (["--resource", "volume", "--code", "VolumeInUse"], ["DeleteVolume"]),
            (["--resource", "gateway", "--code", "VolumeInUse"], []),
            (["--text", "initiators STILL"], ["DeleteVolume"]),
            (["--outcome", "ThrottlingException"], []),
        ],
    )
    def test_operations_are_filtered(
        self, capsys: Capture, filters: list[str], names: list[str]
    ) -> None:
        assert main(["operations", *filters]) == 0
        assert [row[0] for row in cells(capsys.readouterr().out)] == names

    @pytest.mark.parametrize("outcome", ["500", "500 Internal Server Error", "InternalServerError"])
    def test_codes_are_filtered_by_outcome(self, capsys: Capture, outcome: str) -> None:
        assert main(["codes", "--outcome", outcome]) == 0
        names = [row[0] for row in cells(capsys.readouterr().out)]
        assert names == ["GatewayInternalError", "InternalError"]

    def test_codes_of_an_operation(self, capsys: Capture) -> None:
        assert main(["codes", "--operation", "DeleteVolume"]) == 0
        rows = cells(capsys.readouterr().out)
        assert {row[0] for row in rows} == set(CATALOGUE.codes_of("DeleteVolume"))
        assert {row[2] for row in rows} == {"1"}


class TestShow:
    def test_code(self, capsys: Capture) -> None:
        assert main(["show", "VolumeInUse"]) == 0
        code = CATALOGUE.codes["VolumeInUse"]
        assert cells(capsys.readouterr().out) == [
            ["error code", "VolumeInUse"],
            ["message", "The specified volume is already in use."],
            ["carrier", "InvalidGatewayRequestException", "inferred", code.carrier.source],
            ["status", "400 Bad Request"],
            ["cause", *code.cause],
            ["remedy", *code.remedy],
            ["operation", "DeleteVolume", "volume", "deletes"],
        ]

    def test_operation(self, capsys: Capture) -> None:
        assert main(["show", "DeleteVolume"]) == 0
        rows = cells(capsys.readouterr().out)
        assert rows[:3] == [
            ["operation", "DeleteVolume"],
            ["resource", "volume"],
            ["kind", "deletes"],
        ]
        codes = [row[1] for row in rows if row[0] == "error code"]
        assert codes == list(CATALOGUE.codes_of("DeleteVolume"))
        exceptions = [row[1] for row in rows if row[0] == "exception"]
        assert exceptions == list(CATALOGUE.general_exceptions)

    def test_exception_that_comes_alone(self, capsys: Capture) -> None:
        assert main(["show", "InvalidSignatureException"]) == 0
        facts = dict(cells(capsys.readouterr().out))
        exception = CATALOGUE.exceptions["InvalidSignatureException"]
        assert facts == {
            "exception": "InvalidSignatureException",
            "message": exception.message,
            "sample message": exception.sample_message,
            "status": "400 Bad Request",
            "comes": "alone, from any operation",
        }

    def test_carriers_share_out_all_codes(self, capsys: Capture) -> None:
        shown = []
        for name in CATALOGUE.carriers:
            assert main(["show", name]) == 0
            rows = cells(capsys.readouterr().out)
            shown += [row[1] for row in rows if row[0] == "error code"]
        assert sorted(shown) == sorted(CATALOGUE.codes)

    @pytest.mark.parametrize("name", NAMES)
    def test_everything_known_is_shown(self, capsys: Capture, name: str) -> None:
        assert main(["show", name]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert cells(out)[0][1] == name
        if name in CATALOGUE.codes:
            code = CATALOGUE.codes[name]
            for statement in (code.carrier, code.cause, code.remedy):
                assert "\t".join(statement) in out
            operations = [row[1] for row in cells(out) if row[0] == "operation"]
            assert operations == list(CATALOGUE.operations_of(name))


def simulated(capsys: BinaryCapture, *arguments: str) -> bytes:
    assert main(["simulate", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == b""
    return out


class TestSimulate:
    @pytest.mark.parametrize("operation", CATALOGUE.operations)
    def test_every_documented_error(self, capsysbinary: BinaryCapture, operation: str) -> None:
        for error in (*CATALOGUE.codes_of(operation), *CATALOGUE.general_exceptions):
            raw = simulated(capsysbinary, operation, error)
            head, _, body = raw.partition(b"\r\n\r\n")
            start, _, headers = head.partition(b"\r\n")
            code = CATALOGUE.codes.get(error)
            exception = CATALOGUE.exceptions[code.carrier.text if code else error]
            assert start == f"HTTP/1.1 {exception.status} {exception.reason}".encode()
            assert int(BytesParser().parsebytes(headers)["content-length"]) == len(body)
            fields = json.loads(body)
            assert fields["__type"] == exception.name
            assert fields.get("error") == ({"errorCode": error} if code else None)

    def test_json_is_the_body_alone(self, capsysbinary: BinaryCapture) -> None:
        raw = simulated(capsysbinary, "DeleteVolume", "VolumeInUse")
        body = simulated(capsysbinary, "DeleteVolume", "VolumeInUse", "--json")
        assert body == raw.partition(b"\r\n\r\n")[2]
        assert not body.endswith(b"\n")

    def test_the_carrier_can_be_chosen(self, capsysbinary: BinaryCapture) -> None:
        raw = simulated(
            capsysbinary, "DeleteVolume", "VolumeInUse", "--exception", "InternalServerError"
        )
        assert raw.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")

    def test_an_undocumented_pair_needs_its_option(self, capfd: Capture) -> None:
        assert main(["simulate", "ListGateways", "VolumeInUse"]) == 2
        sentence = refused(capfd.readouterr())
        assert "ListGateways is not documented to return VolumeInUse" in sentence
        assert "(--undocumented simulates" in sentence
        assert main(["simulate", "ListGateways", "VolumeInUse", "--undocumented"]) == 0
        assert '"VolumeInUse"' in capfd.readouterr().out

    def test_a_pipe_gets_the_bytes_untouched(self) -> None:
        command = [*SGW, "simulate", "DeleteVolume", "VolumeInUse"]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
        assert raw.count(b"\r\n") == raw.count(b"\n") == 5
        assert raw.endswith(b"}")

    def test_a_terminal_gets_the_end_of_a_line(self) -> None:
        shown = run_on_terminal("simulate", "DeleteVolume", "VolumeInUse", "--json")
        assert json.loads(shown)["error"] == {"errorCode": "VolumeInUse"}
        assert shown.endswith("}\n")

    def test_text_streams_are_served_too(self) -> None:
        with redirect_stdout(io.StringIO()) as out:
            assert main(["simulate", "DeleteVolume", "VolumeInUse", "--json"]) == 0
        assert json.loads(out.getvalue())["__type"] == "InvalidGatewayRequestException"


class TestHelp:
    def test_names_every_command_and_an_example(self, capsys: Capture) -> None:
        assert main(["--help"]) == 0
        shown = capsys.readouterr().out
        for command in COMMANDS:
            assert re.search(rf"^ +{command.name}\b", shown, re.MULTILINE)
        assert "\nexample:\n  sgw " in shown

    @pytest.mark.parametrize(
        ("command", "options"),
        [
            ("operations", "--operation --code --resource --outcome --text --data"),
            ("codes", "--operation --code --resource --outcome --text --data"),
            ("show", "NAME --data"),
            ("simulate", "OPERATION ERROR --exception --undocumented --json --data"),
            ("scan", "FILE --format --figure --jobs"),
            ("coverage", "REPORT --fail --missing --json --merge --data"),
            ("explain", "TEXT --file --json --data"),
            ("review", "FILE --operation --json"),
        ],
    )
    def test_of_a_command_names_its_options(
        self, capsys: Capture, command: str, options: str
    ) -> None:
        assert main([command, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown.isascii()
        listed = re.findall(r"^  (--?\w+|[A-Z]+)", shown, re.MULTILINE)
        assert sorted(listed) == sorted(["-h", *options.split()])

    @pytest.mark.parametrize("arguments", [[], *([each.name] for each in COMMANDS)])
    def test_examples_run(self, capsys: Capture, arguments: list[str], tmp_path: Path) -> None:
        # What some of them read.
        save_coverage(ClientCoverage(), tmp_path / "coverage.json")
        shutil.copy(DATA.parent / "docs" / "backup.log", tmp_path)
        (tmp_path / "backup.py").write_text("client.delete_volume()", encoding="utf-8")
        assert main([*arguments, "--help"]) == 0
        example = capsys.readouterr().out.partition("\nexample:\n")[2]
        assert example.strip().startswith(" ".join(["sgw", *arguments]))
        script = f'sgw() {{ "{sys.executable}" -m sgwlib "$@"; }}\n{example}'
        done = subprocess.run(
            ["sh", "-c", script], capture_output=True, check=True, timeout=60, cwd=tmp_path
        )
        assert done.stdout
        assert not done.stderr

    def test_version(self, capsys: Capture) -> None:
        assert main(["--version"]) == 0
        assert capsys.readouterr().out == f"sgw {__version__}\n"


class TestBadInput:
    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ([], "COMMAND"),
            (["explode"], "unknown command 'explode'; expected one of 9 names"),
            (["shwo", "VolumeInUse"], "unknown command 'shwo'; did you mean show? (see: sgw --"),
            (["show"], "NAME"),
            (["show", "volumeinuse"], "did you mean VolumeInUse"),
            (["show", "DeleteVolumes"], "did you mean DeleteVolume"),
            (["show", "ThrottlingExeption"], "did you mean ThrottlingException"),
            (["show", ""], "must not be empty"),
            (["show", "VolumeInUse", "VolumeNotFound"], "VolumeNotFound (see: sgw show --help)"),
            (["operations", "--oper", "AddCache"], "--oper"),
            (["operations", "--operation", "addcache"], "did you mean AddCache"),
            (["operations", "--operation", ""], "must not be empty"),
            (["codes", "--code", "VolumeInUsed"], "did you mean VolumeInUse"),
            (["codes", "--resource", "volumes"], "did you mean volume"),
            (["codes", "--outcome", "418"], "unknown exception or status '418'"),
            (["codes", "--text"], "--text"),
            (["codes", "--data", "/no/such/folder"], "datapackage.json: cannot be read"),
            (["simulate", "DeleteVolume"], "ERROR"),
            (["simulate", "DeleteVolum", "VolumeInUse"], "did you mean DeleteVolume"),
            (["simulate", "DeleteVolume", "VolumeInUsed"], "did you mean VolumeInUse"),
            (
                ["simulate", "DeleteVolume", "InternalServerError"],
                "--exception InternalServerError.",
            ),
            (
                ["simulate", "DeleteVolume", "VolumeInUse", "--exception", "ThrottlingException"],
                "ThrottlingException cannot carry the error code VolumeInUse",
            ),
            (
                ["simulate", "DeleteVolume", "VolumeInUse", "--exception", "InternalServerEror"],
                "did you mean InternalServerError",
            ),
            (["show", "\udcff\x1b[31m\nX"], "unknown operation, error code or exception"),
            (["show", "VolumeInUse", "\udcff\x1b[31m\nX"], "unrecognized arguments"),
        ],
    )
    def test_is_refused_with_one_sentence(
        self, capsys: Capture, arguments: list[str], expected: str
    ) -> None:
        assert main(arguments) == 2
        sentence = refused(capsys.readouterr())
        assert expected in sentence
        assert one_line(sentence.strip()) == sentence.strip()

    def test_from_a_process_of_its_own(self) -> None:
        result = run("show", "VolumeInUsed")
        assert result.status == 2
        refused((result.out, result.err))

    @given(st.lists(st.text(max_size=20) | st.sampled_from(["show", "codes", "--text", *NAMES])))
    def test_of_any_kind_never_ends_in_a_traceback(self, arguments: Sequence[str]) -> None:
        with redirect_stdout(io.StringIO()):
            assert main(arguments) in {0, 2}

    def test_damaged_data_is_named_by_file_and_line(self, tmp_path: Path, capsys: Capture) -> None:
        data = tmp_path / "data"
        shutil.copytree(DATA, data)
        with (data / "operations.csv").open("a", encoding="utf-8") as table:
            table.write("DeleteVolume,volume,deletes\n")
        assert main(["operations", "--data", str(data)]) == 2
        assert "operations.csv, line 37: " in refused(capsys.readouterr())


@pytest.fixture
def foreign_data(tmp_path: Path) -> Path:
    """Return a Data Package whose texts are hostile to encodings, lines and terminals."""
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    table = data / "error_codes.csv"
    text = table.read_text(encoding="utf-8")
    old = "The specified volume is already in use."
    assert old in text
    table.write_text(
        text.replace(old, '"Das [b]Gerät[/b]\tist\n\x1b[31mbelegt → 忙."'), encoding="utf-8"
    )
    return data


class TestOtherData:
    def test_is_used(self, foreign_data: Path, capsys: Capture) -> None:
        assert main(["show", "VolumeInUse", "--data", str(foreign_data)]) == 0
        assert cells(capsys.readouterr().out)[1] == [
            "message",
            "Das [b]Gerät[/b] ist [31mbelegt → 忙.",
        ]

    def test_that_cannot_be_encoded_is_escaped(self, foreign_data: Path) -> None:
        data = str(foreign_data)
        result = run("codes", "--data", data, PYTHONIOENCODING="ascii")
        assert (result.status, result.err) == (0, "")
        assert r"Das [b]Ger\xe4t[/b] ist [31mbelegt \u2192 \u5fd9." in result.out

    @pytest.mark.parametrize("columns", [40, 100])
    def test_leaves_a_terminal_unharmed(self, foreign_data: Path, columns: int) -> None:
        data = str(foreign_data)
        for encoding in ("ascii", "utf-8"):
            shown = run_on_terminal(
                "show",
                "VolumeInUse",
                "--data",
                data,
                columns=columns,
                environment={"PYTHONIOENCODING": encoding},
            )
            assert "[b]Ger" in shown
            assert "\x1b[31m" not in shown
            assert shown.isascii() == (encoding == "ascii")


class TestTerminal:
    @pytest.mark.parametrize("columns", [80, 200])
    def test_tables_have_headings_and_fit(self, columns: int) -> None:
        shown = without_colours(run_on_terminal("codes", columns=columns))
        lines = shown.splitlines()
        assert lines[0] == "36 of 36 error codes; documented pairs: 289"
        assert lines[2].split() == ["error", "code", "status", "pairs", "message"]
        assert max(map(len, lines)) <= columns
        assert [line.split()[0] for line in lines[4:] if line[0] != " "] == list(CATALOGUE.codes)

    def test_nothing_is_lost_where_a_table_does_not_fit(self) -> None:
        assert run_on_terminal("codes", columns=50).expandtabs(1) == (
            run("codes").out.expandtabs(1)
        )

    def test_filters_that_match_nothing_say_so(self) -> None:
        shown = run_on_terminal("codes", "--outcome", "403", columns=30)
        assert without_colours(shown) == "no error code matches\n"

    def test_show_has_every_word_of_the_plain_form(self) -> None:
        for name in ("VolumeInUse", "DeleteVolume", "InternalServerError", "RequestExpired"):
            words = without_colours(run_on_terminal("show", name)).split()
            assert set(run("show", name).out.split()) <= {*words, *(w.strip(":") for w in words)}

    def test_colours(self) -> None:
        assert "\x1b[" in run_on_terminal("show", "DeleteVolume")

    @pytest.mark.parametrize(("setting", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
    def test_no_colours_where_none_are_wanted(self, setting: str, value: str) -> None:
        shown = run_on_terminal("show", "DeleteVolume", environment={setting: value})
        assert not re.search(r"\x1b\[(?:\d+;)*[34]\d", shown)
        assert "GatewayNotConnected" in shown

    def test_a_pipe_stays_plain_whatever_the_environment(self) -> None:
        plain = run("codes").out
        assert plain.count("\n") == 36
        assert run("codes", FORCE_COLOR="1", COLUMNS="20", TERM="xterm-256color").out == plain


class TestEnd:
    def test_a_reader_that_is_gone(self) -> None:
        for arguments in (["codes"], ["simulate", "DeleteVolume", "VolumeInUse"]):
            reading, writing = os.pipe()
            os.close(reading)
            done = subprocess.run(
                [*SGW, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False
            )
            os.close(writing)
            assert (done.returncode, done.stderr) == (141, b"")

    def test_head(self) -> None:
        script = f'"{sys.executable}" -m sgwlib codes | head -n 1'
        done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
        assert done.stdout.startswith(b"ActivationKeyExpired\t400\t1\t")
        assert done.stderr == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_full_disk(self, unbuffered: str) -> None:
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

    def test_a_closed_output(self) -> None:
        script = f'"{sys.executable}" -m sgwlib codes >&-'
        done = subprocess.run(["sh", "-c", script], capture_output=True, check=False)
        assert done.returncode == 1
        assert done.stderr == b"sgw: cannot write the output: standard output is closed\n"

    def test_a_closed_error_output(self) -> None:
        script = f'"{sys.executable}" -m sgwlib show nothing 2>&-'
        done = subprocess.run(["sh", "-c", script], capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (2, b"")

    def test_ctrl_c(self, tmp_path: Path) -> None:
        fifo = tmp_path / "datapackage.json"
        os.mkfifo(fifo)
        process = subprocess.Popen(
            [*SGW, "codes", "--data", str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A test run in the background of a shell ignores Ctrl-C, and so would its children.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        )
        # Opening it for writing succeeds once the command has opened it for reading.
        deadline = time.monotonic() + 60
        writing = -1
        while writing < 0 and time.monotonic() < deadline:
            try:
                writing = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        os.close(writing)  # ends the reading, should the signal have come just before it began
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, b"", b"")


def test_a_pipe_loads_nothing_heavy() -> None:
    program = (
        "import sys; from sgwlib.cli import main; main(['codes', '--text', 'volume'])\n"
        "print(*sorted({each.partition('.')[0] for each in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "sgwlib" in loaded
    assert not loaded & {"rich", "networkx", "numpy", "scipy", "matplotlib", "boto3", "pandas"}
