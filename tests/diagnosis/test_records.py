"""An error is one record, on however many lines, in whatever pieces, and nothing certain is missed."""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path
from random import Random
from textwrap import indent
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib import explain
from sgwlib.diagnosis import records, sources
from sgwlib.diagnosis.records import (
    CONTEXT,
    MARKERS,
    Record,
    continues,
    is_marked,
    records_in,
    unwrapped,
)
from tests.diagnosis.logs import FORMS
from tests.diagnosis.small_logs import (
    INFO,
    NOISE,
    NOT_CONNECTED,
    OVER_LINES,
    VOLUME_IN_USE,
    counted,
    counts,
    cut,
    one_line,
)
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parent / "corpus" / "corpus.jsonl"
# Each of these breaks the lines or the names that a log had, or spreads one error over several records.
BROKEN = ("coloured", "wrapped", "word-wrapped", "docker", "prefixed-and-wrapped")


def corpus() -> list[dict[str, Any]]:
    lines = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    return [
        line
        for line in lines
        if line["form"] != "debug" and line["id"].partition("+")[2] not in BROKEN
    ]


# --- markers --------------------------------------------------------------------------------


@pytest.fixture(params=["with the extra fast", "without"])
def _each_search(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    records._search.cache_clear()
    yield
    records._search.cache_clear()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("_each_search")
@given(st.text(st.sampled_from("ws tomGageRquErI-_xS"), max_size=40), st.sampled_from(MARKERS))
def test_the_quick_search_finds_exactly_the_markers(letters: str, marker: bytes) -> None:
    noise = letters.encode()
    noise += b"{" if b"4sI" in marker else b""  # only objects hold what is packed
    for text in (noise, noise + marker + noise, noise + marker[1:] + noise, marker[:-1] + noise):
        assert is_marked(text) == any(each in text for each in MARKERS)
        found = list(records_in([text]))
        assert bool(found) == is_marked(text)


def test_a_message_that_journald_writes_as_numbers_is_found_whatever_wrote_the_json() -> None:
    message = list(f"\x1b[31m{one_line().decode()}\x1b[0m".encode())
    entry = {"MESSAGE": message, "__REALTIME_TIMESTAMP": "1770091506789012"}
    for separators in ((",", ":"), (", ", ": ")):
        assert counts(json.dumps(entry, separators=separators).encode()).total() == 1


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.heavy)])
def test_whatever_is_certain_has_a_marker_and_counts_as_often_as_explain_says(step: int) -> None:
    """Held to the texts of real clients: each as a log of its own."""
    texts = corpus()
    assert len(texts) > 400
    wrong = []
    for line in texts[::step]:
        certain = [each for each in explain(line["text"]) if each.certain and each.found]
        if counts(line["text"].encode()).total() != len(certain):
            wrong.append(line["id"])
    assert wrong == []


# --- which lines belong together ------------------------------------------------------------

# Two lines each. The second continues the first, or starts a record of its own.
TOGETHER = (
    "Traceback (most recent call last):\n  File",
    "2026-03-01 09:59:58 ERROR x\n\tat com.example",
    "2026-03-01 09:59:58 ERROR x\n}",
    "2026-03-01 09:59:58 ERROR x\nCaused by: y",
    "2026-03-01 09:59:58 ERROR x\n#0 /srv/a.php",
    "2026-03-01 09:59:58 ERROR x\n2026-03-01 09:59:58   indented",
    "ERROR failed\nTraceback (most recent call last):",
    'Response body:\n{"a": 1}',
    "Response body:\nb'{\"a\": 1}'",
    "Code: X\nMessage: y",
    "│ Error: x\n│ y",
    "Mar  1 09:59:58 host app[7]: x\nMar  1 09:59:58 host app[7]:     at y",
    "2026-03-01T09:59:58.0110000Z stderr F x\n2026-03-01T09:59:58.0110001Z stderr F   y",
    '{"log":"x\\n","stream":"stderr"}\n{"log":"\\tat y\\n","stream":"stderr"}',
    "sync-1  | x\nsync-1  |   y",
    "[pod/sync-7d9f/main] x\n[pod/sync-7d9f/main]   y",
    "2026-03-01T09:59:58 host app[7]: x\n2026-03-01T09:59:58 host app[7]:     at y",
    "2026-03-01T09:59:58.1234567Z x\n2026-03-01T09:59:58.1234567Z Caused by: y",
    '{"log":"x\\n","time":"2026-03-01T09:59:58Z"}\n{"log":"  y\\n","time":"2026-03-01T10:00:00Z"}',
    "2026-03-01T09:59:58.123456Z 01E x\n2026-03-01T09:59:58.123456Z 01E Caused by: y",
    "[2026-03-01T09:59:58.123Z] x\n[2026-03-01T09:59:58.123Z] Caused by: y",
    "x\n\x1b[31m  y",
    "2026-03-01 09:59:58 ERROR x\ncom.example.Failed: y\n\tat z",
    "2026-03-01 09:59:58 ERROR x\n\ncom.example.Failed: y\n\tat z",
    "Remove-SGVolume : x\nAt line:1 char:1",
    "Remove-SGVolume : x\n+     $found = Remove-SGVolume -VolumeARN $arn",
    "E, [2026-03-01] ERROR -- : x\n/gems/aws-sdk-core/client.rb:17:in `call'",
)
BOX = f"╰{'─' * 38}╯\n"  # below a traceback of Rich, which breaks what follows at its width
TOGETHER_IN_RICH = (
    "ValueError: The word below is\nlonger-than-that",
    "ValueError: The words below are too long\nfor it",
)
APART_IN_RICH = (
    "ValueError: The word below is\nshort",
    "ValueError: The words below are too long\n[09:59:58] ERROR",
    "ValueError: The words below are too long\n╭──────────",
)
APART = (
    "x\ny",
    "2026-03-01 09:59:58 ERROR x\n2026-03-01 09:59:58 ERROR y",
    "2026-03-01 09:59:58 ERROR x\n2026/03/01 09:59:58 y",
    "x\n",
    "x\n\ny",
    "x\n\ncom.example.Failed: y\nz",
    '{"a": 1}\n{"a": 2}',
    "}\n{",
    "x\n+ aws storagegateway list-volumes",
    "Mar  1 09:59:58 host app[7]: x\nMar  1 09:59:58 host other[8]:     at y",
    'Mar  1 09:59:58 host app[7]: Response body:\nMar  1 09:59:58 host other[8]: {"a": 1}',
    "2026-03-01T09:59:58.0110000Z stdout F x\n2026-03-01T09:59:58.0110001Z stderr F   y",
    "sync-1  | x\nweb-1   |   y",
    "sync-1  | x:\nweb-1   | Traceback (most recent call last):",
    "2026-03-01T09:59:58.1234567Z [INF] x\n2026-03-01T11:30:00.1234567Z Error message: y",
    '2026-03-01T09:59:58.1234567Z [INF] x:\n2026-03-01T11:30:00.1234567Z {"a": 1}',
    "[2026-03-01T09:59:58.123Z] x\n[2026-03-01T11:30:00.123Z] Caused by: y",
    "2026-03-01T09:59:58.123456Z 01E x\n2026-03-01T09:59:58.123456Z 01O   y",
    "KeyError: 1\nKeyError: 2",
    "2026-03-01 09:59:58 ERROR x\ncom.example.Failed: y\nz",
    "com.example.Failed: x\ncom.example.Failed: y\n\tat z",
    "\tat x\ncom.example.Failed: y\n\tat z",
    "    2026-03-01T09:59:58Z [ERROR] x\n    2026-03-01T09:59:58Z [ERROR] y",
)


def test_a_line_continues_the_one_above_or_not() -> None:
    wrong = []
    for texts, expected, above, head in (
        (TOGETHER, True, "", ""),
        (APART, False, "", ""),
        *((TOGETHER_IN_RICH, True, BOX, head) for head in ("", "[pod/sync-7d9f/main] ")),
        *((APART_IN_RICH, False, BOX, head) for head in ("", "[pod/sync-7d9f/main] ")),
    ):
        for text in texts:
            block = indent(f"{above}{text}\n", head).encode()
            start = block.index(b"\n", len(f"{head}{above}".encode())) + 1
            if start < len(block) and continues(block, start, 0, len(block)) != expected:
                wrong.append(text)
    assert wrong == []


def test_the_exception_below_the_frames_ends_a_traceback() -> None:
    block = (
        b"Traceback (most recent call last):\n  File x\n    raise y\nKeyError: 'a'\nKeyError: b\n"
    )
    exception = block.index(b"KeyError")
    assert continues(block, exception, 0, len(block))
    assert not continues(block, exception, exception - 12, len(block)), "beyond what may be seen"
    assert not continues(block, block.index(b"KeyError: b"), 0, len(block))


def test_what_a_transport_adds_is_taken_away() -> None:
    for text, expected in (
        ("x\n  y\n", "x\n  y\n"),
        ("Mar  1 09:59:58 host app[7]: x\nMar  1 09:59:58 host app[7]:   y\n", "x\n  y\n"),
        (
            "2026-03-01T09:59:58.011000000Z stderr F x\n2026-03-01T09:59:58.011000000Z stderr F   y",
            "x\n  y",
        ),
        ('{"log":"x\\n","stream":"stderr"}\n{"log":"\\ty\\n","stream":"stderr"}\n', "x\n\ty\n"),
        ('{"log":"x\\n"}\n{"log":7}\n', '{"log":"x\\n"}\n{"log":7}\n'),
        ('{"log":"x\\n"}\n{"log', '{"log":"x\\n"}\n{"log'),
        ("sync-1  | x\nsync-1  |   y\n", "x\n  y\n"),
        ("<131>1 2026-03-01T09:59:58Z host backup 7 - - x\n", "x\n"),
    ):
        assert unwrapped(text.encode()).decode() == expected


def test_long_lines_of_kubernetes_are_joined() -> None:
    stamp = b"2026-03-01T09:59:58.011000000Z stderr"
    error = one_line().rstrip()
    for size in (1000, 31, 7):
        parts = list(cut(error, size))
        lines = [b"%b P %b\n" % (stamp, part) for part in parts[:-1]]
        log = b"".join([*lines, b"%b F %b\n" % (stamp, parts[-1])])
        for piece in (len(log), 64, 5):
            assert counts(b"%b F done\n" % stamp + log * 3, piece) == {VOLUME_IN_USE: 3}
    assert counts(lines[0] + b"\n", 5).total() == 0, "without an end"


def test_an_error_counts_once_on_however_many_lines() -> None:
    for error, kind in ((one_line(), VOLUME_IN_USE), (OVER_LINES, NOT_CONNECTED)):
        for before, after, end in product((b"", INFO), (b"", INFO), (b"\n", b"\r\n")):
            for times in (1, 2):
                log = (before + error * times + after).replace(b"\n", end)
                assert counts(log) == {kind: times}
                assert counts(log.rstrip(b"\r\n")) == {kind: times}


def test_what_looks_like_an_error_is_none() -> None:
    assert counts(b"".join(NOISE)) == {}


# --- pieces -----------------------------------------------------------------------------------

PARTS = st.lists(st.sampled_from([one_line(), OVER_LINES, *NOISE]), max_size=12)


@given(PARTS, st.integers(1, 2000))
def test_borders_between_pieces_change_nothing(parts: list[bytes], size: int) -> None:
    log = b"".join(parts)
    whole = list(records_in([log] if log else []))
    assert [each[:2] for each in records_in(cut(log, size))] == [each[:2] for each in whole]
    for record in whole:
        assert log[record.offset :].startswith(record.text)
        assert log[: record.offset].endswith(record.above)


@tried(1 / 3)
@given(st.sampled_from(sorted(FORMS)), st.integers(1, 5000))
def test_the_size_of_pieces_changes_no_form(name: str, size: int) -> None:
    form = FORMS[name]
    random = Random(name)
    notations = tuple(random.sample(form.notations, min(4, len(form.notations))))
    for content in form.log(name, notations, times=1).files.values():
        whole, cut_up = (sources.text(cut(content, each), 1) for each in (len(content), size))
        assert counted(cut_up) == counted(whole)


@given(st.binary(max_size=3000), st.integers(1, 500))
def test_any_bytes_can_be_read(noise: bytes, size: int) -> None:
    log = noise + b"\n" + one_line() + noise
    records = list(records_in(cut(log, size)))
    assert [each[:2] for each in records] == [each[:2] for each in records_in([log])]
    assert any(b"DeleteVolume" in record.text for record in records)


def test_a_record_comes_once_the_next_pieces_cannot_change_it() -> None:
    given = []

    def pieces() -> Iterator[bytes]:
        for piece in (
            INFO + one_line(),
            b"\n",  # a traceback may follow, then a trace of Java, then a frame of it
            b"com.example.Failed: x\n",
            INFO,
            one_line()[:-1],
        ):
            given.append(piece)
            yield piece

    found = records_in(pieces())
    first = next(found)
    assert given[-1] == INFO
    assert (first.text, first.offset, first.above) == (one_line(), len(INFO), INFO)
    [second] = found
    assert second.text == one_line()[:-1]
    assert second.offset == 2 * len(INFO) + len(one_line()) + len(b"\ncom.example.Failed: x\n")


def test_what_stands_above_a_record_is_a_few_lines() -> None:
    record = Record(b"x", 10_000, b"a" * 10_000 + b"x", 10_000)
    assert record.above == b"a" * 4096


# --- long lines -----------------------------------------------------------------------------


def test_a_line_of_any_length_needs_bounded_context() -> None:
    error = one_line().rstrip()
    padding = b"x" * (3 * CONTEXT)
    log = b" ".join([padding, error, padding, error, padding])
    for size in (1000, 1 << 16, 1 << 20):
        records = list(records_in(cut(log, size)))
        assert len(records) == 2
        assert all(len(record.text) <= 2 * CONTEXT for record in records)
        assert counts(log, size) == {VOLUME_IN_USE: 2}


def test_a_marker_that_a_border_cuts_in_a_long_line_is_found() -> None:
    error = b'{"__type":"InvalidGatewayRequestException","message":"no"}'
    log = b"x" * (2 * CONTEXT) + error + b"y" * (3 * CONTEXT)
    for size in range(2 * CONTEXT, 2 * CONTEXT + len(error)):
        assert len(list(records_in([log[:size], log[size:]]))) == 1


def test_errors_close_to_each_other_on_one_line_all_count() -> None:
    event = '{"eventSource":"storagegateway.amazonaws.com","eventName":"%s","errorCode":"InvalidGatewayRequestException","errorMessage":"The specified volume was not found."}'
    names = ["DeleteVolume", "CreateSnapshot", "ListLocalDisks"]
    line = "x" + ",".join(event % name for name in names)
    found = counts(line.encode())
    assert {kind.operation for kind in found} == set(names)
    assert set(found.values()) == {1}


def test_long_lines_within_an_object_are_read_as_lines() -> None:
    for first, end in (('{"message": "', '"}'), ('[{"message": "', '"}]')):
        line = f"{first}{'x' * 20_000} {one_line().decode().rstrip()}{end}"
        log = f'{{\n"a":\n{line},\n"b": "{"y" * 20_000}"\n}}\n'
        assert json.loads(log)
        assert counts(log.encode()) == {VOLUME_IN_USE: 1}


def test_many_lines_without_an_end_are_cut() -> None:
    log = b"start\n" + b"  indented\n" * CONTEXT + b"  " + one_line()
    (record,) = records_in([log])
    assert len(record.text) <= 2 * CONTEXT
    assert counts(log) == {VOLUME_IN_USE: 1}
