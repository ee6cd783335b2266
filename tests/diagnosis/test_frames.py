"""An error is read the same, and a mention stays one, whatever carries it: a logger, a tool, a mail."""

from __future__ import annotations

import html
import json
from random import Random
from typing import TYPE_CHECKING, Final

from sgwlib import explain
from sgwlib.diagnosis import Kind
from tests.diagnosis.logs.records import START, new_error
from tests.diagnosis.mentions import LOOK_ALIKES, MENTIONS, fill
from tests.diagnosis.notations import NOTATIONS
from tests.diagnosis.small_logs import counts

if TYPE_CHECKING:
    from collections.abc import Callable


def each_line(prefix: str) -> Callable[[str], str]:
    return lambda text: "\n".join(prefix + line for line in text.split("\n"))


def in_fields(**fields: str) -> Callable[[str], str]:
    """Return what puts a text into the field whose value is "*"."""
    return lambda text: json.dumps({key: text if it == "*" else it for key, it in fields.items()})


# What each line of a log has that a scan reads as the program has written it.
TRANSPORTS: Final[dict[str, Callable[[str], str]]] = {
    "docker compose": each_line("sync-1  | "),
    "kubectl": each_line("[pod/sync-7d9f/main] "),
    "Jenkins": each_line("[2026-03-01T09:59:58.123Z] "),
    "GitHub Actions": each_line("2026-03-01T09:59:58.1234567Z "),
    "GitLab": each_line("2026-03-01T09:59:58.123456Z 01E "),
    "JSON with a message of its own": in_fields(message="failed", stack_trace="*"),
    "an error in JSON": lambda text: json.dumps({"err": {"name": "Error", "message": text}}),
    "Elastic's fields": lambda text: json.dumps({"message": "failed", "error.message": text}),
    "Step Functions": in_fields(Error="JobError", Cause="*"),
    "a notification": in_fields(Type="Notification", Message="*"),
    "logfmt": lambda text: f"level=error err={json.dumps(text)}",
    "CSV": lambda text: '2026-03-01,ERROR,"' + text.replace('"', '""') + '"',
    "HTML": lambda text: f"<pre>{html.escape(text)}</pre>",
    "pipes": lambda text: f"2026-03-01T09:59:58Z|ERROR|sync|{text}",
    "annotations": lambda text: "::error::" + text.replace("%", "%25").replace("\n", "%0A"),
    "Ansible": lambda text: json.dumps({"stderr": text, "stderr_lines": text.split("\n")}),
}
FRAMES: Final = TRANSPORTS | {
    "a mail": each_line("> "),
    "Terraform": lambda text: f"╷\n{each_line('│ ')('Error: ' + text)}\n│ \n╵",
    "bytes": lambda text: f"stderr: {text.encode()!r}",
}


def test_an_error_in_any_frame_is_the_same() -> None:
    wrong = []
    random = Random("frames")
    for (frame, put), (name, notation) in (
        (frame, notation) for frame in FRAMES.items() for notation in NOTATIONS.items()
    ):
        what = random.choice(notation.happenings)
        text = put(notation.text(new_error(what, START, random)))
        found = [Kind(it.operation, it.exception, it.code) for it in explain(text) if it.certain]
        log = f"2026-03-01 09:59:57 INFO started\n{text}\n2026-03-01 09:59:59 INFO done\n"
        counted = counts(log.encode()) if frame in TRANSPORTS else {notation.kind(what): 1}
        if found != [notation.kind(what)] or counted != {notation.kind(what): 1}:
            wrong.append((frame, name, what.code, found, counted))
    assert wrong == []


def test_a_mention_in_any_frame_is_none() -> None:
    random = Random("mentions")
    texts = {name: fill(text, random) for name, text in (MENTIONS | LOOK_ALIKES).items()}
    claimed = [
        (frame, name)
        for frame, put in TRANSPORTS.items()
        for name, text in texts.items()
        if (frame, name) != ("pipes", "a table of Markdown")  # between pipes, it is no table
        if any(each.certain for each in explain(put(text)))
    ]
    assert claimed == []
