"""Logs in every form that a scan promises to read, made by a generator that knows the truth.

A log is made of records (``records``). Some of them hold an error that happened, in the notation of
some client; the others hold messages without one, mentions of names, and errors of other services.
A form of `FORMS` writes them, and `Log.truth` says what a scan has to find. Request ids, ARNs, times,
accounts, process ids and hosts differ from record to record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final

from tests.diagnosis.logs.cloudtrail import (
    bridge,
    history,
    lookup_events,
    one_event,
    quiet_event,
    trail,
    trail_folder,
)
from tests.diagnosis.logs.cloudwatch import filter_log_events, insights, subscription
from tests.diagnosis.logs.collectors import (
    cri,
    docker,
    fluent_bit,
    fluent_bit_lines,
    fluent_forward,
    journal,
    journal_bytes,
    journal_export,
    journal_fields,
    otlp,
    spans,
)
from tests.diagnosis.logs.lines import (
    access,
    apache,
    each_line,
    offset,
    recoloured,
    rfc_5424,
    stamped,
    syslog,
    syslog_escaped,
)
from tests.diagnosis.logs.objects import (
    bunyan,
    json_array,
    json_lines,
    json_logger,
    pino,
    pretty,
    structlog,
    winston,
    zap,
)
from tests.diagnosis.logs.records import (
    LEAP_DAY,
    START,
    Log,
    Record,
    Truth,
    epoch,
    iso,
    millis,
    nanos,
    quiet_records,
    records,
    truth_of,
)
from tests.diagnosis.logs.tools import (
    CODED,
    PLAN,
    SCRIPT,
    TERRAFORM,
    cli_notation,
    health_log,
    plain,
    plain_coloured,
)
from tests.diagnosis.mentions import fill
from tests.diagnosis.notations import HAPPENINGS, NOTATIONS, Happening, Notation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sgwlib.diagnosis import Kind


__all__ = ["FORMS", "HEALTH_LOGS", "Form", "Log", "Record", "Truth", "quiet_records"]


@dataclass(frozen=True)
class Form:
    """How the records of a log are written.

    `notations` are those whose errors the form can hold; a form without times has `timed` false.
    `quiet` are the other messages, if the form cannot hold any; `start` is the time of the first,
    and `age` the time from the last one until the log is read. `without_codes` says that the form
    has no messages, from which codes could be concluded.
    """

    write: Callable[[list[Record], Random], bytes | dict[str, bytes]]
    notations: tuple[Notation, ...] = tuple(NOTATIONS.values())
    timed: bool = True
    quiet: tuple[str, ...] = ()
    start: datetime = START
    age: timedelta = timedelta(minutes=1)
    without_codes: bool = False

    def log(
        self,
        seed: str,
        notations: tuple[Notation, ...] | None = None,
        quiet: Iterable[str] | None = None,
        times: int = 2,
    ) -> Log:
        """Return a log in this form, the same for the same seed."""
        return self.written(self.records(seed, notations, quiet, times), seed)

    def records(
        self,
        seed: str,
        notations: tuple[Notation, ...] | None = None,
        quiet: Iterable[str] | None = None,
        times: int = 2,
    ) -> list[Record]:
        """Return records that this form can hold."""
        random = Random(seed)
        if self.quiet:
            quiet = (fill(random.choice(self.quiet), random) for _ in count())
        chosen = self.notations if notations is None else notations
        found = records(random, chosen, times=times, quiet=quiet, start=self.start)
        if self.without_codes:
            return [each._replace(kind=without_code(each.kind)) for each in found]
        return found

    def written(self, found: list[Record], seed: str = "") -> Log:
        """Return a log of these records."""
        written = self.write(found, Random(seed))
        files = written if isinstance(written, dict) else {"a.log": written}
        return Log(files, truth_of(found, timed=self.timed), found[-1].at + self.age)


def without_code(kind: Kind | None) -> Kind | None:
    """Return what is known without the message: a code only if it stands for the exception."""
    return kind._replace(code=None) if kind and kind.exception else kind


BOTO: Final = tuple(NOTATIONS[name] for name in ("botocore", "botocore, a traceback"))
DENIED: Final = Happening(
    "DeleteGateway",
    "AccessDenied",
    None,
    "User: arn:aws:sts::111122223333:assumed-role/backup/a is not authorized to perform: "
    "storagegateway:DeleteGateway because no identity-based policy allows it",
)
# An event of CloudTrail can hold every error. Its errorCode names the exception, or a code.
EVENTS: Final = (
    *(Notation(lambda error: error.sentence, True, (*HAPPENINGS, DENIED)),) * 10,  # noqa: FBT003
    *(Notation(lambda error: error.sentence, True, CODED, exception=False),) * 2,  # noqa: FBT003
)


def with_ends(write: Callable[[list[Record], Random], bytes], end: str) -> Callable[..., bytes]:
    """Write other line ends."""
    return lambda found, random: write(found, random).replace(b"\n", end.encode())


LOGGING: Final = stamped(lambda each: f"{millis(each.at)} {each.level} [backup.jobs] ")

FORMS: Final[dict[str, Form]] = {
    # Lines with a stamp
    "Python's logging": Form(LOGGING),
    "Python's logging, CRLF": Form(with_ends(LOGGING, "\r\n")),
    "Python's logging, CR": Form(with_ends(LOGGING, "\r")),
    "log4j": Form(stamped(lambda r: f"{millis(r.at)} {r.level:<5} [main] c.e.backup.Cleanup - ")),
    "log4j, ISO": Form(stamped(lambda r: f"{iso(r.at)} [pool-1-thread-3] {r.level} Cleanup : ")),
    "Go's log": Form(stamped(lambda r: f"{r.at:%Y/%m/%d %H:%M:%S} [{r.level}] ")),
    "an offset from UTC": Form(stamped(offset)),
    "coloured": Form(recoloured),
    "syslog": Form(each_line(syslog)),
    "syslog, padded days": Form(each_line(lambda r, at: syslog(r, at, "{:02}"))),
    "syslog, a leap day": Form(each_line(syslog), start=LEAP_DAY),
    "syslog, a leap day, read next January": Form(
        each_line(syslog), start=LEAP_DAY, age=timedelta(days=320)
    ),
    "syslog, over New Year": Form(each_line(syslog), start=datetime(2024, 12, 31, 20, tzinfo=UTC)),
    "syslog, escaped by rsyslog": Form(syslog_escaped),
    "syslog, RFC 5424": Form(each_line(rfc_5424)),
    "Apache's error log": Form(stamped(apache)),
    "Apache's access stamp": Form(stamped(access)),
    "a stated year at the end": Form(stamped(lambda r: f"[{r.at:%a %b %d %H:%M:%S %Y}] [error] ")),
    "a leap day": Form(LOGGING, start=LEAP_DAY),
    "seconds since 1970": Form(stamped(lambda r: f"{int(r.at.timestamp())} {r.level} ")),
    "seconds since 1970, with a fraction": Form(stamped(lambda r: f"[{r.at.timestamp():.6f}] ")),
    "milliseconds since 1970": Form(stamped(lambda r: f"{epoch(r.at)} {r.level} ")),
    # JSON
    "structlog": Form(json_lines(structlog)),
    "pino": Form(json_lines(pino)),
    "zap": Form(json_lines(zap)),
    "bunyan": Form(json_lines(bunyan)),
    "winston": Form(json_lines(winston)),
    "python-json-logger": Form(json_lines(json_logger)),
    "JSON objects over several lines": Form(pretty),
    "an array of JSON objects": Form(json_array),
    # Collectors
    "journalctl -o short": Form(journal),
    "journalctl -o json": Form(json_lines(journal_fields)),
    "journalctl -o json, coloured": Form(json_lines(journal_bytes)),
    "journalctl -o export": Form(journal_export),
    "docker": Form(docker),
    "Kubernetes": Form(each_line(lambda _, at: f"{nanos(at)} stderr F ")),
    "Kubernetes, long lines in parts": Form(cri),
    "Fluent Bit, stdout": Form(fluent_bit),
    "Fluent Bit, JSON lines": Form(json_lines(fluent_bit_lines)),
    "Fluent Bit, forward": Form(fluent_forward),
    "OpenTelemetry, logs": Form(lambda found, _: otlp(found, None)),
    "OpenTelemetry, logs over several lines": Form(lambda found, _: otlp(found, 2)),
    "OpenTelemetry, spans": Form(spans, BOTO * 6),
    # CloudTrail
    "CloudTrail": Form(trail(None), EVENTS),
    "CloudTrail, over several lines": Form(trail(2), EVENTS),
    "CloudTrail, a bucket": Form(trail_folder, EVENTS),
    "CloudTrail, an event a file": Form(one_event(None), EVENTS[:4]),
    "CloudTrail, an event a file, over several lines": Form(one_event(4), EVENTS[:4]),
    "CloudTrail, an event a line": Form(json_lines(quiet_event), EVENTS),
    "CloudTrail, lookup-events": Form(lookup_events, EVENTS),
    "CloudTrail, the event history as CSV": Form(history, EVENTS, without_codes=True),
    "CloudTrail through EventBridge": Form(json_lines(bridge), EVENTS),
    # CloudWatch Logs
    "CloudWatch, a subscription": Form(subscription(7)),
    "CloudWatch, one record of all": Form(subscription(10_000)),
    "CloudWatch through Firehose": Form(subscription(7, between="")),
    "CloudWatch, exported": Form(stamped(lambda each: f"{iso(each.at)} ")),
    "CloudWatch, filter-log-events": Form(filter_log_events),
    "aws logs tail": Form(stamped(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S.%f}+00:00 {r.host}/1 ")),
    "aws logs tail --format short": Form(stamped(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S} ")),
    "Logs Insights as CSV": Form(insights),
    # Without times
    "Terraform": Form(plain, TERRAFORM * 6, timed=False, quiet=PLAN),
    "Terraform, coloured": Form(plain_coloured, TERRAFORM * 6, timed=False, quiet=PLAN),
    **{
        f"the AWS CLI, {form}": Form(plain, (cli_notation(form),) * 6, timed=False, quiet=SCRIPT)
        for form in ("v1", "legacy", "enhanced", "json", "yaml", "text", "table")
    },
}
"""Every form by its name."""

HEALTH_LOGS: Final[dict[str, Callable[[Random], Log]]] = {
    "the health log": health_log(lambda _, entry: json.dumps(entry)),
    "the health log, over several lines": health_log(lambda _, entry: json.dumps(entry, indent=4)),
    "the health log, exported": health_log(lambda r, entry: f"{iso(r.at)} {json.dumps(entry)}"),
}
