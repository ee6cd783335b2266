"""What holds for every log: it is read in linear time, raises nothing, and may be cut between records."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import scan
from tests.diagnosis.logs import FORMS, Record
from tests.diagnosis.small_logs import INFO, NOISE, OVER_LINES, cut, one_line, read
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.diagnosis import Kind

ERROR: Final = one_line()
STAMP: Final = b"2026-03-01T09:59:58.011000000Z stderr"

# Forms in which any two records may be apart: a folder or a table of its own is written for each part.
DIVISIBLE: Final = (
    *("Python's logging", "log4j", "syslog", "syslog, RFC 5424", "Apache's error log", "docker"),
    *(
        "Kubernetes",
        "pino",
        "winston",
        "JSON objects over several lines",
        "an array of JSON objects",
    ),
    *("journalctl -o short", "journalctl -o json", "journalctl -o export", "Fluent Bit, stdout"),
    *(
        "OpenTelemetry, logs",
        "CloudTrail",
        "CloudTrail, lookup-events",
        "CloudWatch, a subscription",
    ),
    *(
        "CloudTrail, the event history as CSV",
        "CloudWatch, filter-log-events",
        "Logs Insights as CSV",
    ),
    *("Terraform", "the AWS CLI, enhanced"),
)


def totals(contents: list[bytes]) -> dict[Kind, tuple[int, object, object]]:
    with TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            (Path(folder) / f"{number}.log").write_bytes(content)
        found = scan(folder).found
    return {kind: (it.count, it.first, it.last) for kind, it in found.items()}


@tried(1 / 2)
@given(st.sampled_from(DIVISIBLE), st.integers(0, 100), st.data())
def test_two_halves_of_a_log_have_the_same_totals(
    name: str, seed: int, data: st.DataObject
) -> None:
    form, random = FORMS[name], Random(f"{name} {seed}")
    notations = tuple(random.sample(form.notations, min(4, len(form.notations))))
    records = form.records(f"{seed}", notations, times=1)
    at = data.draw(st.integers(1, len(records) - 1), "where it is cut")

    def content(part: list[Record]) -> bytes:
        (only,) = form.written(part, "").files.values()
        return only

    assert totals([content(records[:at]), content(records[at:])]) == totals([content(records)])


BYTES = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from(
            [
                *(
                    ERROR,
                    OVER_LINES,
                    *NOISE,
                    b'"',
                    b"{",
                    b"[",
                    b"}",
                    b"]",
                    b",",
                    b"\0",
                    b"\r",
                    b"\xff",
                ),
                *(
                    b'{"Records":[',
                    b'{"log":"',
                    b'{"message":',
                    b'{"eventSource":"',
                    b"Event time,Event source,",
                ),
                *(
                    b"Event name,Error code\n",
                    b"@timestamp,@message\n",
                    STAMP + b" P ",
                    STAMP + b" F ",
                ),
                *(
                    b"Traceback (most recent call last):\n",
                    b'"severity"',
                    b'{"MESSAGE":[27,300,"x"],',
                ),
                *(
                    b'"__REALTIME_TIMESTAMP":"1"}',
                    b'{"CloudTrailEvent":"{}"}',
                    b'["tag",[[1,{"log":"x"}]]]',
                ),
                *(
                    b'"eventName":7,"errorCode":[]}',
                    b'{"resourceLogs":[{"scopeLogs":[{}]}]}',
                    b"1" * 30,
                ),
                *(
                    b'{"attributes":[{"key":1,"value":{}}],"spanId":1,"events":[7]}',
                    b"InternalServerError",
                ),
            ]
        ),
        max_size=30,
    ).map(b"".join),
)


@tried(4)
@given(BYTES, st.integers(1, 300))
def test_no_bytes_raise_anything_and_pieces_change_nothing(content: bytes, size: int) -> None:
    content = content.replace(b"\r", b"\n")  # as what reads the files does
    whole = read([content])
    assert str(whole)
    assert read(cut(content, size)).found == whole.found


# Shapes that invite to look at everything again and again. Each is made of `n` equal parts.
SHAPES: Final[dict[str, Callable[[int], bytes]]] = {
    "many markers on one line": lambda n: (ERROR.rstrip() + b" ") * n,
    "many markers in one line of JSON": lambda n: b'{"log":"' + (ERROR.rstrip() + b" ") * n + b'"}',
    "markers on indented lines": lambda n: b"  storagegateway\n" * n,
    "deep braces": lambda n: b'{"a":' * n * 10 + b"\n" + ERROR,
    "deep braces in an array": lambda n: b'{"Records":[' + b'{"a":' * n * 10 + b"\n" + ERROR,
    "deep brackets": lambda n: b"[" * n * 50 + b"\n" + ERROR,
    "no line ends": lambda n: b"x" * n * 1000,
    "only line ends": lambda n: b"\n" * n * 1000,
    "errors between line ends": lambda n: (b"\n" * 100 + ERROR) * n,
    "Traceback repeated": lambda n: b"Traceback (most recent call last): storagegateway\n" * n,
    "frames repeated": lambda n: b"Traceback (most recent call last):\n  File storagegateway\n" * n,
    "lone openers": lambda n: b"{\n" * n * 20 + ERROR,
    "sentences between exceptions": lambda n: (
        b"\nDuring handling of the above exception\n" * n + ERROR
    ),
    "parts without an end": lambda n: (STAMP + b" P x\n") * n * 140,
    "quotes": lambda n: b'storagegateway "' * n,
    "backslashes": lambda n: b"storagegateway " + b"\\" * n * 100,
    "small objects": lambda n: b"[" + b",".join([b'{"a":"storagegateway"}'] * n * 4) + b"]",
    "an open cell": lambda n: b"@timestamp,@message\n" + b'a,"storagegateway ' * n * 20,
    "lines of docker": lambda n: b'{"log":"  storagegateway\\n","stream":"stderr"}\n' * n,
    "times": lambda n: b'{"time": ' * n * 4 + b" storagegateway 2026\n",
}


def seconds(content: bytes) -> float:
    gc.disable()  # beside all that the other tests have loaded, a collection takes half a second
    try:
        start = time.process_time()
        read(cut(content, 4096))
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("names", "parts"),
    [([*SHAPES][::3], 150), pytest.param([*SHAPES], 800, marks=pytest.mark.heavy)],
    ids=["some", "all, larger"],
)
def test_time_grows_with_the_size_and_not_with_its_square(names: list[str], parts: int) -> None:
    """Four times as much takes about four times as long; sixteen times would be its square."""
    slow = {}
    for name in names:
        once, four = seconds(SHAPES[name](parts)), seconds(SHAPES[name](4 * parts))
        if four > 8 * max(once, 0.02):
            slow[name] = f"{once:.3f} s, then {four:.3f} s"
    assert slow == {}


def test_a_log_may_be_split_at_any_line_between_records() -> None:
    parts = [INFO, ERROR, INFO, OVER_LINES, ERROR, INFO]
    whole = totals([b"".join(parts)])
    for at in range(1, len(parts)):
        assert totals([b"".join(parts[:at]), b"".join(parts[at:])]) == whole
