"""One SQL query that counts Storage Gateway's errors in CloudTrail, for DuckDB and for Athena.

Both engines run the same text but for ``events``, the part that reads the source. So the query
keeps to functions that are alike in DuckDB and Trino, the engine of Athena. For example, it removes
white space by ``translate``: ``regexp_replace`` replaces one match in DuckDB and all in Trino.
"""

from __future__ import annotations

import glob
import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sgwlib.catalogue import load_catalogue
from sgwlib.diagnosis.events import SOURCE
from sgwlib.diagnosis.knowledge import knowledge
from sgwlib.errors import ScanError
from sgwlib.text import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.catalogue import Catalogue

__all__ = ["Dialect", "scan_sql"]

Dialect = Literal["athena", "duckdb"]
"""The engine that runs the query."""

# Each column of `events`, to the field of a CloudTrail event.
_FIELDS: Final = {
    "service": "eventSource",
    "operation": "eventName",
    "error": "errorCode",
    "message": "errorMessage",
    "happened": "eventTime",
}

# What `str.split` takes for white space. SQL has no class of characters with the same members.
_WHITE_SPACE: Final = tuple(point for point in range(0x3001) if chr(point).isspace())

# A table, with its database and data source before it if need be: security.cloudtrail_logs
_TABLE: Final = re.compile(r"\w[\w-]*(\.\w[\w-]*){0,2}", re.ASCII)

# A file of CloudTrail is one object. DuckDB reserves twice as much memory for each thread.
# read_json_objects is over ten times as fast as read_json, which looks for dates in each string.
_LARGEST_FILE: Final = 64 * 1024 * 1024

# These years have four digits in each time zone, and a day and a second may be added.
_FIRST_YEAR, _LAST_YEAR = 1970, 9998

# CloudTrail puts an event into the folder of the day on which it delivers it, minutes after the
# event as a rule. So an event from just before midnight is in the next day's folder.
_LATEST_DELIVERY: Final = timedelta(days=1)

# The rows come in the order of `Scan.most_frequent`.
_QUERY: Final = """\
WITH events AS (
{events}
),
code_names (name) AS (VALUES
{code_names}
),
code_messages (text, code) AS (VALUES
{code_messages}
),
errors AS (
  SELECT
    operation,
    -- aws#Name:http://address becomes Name
    regexp_replace(split_part(error, ':', 1), '[^:]*#', '') AS name,
    -- no white space and no final period
    regexp_replace(translate(message, {white_space}, ''), '[.]$', '') AS text,
    CASE WHEN happened LIKE '____-__-__T__:__:__%Z' THEN substr(happened, 1, 19) || 'Z' END AS time
  FROM events
  WHERE service = {service} AND error <> ''
),
kinds AS (
  SELECT
    errors.operation,
    CASE WHEN code_names.name IS NULL THEN errors.name END AS exception,
    coalesce(code_names.name, code_messages.code) AS code,
    errors.time
  FROM errors
  LEFT JOIN code_names ON code_names.name = errors.name
  LEFT JOIN code_messages
    ON code_messages.text = errors.text AND errors.name IN ({carriers}){window}
)
SELECT
  operation, exception, code,
  count(*) AS "count", min(time) AS "first", max(time) AS "last"
FROM kinds
GROUP BY operation, exception, code
ORDER BY
  "count" DESC, coalesce(operation, ''), coalesce(exception, ''), coalesce(code, '');
"""

_DUCKDB_EVENTS: Final = """\
  SELECT
    {columns}
  FROM (
    SELECT unnest(json_transform(json, '{{"Records": [{{{fields}}}]}}').Records) AS record
    FROM read_json_objects({files}, format = 'unstructured', maximum_object_size = {size})
  )"""

_ATHENA_EVENTS: Final = """\
  SELECT
    {columns}
  FROM {table}{days}"""

# The table that AWS documents for CloudTrail, with the columns that the query needs, and with
# partitions for accounts and regions: "Create the table for CloudTrail logs in Athena using
# partition projection" in the Athena User Guide.
_ATHENA_TABLE: Final = """\
-- 1. Create the table, unless you have one that is partitioned by "timestamp" (yyyy/MM/dd).
-- Replace BUCKET, ACCOUNT_IDS (such as 111122223333,444455556666), REGIONS (such as
-- us-east-1,eu-west-1) and 2020/01/01, the first day. Replace ORGANIZATION_ID (such as
-- o-a1b2c3d4e5). If the trail belongs to a single account, remove ORGANIZATION_ID/ in both places.
CREATE EXTERNAL TABLE IF NOT EXISTS {table} (
  `eventtime` string,
  `eventsource` string,
  `eventname` string,
  `errorcode` string,
  `errormessage` string
)
PARTITIONED BY (`account` string, `region` string, `timestamp` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://BUCKET/AWSLogs/ORGANIZATION_ID/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'REGIONS',
  'projection.timestamp.type' = 'date',
  'projection.timestamp.format' = 'yyyy/MM/dd',
  'projection.timestamp.range' = '2020/01/01,NOW',
  'projection.timestamp.interval' = '1',
  'projection.timestamp.interval.unit' = 'DAYS',
  'storage.location.template' =
    's3://BUCKET/AWSLogs/ORGANIZATION_ID/${{account}}/CloudTrail/${{region}}/${{timestamp}}'
);

-- 2. Count the errors.
"""


def scan_sql(
    dialect: Dialect,
    source: str | os.PathLike[str] | None = None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    catalogue: Catalogue | None = None,
) -> str:
    """Return SQL that counts the errors of Storage Gateway in CloudTrail, as a scan does.

    The result has the columns ``operation``, ``exception``, ``code``, ``count``, ``first`` and
    ``last``, the most frequent kind of error first. Codes that CloudTrail omits are concluded
    from the messages.

    Parameters
    ----------
    dialect
        ``"duckdb"`` or ``"athena"``. For Athena, a statement that creates the table comes first.
    source
        For DuckDB a folder, a file or a pattern such as ``logs/**/*.json.gz``; by default the
        folder ``AWSLogs``. For Athena a table; by default ``cloudtrail_logs``.
    since, until
        Only count events from the one time to before the other. An event without a time is then
        not counted.
    catalogue
        The names and messages to recognise; by default those of the default edition.

    Returns
    -------
    str
        One statement, or two for Athena, each with a final semicolon.

    Raises
    ------
    ScanError
        If the dialect is unknown, a time has no time zone or the source cannot be one.

    Examples
    --------
    >>> print(scan_sql("athena", "security.trail").partition("events AS ")[2][:145])
    (
      SELECT
        eventsource AS service,
        eventname AS operation,
        errorcode AS error,
        errormessage AS message,
        eventtime AS happened
    """
    if dialect not in get_args(Dialect):
        raise ScanError(f"no SQL for {dialect!r}; expected {one_of(get_args(Dialect))}")
    start, end = _utc("since", since), _utc("until", until)
    if start and end and start >= end:
        raise ScanError(f"since is {since}; expected a time before until, which is {until}")
    known = knowledge(catalogue or load_catalogue())
    if dialect == "duckdb":
        preparation, events = "", _duckdb_events("AWSLogs/" if source is None else source)
    else:
        table = "cloudtrail_logs" if source is None else source
        preparation = _ATHENA_TABLE.format(table=_table(table, "`"))
        latest = end and end + _LATEST_DELIVERY
        events = _ATHENA_EVENTS.format(
            columns=",\n    ".join(f"{field.lower()} AS {name}" for name, field in _FIELDS.items()),
            table=_table(table, '"'),
            days=_bounds('"timestamp"', start, latest, "%Y/%m/%d", "<="),
        )
    names = [name for name in known.codes if name not in known.exceptions]
    return preparation + _QUERY.format(
        events=events,
        code_names=_rows([(name,) for name in names], 1),
        code_messages=_rows(known.code_messages.items(), 2),
        white_space=" || ".join(f"chr({point})" for point in _WHITE_SPACE),
        service=_literal(SOURCE),
        carriers=", ".join(map(_literal, known.catalogue.carriers)) or "NULL",
        window=_bounds("errors.time", start, end, "%Y-%m-%dT%H:%M:%SZ", "<"),
    )


def _utc(name: str, moment: datetime | None) -> datetime | None:
    """Return a time in UTC, rounded up to the second: events have no fractions of it."""
    given: Any = moment  # anything, if the caller is wrong
    if given is None:
        return None
    if not isinstance(given, datetime) or given.utcoffset() is None:
        raise ScanError(f"{name} is {given!r}; expected a datetime with a time zone")
    if not _FIRST_YEAR <= given.year <= _LAST_YEAR:
        raise ScanError(f"{name} is {given}; expected a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    whole = given.astimezone(UTC).replace(microsecond=0)
    return whole + timedelta(seconds=bool(given.microsecond))


def _bounds(
    column: str, start: datetime | None, end: datetime | None, written: str, until: str
) -> str:
    """Return the clause for a column that writes times so that they sort as text."""
    bounds = ((">=", start), (until, end))
    conditions = [f"{column} {sign} '{it.strftime(written)}'" for sign, it in bounds if it]
    return f"\n  WHERE {' AND '.join(conditions)}" if conditions else ""


def _duckdb_events(source: str | os.PathLike[str]) -> str:
    columns = (
        # A field is JSON: "AccessDenied" with its quotes, or 403, which is no errorCode.
        f"CASE WHEN json_type(record.{field}) = 'VARCHAR' THEN record.{field} ->> '$' END AS {name}"
        for name, field in _FIELDS.items()
    )
    return _DUCKDB_EVENTS.format(
        columns=",\n    ".join(columns),
        fields=", ".join(f'"{field}": "JSON"' for field in _FIELDS.values()),
        files=_literal(_pattern(os.fspath(source))),
        size=_LARGEST_FILE,
    )


def _pattern(source: str) -> str:
    """Return what DuckDB reads: all JSON in a folder, plain or compressed; else what is given."""
    if not source:
        raise ScanError("the source is empty; expected a folder, a file or a pattern")
    escaped = glob.escape(source) if os.path.exists(source) else source  # noqa: PTH110 - may be a URL
    is_folder = source.endswith("/") or os.path.isdir(source)  # noqa: PTH112 - the same
    return f"{escaped.rstrip('/')}/**/*.json*" if is_folder else escaped


def _table(source: str | os.PathLike[str], mark: str) -> str:
    """Return the name of a table, each part of it between quotation marks."""
    name = os.fspath(source)
    if not _TABLE.fullmatch(name):
        raise ScanError(f"{name!r} is no table; expected a name such as security.cloudtrail_logs")
    return mark + name.replace(".", f"{mark}.{mark}") + mark


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(rows: Iterable[tuple[str, ...]], width: int) -> str:
    """Return the rows of VALUES; one of NULLs, which equals nothing, if there are none."""
    lines = [f"  ({', '.join(map(_literal, row))})" for row in rows]
    return ",\n".join(lines or [f"  ({', '.join(['NULL'] * width)})"])
