"""What happens to a text on its way: coloured, prefixed, wrapped, escaped, cut, beside another.

Nothing is lost but by cutting, so that a variant's expectation is that of its base.
"""

from __future__ import annotations

import html
import json
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.diagnosis.corpus.cases import CASES
from tests.diagnosis.corpus.entries import Entry, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BASES = (
    "boto3-volume-in-use-str",
    "boto3-throttled-str",
    "boto3-volume-not-found-traceback",
    "boto3-share-not-found-response",
    "aws-cli-1-internal-plain",
    "aws-cli-2-volume-not-found-plain",
    "aws-sdk-js-3-volume-in-use-json",
    "aws-sdk-js-3-internal-console-error",
    "aws-sdk-go-1-gateway-type-error",
    "aws-sdk-go-2-volume-in-use-error",
    "aws-sdk-java-2-volume-in-use-message",
    "cloudtrail-volume-in-use-event",
    "curl-not-connected-include",
)
DISGUISED = (
    "boto3-volume-in-use-str",
    "aws-cli-2-volume-not-found-plain",
    "aws-sdk-js-3-volume-in-use-json",
    "aws-sdk-go-1-gateway-type-error",
    "cloudtrail-volume-in-use-event",
    "curl-not-connected-include",
)
OTHER_SERVICE = (
    "An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): "
    "Please reduce your request rate."
)
COLUMNS = 80
CHAINED = ("boto3-volume-not-found-traceback", "boto3-share-not-found-traceback")
DURING = "\n\nDuring handling of the above exception, another exception occurred:\n\n"
FURTHER = 5
"""In the list of bases, how far apart two are that come into one text."""
CUTS = (0.3, 0.6, 0.85)


def lines(text: str, prefix: str) -> str:
    """Return the text with something before each line."""
    return "".join(f"{prefix}{line}\n" for line in text.strip("\n").split("\n"))


def coloured(text: str) -> str:
    red = (f"\x1b[31m{line}\x1b[0m" for line in text.split("\n"))
    return "\n".join(red).replace("Exception", "\x1b[1mException\x1b[22m")


def wrapped(text: str) -> str:
    """Break lines where a terminal of 80 columns does, also within words."""
    broken = (
        line[start : start + COLUMNS]
        for line in text.split("\n")
        for start in range(0, max(len(line), 1), COLUMNS)
    )
    return "\n".join(broken)


def word_wrapped(text: str) -> str:
    """Break lines between words, as an editor or a mail does."""
    filled = (
        textwrap.fill(line, COLUMNS, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return "\n".join(filled)


def docker(text: str) -> str:
    wrote = {"stream": "stderr", "time": "2024-04-06T07:08:09.123456789Z"}
    return "".join(
        json.dumps({"log": f"{line}\n", **wrote}) + "\n" for line in text.strip("\n").split("\n")
    )


def escaped(text: str) -> str:
    return json.dumps({"level": "error", "logger": "backup", "msg": text})


def escaped_twice(text: str) -> str:
    return json.dumps({"timestamp": 1712387289, "message": escaped(text)})


def windows(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"


VARIANTS: dict[str, Callable[[str], str]] = {
    "coloured": coloured,
    "syslog": lambda text: lines(text, "Apr  6 07:08:09 backup-1 cleanup[4711]: "),
    "journald": lambda text: lines(text, "Apr 06 07:08:09 backup-1 systemd-cat[4711]: "),
    "kubernetes": lambda text: lines(text, "2024-04-06T07:08:09.123456789Z stderr F "),
    "iso": lambda text: lines(text, "2024-04-06T07:08:09.123Z ERROR [worker-3] "),
    "docker": docker,
    "wrapped": wrapped,
    "word-wrapped": word_wrapped,
    "escaped": escaped,
    "escaped-twice": escaped_twice,
    "windows": windows,
}


def csv_field(text: str) -> str:
    return '2024-04-06T07:08:09Z,backup-1,"' + text.replace('"', '""') + '"\r\n'


def as_html(text: str) -> str:
    return f"<pre class='log'>{html.escape(text)}</pre>"


def all_escaped(text: str) -> str:
    """Escape quotes by their numbers, as JSON writers of .NET and Java may."""
    quoted = json.dumps(text).replace('\\"', "\\u0022").replace("'", "\\u0027")
    return f'{{"@t":"2024-04-06T07:08:09Z","@x":{quoted}}}'


def among_others(text: str) -> str:
    """Put the text among lines that tell of nothing."""
    quiet = "".join(f"2024-04-06 07:08:0{second} INFO poll {second}: ok\n" for second in range(5))
    return f"{quiet}{text.strip()}\n{quiet}"


DISGUISES: dict[str, Callable[[str], str]] = {
    "mail": lambda text: lines(text, "> "),
    "markdown": lambda text: f"It says:\n\n```\n{text.strip()}\n```\n",
    "csv": csv_field,
    "logfmt": lambda text: (
        f"ts=2024-04-06T07:08:09Z level=error err={json.dumps(text)} job=nightly"
    ),
    "html": as_html,
    "all-escaped": all_escaped,
    "bytes": lambda text: f"subprocess failed, stderr: {text.encode()!r}",
    "prefixed-and-wrapped": lambda text: wrapped(lines(text, "Apr 06 07:08:09 backup-1 cleanup: ")),
    "among-others": among_others,
}
"""Harder ones, for some of the bases."""


def variants(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Return the variants of the bases, and pairs of bases in one text."""
    known = {entry.id: entry for entry in entries}
    bases = [known[name] for name in BASES if name in known]
    for base in bases:
        for name, change in VARIANTS.items():
            yield _variant(base, name, change(base.text))
        yield from _without_period(base)
        yield from _cuts(base)
    for base in (known[name] for name in DISGUISED):
        for name, change in DISGUISES.items():
            yield _variant(base, name, change(base.text))
        yield _beside_another_service(base)
        yield from _beheaded(base)
    for first, second in zip(bases, bases[FURTHER:] + bases[:FURTHER], strict=True):
        if first.case != second.case:
            yield several(first, second)
    yield several(*(known[name] for name in CHAINED), between=DURING)


def several(first: Entry, second: Entry, *, between: str = "\n\n") -> Entry:
    """Put two errors into one text, as a log has them."""
    text = f"{first.text.rstrip()}{between}{second.text.lstrip()}"
    unjudged = tuple(name for name in first.unjudged if name != "errors")
    expected = replace(first.expected, errors=2)
    both = replace(first, expected=expected, unjudged=unjudged, others=(second,))
    return _variant(both, f"and-{second.id}", text)


def _variant(base: Entry, name: str, text: str) -> Entry:
    return replace(base, id=f"{base.id}+{name}", text=text, base=base.id)


def _without_period(base: Entry) -> Iterator[Entry]:
    message = base.expected.message
    if message and message.endswith("."):
        yield _variant(base, "no-period", base.text.replace(message, message[:-1]))


def _cuts(base: Entry) -> Iterator[Entry]:
    """Cut at some shares of the text, and within what matters most."""
    case = CASES[str(base.case)]
    truth = case.truth
    ends = [round(share * len(base.text)) for share in CUTS]
    ends += [base.text.find(truth.exception) + 12, base.text.find(truth.message) + 20]
    for end in sorted(end for end in set(ends) if end < len(base.text.rstrip())):
        made = part(base, slice(end), case)
        yield _variant(made, f"cut-{end}", made.text)


def _beheaded(base: Entry) -> Iterator[Entry]:
    """Lose the beginning, as a log that was rotated away: within the exception, and before the message."""
    case = CASES[str(base.case)]
    for what in (case.truth.exception, case.truth.message):
        start = base.text.find(what) + (7 if what == case.truth.exception else 0)
        made = part(base, slice(start, None), case)
        yield _variant(made, f"from-{start}", made.text)


def _beside_another_service(base: Entry) -> Entry:
    """Put another service's error before it; whether that one is counted is open, and so is whose tries."""
    made = _variant(base, "after-another-service", f"{OTHER_SERVICE}\n{base.text}")
    return replace(made, unjudged=tuple(sorted({*made.unjudged, "errors", "attempts"})))
