"""``sgw serve``: how it starts, what it writes, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import subprocess
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from sgwlib import load_coverage
from sgwlib.cli import main
from tests.endpoint.clients.plain import call, send, signed
from tests.endpoint.clients.served import SGW, serve

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]


def test_it_answers_until_a_signal_stops_it() -> None:
    for how in (signal.SIGINT, signal.SIGTERM):
        with serve("--fault", "DeleteVolume", "VolumeInUse") as served:
            assert call(served.url, "DeleteVolume").json()["error"] == {"errorCode": "VolumeInUse"}
            assert call(served.url).status == 200
            assert served.end(how) == (0, "", "")
            with pytest.raises(ConnectionRefusedError):
                call(served.url)


def test_it_writes_how_to_connect_clients() -> None:
    with serve("--token", "known") as served:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", served.url)
        for label in ("boto3", "AWS CLI", "JavaScript", "other SDKs", "control"):
            assert served.url in served.facts[label]
        assert served.facts["token"] == "known"
        assert served.facts["faults"] == "none; every call succeeds"
        call(served.url, amz_sdk_request="attempt=3; max=3")
        (only,) = served.calls()
        assert only | {"time": ""} == {
            "operation": "ListGateways",
            "outcome": "success",
            "status": 200,
            "attempt": 3,
            "time": "",
        }


def test_faults_come_before_those_of_the_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    faults = [{"operation": "*", "error": "InternalFailure", "times": 1}]
    plan.write_text(json.dumps({"seed": 7, "faults": faults}))
    with serve("--plan", str(plan), "--fault", "DeleteVolume", "VolumeInUse") as served:
        assert served.control("plan") == {
            "seed": 7,
            "faults": [{"operation": "DeleteVolume", "error": "VolumeInUse"}, *faults],
        }


def test_its_options_decide_who_may_call() -> None:
    records = ("--secret", "AKID:a:secret", "--session-token", "t", "--not-subscribed", "OTHER")
    with serve(*records, "--rate", "0.001") as served:
        assert served.facts["credentials"] == "only those given"
        assert call(served.url).kind == "InvalidClientTokenId"
        headers = signed(served.url, "AKID", "a:secret")
        assert send(served.url, b"{}", headers).status == 200
        assert send(served.url, b"{}", headers).kind == "ThrottlingException"


def test_it_writes_what_its_clients_have_met(tmp_path: Path) -> None:
    report = tmp_path / "coverage.json"
    arguments = ("--fault", "DeleteVolume", "VolumeInUse", "--coverage", str(report))
    with serve(*arguments) as served:
        call(served.url, "DeleteVolume")
        while served.process.poll() is None:  # more impatient than any user
            served.process.send_signal(signal.SIGINT)
    assert set(load_coverage(report).met()) == {("DeleteVolume", "VolumeInUse")}


def test_on_a_terminal_no_line_is_broken() -> None:
    """A line that is there to be copied stays whole, however narrow the terminal is."""
    parent, child = pty.openpty()
    token = "t" * 60
    process = subprocess.Popen(
        [*SGW, "serve", "--token", token, "--seconds", "0.1"],
        stdout=child,
        env={**os.environ, "COLUMNS": "80"},
    )
    os.close(child)
    shown = b""
    with suppress(OSError):  # the terminal is closed when the process ends
        while part := os.read(parent, 65536):
            shown += part
    os.close(parent)
    assert process.wait(60) == 0
    lines = shown.decode().split("\r\n")
    url = lines[0].split()[1]
    assert [line.split(maxsplit=1)[0] for line in lines if line][:3] == ["url", "faults", "boto3"]
    assert f"control      curl -H 'Authorization: Bearer {token}' {url}/_sgw/calls" in lines
    assert f"AWS CLI      aws storagegateway list-gateways --endpoint-url {url}" in lines


def test_it_stops_by_itself_after_some_seconds() -> None:
    done = subprocess.run(
        [*SGW, "serve", "--seconds", "0.1"], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_warns_of_other_machines(capsys: Capture) -> None:
    assert main(["serve", "--host", "0.0.0.0", "--allow-remote", "--seconds", "0.01"]) == 0
    out, err = capsys.readouterr()
    assert "\nwarning\tother machines can reach it without a password\n" in out
    assert err == ""


def test_a_port_in_use_is_one_sentence(capsys: Capture) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"sgw: cannot listen on 127.0.0.1 port {port}: Address already in use\n"


def test_wrong_input_is_one_sentence(capsys: Capture) -> None:
    wrong = [
        (["--fault", "DeleteVolume"], "--fault"),
        (["--fault", "DeleteVolume", "VolumeInUs"], "did you mean VolumeInUse"),
        (["--fault", "DeleteVolumes", "VolumeInUse"], "did you mean DeleteVolume"),
        (["--fault", "DeleteVolume", "ActivationKeyInvalid"], "(pass --undocumented to simulate"),
        (["--plan", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["--plan", "pyproject.yaml"], "unknown file ending"),
        (["--port", "80000"], "expected 0 to 65535"),
        (["--port", "http"], "--port"),
        (["--host", "0.0.0.0"], "or --allow-remote"),
        (["--host", "name.invalid"], "'name.invalid' is not found"),
        (["--secret", "AKID"], "a colon"),
        (["--rate", "0"], "expected a number above 0"),
        (["--rate", "fast"], "argument --rate: invalid float value"),
        *(
            (["--seconds", each], "is not a number above 0")
            for each in ("long", "-1", "nan", "inf")
        ),
        (["--token", ""], "must not be empty"),
        (["--token", "é"], "printable ASCII"),
        (["--coverage", "nowhere/report.json"], "there is no folder nowhere"),
        (["--rate", "2000000"], "up to 1000000"),
    ]
    problems = []
    for arguments, expected in wrong:
        status = main(["serve", *arguments])
        out, err = capsys.readouterr()
        is_right = (status, out, err.count("\n")) == (2, "", 1) and err.startswith("sgw: ")
        if not is_right or expected not in err:
            problems.append((arguments, status, out, err))
    assert problems == []


def test_an_undocumented_fault_is_served_when_asked_for() -> None:
    arguments = ("--fault", "DeleteVolume", "ActivationKeyInvalid", "--undocumented")
    with serve(*arguments) as served:
        error = call(served.url, "DeleteVolume").json()["error"]
        assert error == {"errorCode": "ActivationKeyInvalid"}
