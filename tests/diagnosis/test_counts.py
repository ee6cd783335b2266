"""A scan counts exactly what happened, in every form, and nothing that is only mentioned."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import sys
import zipfile
from collections import Counter
from importlib import import_module
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest

from sgwlib import explain, scan
from sgwlib.diagnosis import Kind
from tests.diagnosis.logs import FORMS, HEALTH_LOGS, Form, Log, Truth, quiet_records
from tests.diagnosis.mentions import DOUBTFUL, LOOK_ALIKES, MENTIONS, fill
from tests.diagnosis.notations import NOTATIONS, OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.diagnosis import Scan

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


class Count(NamedTuple):
    """What a scan says of a kind. Some forms state whole seconds, so fractions are ignored."""

    times: int
    first: str
    last: str


def scanned(log: Log) -> Scan:
    with TemporaryDirectory() as folder:
        return scan(log.write(Path(folder)))


def counts(truths: Mapping[Kind, Truth]) -> dict[Kind, Count]:
    def count(truth: Truth) -> Count:
        first, last = (f"{at:%Y-%m-%d %H:%M:%S}" if at else "never" for at in truth[1:])
        return Count(truth.times, first, last)

    return {kind: count(truth) for kind, truth in truths.items()}


def wrong(log: Log) -> list[str]:
    """Return a line for each kind that was not counted as it happened, and what was not read."""
    scan = scanned(log)
    ours = counts({kind: Truth(it.count, it.first, it.last) for kind, it in scan.found.items()})
    theirs = counts(log.truth)
    return [
        *(f"not read: {each.reason}" for each in scan.unread),
        *(
            f"{kind}: found {ours.get(kind)}, happened {theirs.get(kind)}"
            for kind in {**theirs, **ours}
            if ours.get(kind) != theirs.get(kind)
        ),
    ]


def only(form: Form, templates: Mapping[str, str]) -> Log:
    """Return a log of these messages, in which nothing happened."""
    random = Random("only")
    messages = [fill(each, random) for each in templates.values()]
    return form.written(quiet_records(random, messages))


def culprits(form: Form) -> str:
    """Say which notations, mentions and look-alikes fail alone, each in a log of its own."""
    notations = [
        name
        for name, each in NOTATIONS.items()
        if each in form.notations and wrong(form.log(name, (each,), quiet=cycle(["done"]), times=3))
    ]
    mentions = [
        name
        for name, text in (MENTIONS | LOOK_ALIKES).items()
        if not form.quiet and scanned(only(form, {name: text})).count
    ]
    return f"wrong alone: {notations}; counted though none: {len(mentions)}: {mentions[:5]}"


def report(failures: Mapping[str, list[str]]) -> str:
    """Say what is wrong with each form, and look for the culprits in the first ones."""
    told = []
    for number, (name, lines) in enumerate(failures.items()):
        why = f" ({culprits(FORMS[name])})" if number < 5 and name in FORMS else ""
        told.append("\n    ".join([f"{name}{why}", *lines[:5]]))
    return "\n".join([f"{len(failures)} forms are counted wrong", *told])


def test_some_forms_are_counted_exactly() -> None:
    """Errors stand between messages that mention names, and errors of other services."""
    results = {name: wrong(FORMS[name].log(name, times=1)) for name in [*FORMS][::3]}
    failures = {name: lines for name, lines in results.items() if lines}
    assert not failures, report(failures)


def test_every_health_log_is_counted_exactly() -> None:
    results = {name: wrong(make(Random(name))) for name, make in HEALTH_LOGS.items()}
    failures = {name: lines for name, lines in results.items() if lines}
    assert not failures, report(failures)


def test_names_that_are_only_mentioned_are_counted_apart() -> None:
    assert len(MENTIONS) >= 60
    found = scanned(only(FORMS["Python's logging"], MENTIONS))
    assert found.count == 0, found.found
    assert found.mentioned[OWN] >= 60
    assert found.mentioned["VolumeInUse"] >= 5


def test_errors_of_other_services_are_never_counted() -> None:
    assert len(LOOK_ALIKES) >= 40
    found = scanned(only(FORMS["Python's logging"], LOOK_ALIKES))
    assert found.count == 0, found.found


def sentence(operation: str, exception: str) -> str:
    """Return what botocore prints of an error whose names other services have, too."""
    return f"An error occurred ({exception}) when calling the {operation} operation: Rate exceeded"


PERHAPS: dict[str, Kind | None] = {
    **{
        sentence(*names): Kind(*names, None)
        for names in (
            ("ListGateways", "ThrottlingException"),
            ("ListVolumes", "ThrottlingException"),
            ("DeleteVolume", "InternalServerError"),
        )
    },
    # Storage Gateway has no such operation, or none is named.
    sentence("DescribeTable", "ThrottlingException"): None,
    "storage gateway backup: ThrottlingException: Rate exceeded": None,
    "An error occurred (AccessDeniedException) when calling an operation: no": None,
}


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.heavy)])
def test_errors_that_another_service_may_have_sent_are_counted_apart(every: int) -> None:
    """They change nothing in the errors beside them, whatever the form of the log."""
    forms = {
        name: form
        for name, form in FORMS.items()
        # These have no sentences beside the errors.
        if not form.quiet and not name.startswith(("CloudTrail", "OpenTelemetry, spans"))
    }
    failures = {}
    for name in [*forms][::every]:
        found = forms[name].records(name, quiet=cycle(PERHAPS), times=1)
        kinds = (PERHAPS.get(each.message) for each in found)
        expected = Counter(kind for kind in kinds if kind)
        assert len(expected) == 3
        log = forms[name].written(found, name)
        apart = {kind: tally.count for kind, tally in scanned(log).perhaps.items()}
        if lines := [*wrong(log), *([f"apart: {apart}"] if apart != expected else [])]:
            failures[name] = lines
    assert not failures, report(failures)


def test_a_text_that_mentions_a_name_says_so() -> None:
    """A call in CloudTrail that went well may be passed over without looking for names in it."""
    random = Random(1)
    texts = {name: fill(text, random) for name, text in MENTIONS.items()}
    found = {name: explain(text) for name, text in texts.items()}
    claimed = [name for name, each in found.items() if any(it.certain for it in each)]
    unnamed = [
        name
        for name, text in texts.items()
        if re.search(rf"(?<![\w-]){OWN}(?![\w-])", text)
        and not text.startswith('{"event')
        and OWN not in found[name].mentioned
    ]
    assert (claimed, unnamed) == ([], [])


def test_an_error_that_happened_is_not_called_mentioned() -> None:
    random = Random(1)
    log = FORMS["Python's logging"].log("alone", quiet=cycle(["done"]), times=1)
    assert scanned(log).mentioned == {}
    error = f"{OWN}: The specified volume is already in use."
    for text in (
        f'FAILED! => {{"msg": "non-zero return code", "rc": 254, "stderr": "{error}"}}',
        f'{{"cmd": "aws storagegateway list-volumes | grep \\"vol\\"", "stderr": "{error}"}}',
        f'return code 254, output: "{error}"',
        f'Failed while deleting: "{error}")',
        f'the final error = "{error}"',
        f"ERROR fixture teardown failed: {error}",
        f"[mock-data-loader] ERROR {error}",
        f"Volume vol-1 in PASS THROUGH: {error}",
        f"E, [2026-03-01T09:59:58 #1] ERROR -- : {error}",
        f"2026-03-01 ERROR nightly policy run raised {OWN}",
        f"DeleteVolume returned {OWN} 3 times",
        f"error: {OWN} 400",
    ):
        assert explain(text).certain, text
    for name, (text, *_) in DOUBTFUL.items():  # either reading will do, but it is not to fail
        assert str(explain(fill(text, random))), name


def test_what_is_no_error_is_certain_of_nothing() -> None:
    random = Random(1)
    certain = [
        name
        for name, text in LOOK_ALIKES.items()
        if any(each.certain for each in explain(fill(text, random)))
    ]
    assert certain == []


def zipped(content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("logs/a.log", content)
        file.writestr("logs/empty.log", b"")
    return archive.getvalue()


def encoded(encoding: str, mark: str = "") -> Callable[[bytes], bytes]:
    return lambda content: (mark + content.decode()).encode(encoding)


STORED: dict[str, Callable[[bytes], bytes]] = {
    ".log.gz": gzip.compress,
    ".log.zst": zstd.compress,
    ".log.bz2": bz2.compress,
    ".log.xz": lzma.compress,
    ".zip": zipped,
    "of gz parts": lambda content: b"".join(
        gzip.compress(content[at : at + 5000]) for at in range(0, len(content), 5000)
    ),
    "UTF-8 with a mark": encoded("utf-8", "\ufeff"),
    **{
        f"{encoding}{' with a mark' if mark else ''}": encoded(encoding, mark)
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
        for mark in ("", "\ufeff")
    },
}
"""How files are compressed and encoded. The name says what they are only if it is an extension."""


@pytest.mark.parametrize(
    "forms",
    [
        ["CloudTrail"],
        pytest.param(
            ["Python's logging, CRLF", "CloudWatch, one record of all"], marks=pytest.mark.heavy
        ),
    ],
)
def test_every_compression_and_encoding_is_counted_exactly(forms: list[str]) -> None:
    failures = {}
    for form in forms:
        log = FORMS[form].log(form, times=1)
        (content,) = log.files.values()
        for name, store in STORED.items():
            file = f"a{name}" if name.startswith(".") else "a.log"
            stored = Log({file: store(content)}, log.truth, log.newest)
            if lines := wrong(stored):
                failures[f"{form}, {name}"] = lines
    assert not failures, report(failures)


def test_a_log_that_is_split_between_two_records_counts_the_same() -> None:
    failures = {}
    for name in ("Python's logging", "syslog", "pino", "docker", "CloudTrail", "Terraform"):
        form, random = FORMS[name], Random(name)
        found = form.records(name, times=1)
        whole = form.written(found)
        at = random.randrange(1, len(found))
        files = {
            f"{number}.log": form.written(part).files["a.log"]
            for number, part in enumerate((found[:at], found[at:]))
        }
        if lines := wrong(Log(files, whole.truth, whole.newest)):
            failures[name] = lines
    assert not failures, report(failures)


@pytest.mark.heavy
def test_large_logs_of_every_form_are_counted_exactly() -> None:
    failures = {}
    for name, form in FORMS.items():
        if lines := wrong(form.log("large", times=5)):
            failures[name] = lines
    assert not failures, report(failures)


@pytest.mark.heavy
def test_one_line_of_thousands_of_messages_is_counted_exactly() -> None:
    failures = {}
    for name in (
        *("CloudWatch, one record of all", "CloudWatch, filter-log-events", "CloudTrail"),
        *("an array of JSON objects", "CloudTrail, lookup-events"),
    ):
        log = FORMS[name].log("large", times=100)
        assert sum(map(len, log.files.values())) > 1_000_000
        if lines := wrong(log):
            failures[name] = lines
    assert not failures, report(failures)


@pytest.mark.heavy
def test_every_mention_in_every_form_is_left_uncounted() -> None:
    found = {
        name: [f"{kind}" for kind in scanned(only(form, MENTIONS | LOOK_ALIKES)).found]
        for name, form in FORMS.items()
        if not form.quiet
    }
    assert {name: kinds for name, kinds in found.items() if kinds} == {}
