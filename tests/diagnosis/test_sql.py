"""The SQL counts what a reading of CloudTrail in plain Python counts, in both dialects."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from sgwlib.catalogue import Catalogue, load_catalogue
from sgwlib.diagnosis import scan
from sgwlib.diagnosis.sql import scan_sql
from sgwlib.errors import ScanError
from sgwlib.response import bare_name
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Event = dict[str, Any]
Row = tuple[str | None, str | None, str | None, int, str | None, str | None]

OURS = "storagegateway.amazonaws.com"
START = datetime(2026, 3, 1, tzinfo=UTC)


# --- the truth ------------------------------------------------------------------------------


def normal(text: object) -> str | None:
    return "".join(text.split()).removesuffix(".") if isinstance(text, str) else None


def by_hand(
    events: Iterable[Any],
    catalogue: Catalogue | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Row]:
    """Count the errors in plain Python."""
    catalogue = catalogue or load_catalogue()
    codes: dict[str, Any] = {**catalogue.known_codes, **catalogue.codes}
    exceptions = {*catalogue.known_exceptions, *catalogue.exceptions}
    messages = {normal(code.message): name for name, code in codes.items() if code.message}
    counts: Counter[tuple[str | None, ...]] = Counter()
    times: dict[tuple[str | None, ...], list[str]] = {}
    for event in events:
        fields = event if isinstance(event, dict) else {}
        error, moment = fields.get("errorCode"), fields.get("eventTime")
        if fields.get("eventSource") != OURS or not isinstance(error, str) or not error:
            continue
        if (since and (not moment or moment < since)) or (
            until and (not moment or moment >= until)
        ):
            continue
        name = bare_name(error)
        message = fields.get("errorMessage")
        if name in codes and name not in exceptions:
            kind: tuple[str | None, ...] = (fields.get("eventName"), None, name)
        elif name in catalogue.carriers:
            kind = (fields.get("eventName"), name, messages.get(normal(message)))
        else:
            kind = (fields.get("eventName"), name, None)
        counts[kind] += 1
        times.setdefault(kind, []).extend([moment] if moment else [])
    rows: list[Any] = [
        (*kind, n, min(times[kind], default=None), max(times[kind], default=None))
        for kind, n in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row[3], *(name or "" for name in row[:3])))


# --- the events -----------------------------------------------------------------------------


def an_error(chance: random.Random, catalogue: Catalogue) -> Event:
    """Return the fields of an error, or of what looks like one."""
    codes: dict[str, Any] = {**catalogue.known_codes, **catalogue.codes}
    message = chance.choice([code.message for code in codes.values() if code.message])
    words = chance.choice([" ", "  ", "\n", "\t\u00a0", "\u2003\x85", ""]).join(message.split())
    known = chance.choice(
        [message, words, message.removesuffix("."), f" {message} ", f"{message}."]
    )
    other = chance.choice(
        [
            "",
            ".",
            "It's \"in use\"; \\n 'n' -- x",
            "Das Gerät läuft nicht: 部屋 🚪",
            f"Sorry: {message}",
            message.upper(),
        ]
    )
    carrier = chance.choice(catalogue.carriers)
    exception = chance.choice(
        [*catalogue.known_exceptions, "AccessDenied", "Client.Unknown", "É'\""]
    )
    name = chance.choice(
        [
            carrier,
            carrier,
            carrier,
            exception,
            chance.choice(list(codes)),
            codes and "InternalError",
        ]
    )
    spelt = chance.choice(
        [
            "{}",
            "{}",
            "{}",
            "com.amazonaws.storagegateway#{}",
            "{}:http://internal.amazon.com/x#y/",
            "a#b#{}",
        ]
    )
    fields: Event = {"errorCode": spelt.format(name)}
    fields |= chance.choice(
        [{"errorMessage": known}, {"errorMessage": known}, {"errorMessage": other}, {}]
    )
    return fields | chance.choice(
        [{}] * 12
        + [{"errorCode": odd} for odd in ("", None, 403, ["x"], {"a": 1}, True, ":", "#", " ")]
    )


def an_event(chance: random.Random, catalogue: Catalogue) -> Any:
    operation = chance.choice(
        ["DeleteVolume", "ListGateways", "AddCache", "NewOperation", "RefreshCache"]
    )
    moment = START + timedelta(seconds=chance.randrange(3 * 86400))
    event: Event = {
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"arn:aws:sts::1:assumed-role/x/{chance.random()}",
        },
        "eventTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": chance.choice([OURS, OURS, OURS, "s3.amazonaws.com"]),
        "eventName": operation,
        "requestParameters": chance.choice(
            [None, {"errorCode": "VolumeInUse", "volumeARN": "arn"}]
        ),
        "responseElements": None,
        "requestID": f"{chance.getrandbits(128):032x}",
        "readOnly": chance.random() < 0.5,
    }
    if chance.random() < 0.3:
        event |= an_error(chance, catalogue)
    if chance.random() < 0.02:
        return chance.choice([None, 7, "text", [event], {}])
    if chance.random() < 0.05:
        del event[chance.choice(["eventName", "eventSource", "eventTime"])]
    return event


def a_folder(path: Path, count: int, seed: int = 1, files: int = 20) -> list[Any]:
    """Write events to files as CloudTrail does, and return them."""
    chance, catalogue = random.Random(seed), load_catalogue()
    events = [an_event(chance, catalogue) for _ in range(count)]
    for number in range(files):
        folder = path / "AWSLogs" / "111122223333" / "CloudTrail" / f"{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"Records": events[number::files]}, ensure_ascii=number % 2 == 0)
        (folder / f"{number}.json.gz").write_bytes(gzip.compress(text.encode(), 1))
    return events


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    path = tmp_path_factory.mktemp("trail")
    return path, a_folder(path, 6000)


def run(sql: str) -> list[Row]:
    rows: list[Any] = duckdb.connect(config={"threads": 1}).execute(sql).fetchall()
    return rows


def one_file(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return scan_sql("duckdb", path)


# --- DuckDB ---------------------------------------------------------------------------------


def test_duckdb_counts_what_plain_python_counts(folder: tuple[Path, list[Any]]) -> None:
    path, events = folder
    expected = by_hand(events)
    assert run(scan_sql("duckdb", path)) == expected
    assert len(expected) > 100
    assert {code for _, exception, code, *_ in expected if exception} > {"VolumeInUse", None}
    assert {exception for _, exception, code, *_ in expected if code} >= {None}
    assert any(first is None for *_, first, _ in expected)


def test_names_and_messages_are_those_of_the_catalogue(folder: tuple[Path, list[Any]]) -> None:
    path, events = folder
    catalogue = load_catalogue(edition="file-2023")
    assert run(scan_sql("duckdb", path, catalogue=catalogue)) == by_hand(events, catalogue)


def test_a_message_with_quotes_names_its_code(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    message = "It's 'in use'; \"quoted\" -- {0} \\ 部屋."
    code = replace(catalogue.codes["VolumeInUse"], message=message)
    quoted = replace(catalogue, codes={**catalogue.codes, "VolumeInUse": code})
    event = {"eventSource": OURS, "errorCode": quoted.carriers[0], "errorMessage": message}
    file = tmp_path / "1.json"
    one_file(file, json.dumps({"Records": [event]}))
    [(_, _, found, count, *_)] = run(scan_sql("duckdb", file, catalogue=quoted))
    assert (found, count) == ("VolumeInUse", 1)
    [(_, _, found, *_)] = run(scan_sql("duckdb", file))
    assert found is None


def test_a_catalogue_without_codes_concludes_none(tmp_path: Path) -> None:
    bare = Catalogue("bare", "1", exceptions={}, codes={}, operations={}, pairs=())
    event = {"eventSource": OURS, "errorCode": "VolumeInUse", "errorMessage": ""}
    one_file(tmp_path / "1.json", json.dumps({"Records": [event]}))
    sql = scan_sql("duckdb", tmp_path, catalogue=bare)
    assert run(sql) == [(None, "VolumeInUse", None, 1, None, None)]


def test_all_white_space_of_python_is_white_space(tmp_path: Path) -> None:
    code = load_catalogue().codes["VolumeInUse"]
    spaces = [*filter(str.isspace, map(chr, range(0x10000)))]
    events = [
        {
            "eventSource": OURS,
            "eventName": f"{ord(space):x}",
            "errorCode": code.carrier.text,
            "errorMessage": code.message.replace(" ", space * 2),
        }
        for space in spaces
    ]
    rows = run(one_file(tmp_path / "1.json", json.dumps({"Records": events})))
    assert [name for name, _, found, *_ in rows if found != "VolumeInUse"] == []
    assert len(rows) == len(spaces) > 20


def test_times_are_told_to_the_second(tmp_path: Path) -> None:
    times = ["2026-03-01T09:59:58.750Z", "2026-03-01T09:59:58Z", "yesterday", 5, None]
    events = [{"eventSource": OURS, "errorCode": "X", "eventTime": each} for each in times]
    [row] = run(one_file(tmp_path / "1.json", json.dumps({"Records": events})))
    assert row[3:] == (5, "2026-03-01T09:59:58Z", "2026-03-01T09:59:58Z")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"Records": []}', '{"Records": null}', '{"Records": {"errorCode": "X"}}',
     '{"Records": [1, null, "x", [], {}]}', '{"digestS3Bucket": "x"}'],
)  # fmt: skip
def test_a_file_without_events_holds_no_errors(tmp_path: Path, text: str) -> None:
    event = {"eventSource": OURS, "errorCode": "X"}
    pretty = json.dumps({"Records": [event], "more": {"Records": [event]}}, indent=2)
    (tmp_path / "0.json").write_text("\ufeff" + pretty, encoding="utf-8")
    assert run(one_file(tmp_path / "1.json", text)) == []
    assert [row[3] for row in run(scan_sql("duckdb", tmp_path))] == [1]


def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error, match=r"1\.json"):
        run(one_file(tmp_path / "1.json", '{"Records": [{"eventSource": '))


@pytest.mark.heavy
def test_a_file_as_large_as_those_of_cloudtrail_is_read(tmp_path: Path) -> None:
    event = {"eventSource": OURS, "errorCode": "X", "requestParameters": "x" * 50_000_000}
    [row] = run(one_file(tmp_path / "1.json", json.dumps({"Records": [event]})))
    assert row[3] == 1


# --- sources --------------------------------------------------------------------------------


# DuckDB finds no files below a folder with a backslash in its name.
@tried(1 / 4)
@given(st.text(st.characters(exclude_characters="\\/\0", exclude_categories=["Cs"]), max_size=20))
def test_any_name_of_a_folder_is_quoted(name: str) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / f"logs {name}"
        folder.mkdir()
        event = {"eventSource": OURS, "errorCode": "X"}
        sql = one_file(folder / "1.json", json.dumps({"Records": [event]}))
        assert len(run(sql)) == len(run(scan_sql("duckdb", folder))) == 1


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_pattern_is_one_string_of_the_query(source: str) -> None:
    call = scan_sql("duckdb", source).partition("read_json_objects(")[2]
    literal = re.match(r"'((?:[^']|'')*)', format = ", call)
    assert literal
    assert literal[1].replace("''", "'") in {source, f"{source.rstrip('/')}/**/*.json*"}


@given(st.text(min_size=1).filter(lambda name: not re.fullmatch(r"[\w.-]+", name, re.ASCII)))
def test_what_is_no_name_of_a_table_is_refused(name: str) -> None:
    with pytest.raises(ScanError, match="expected a name such as"):
        scan_sql("athena", name)


def test_a_pattern_and_the_default_are_left_as_they_are() -> None:
    assert "'s3://logs/**/*.gz'" in scan_sql("duckdb", "s3://logs/**/*.gz")
    assert "'s3://logs/x/**/*.json*'" in scan_sql("duckdb", "s3://logs/x/")
    assert "'AWSLogs/**/*.json*'" in scan_sql("duckdb")


# --- since and until ------------------------------------------------------------------------


def test_since_and_until_bound_the_time(folder: tuple[Path, list[Any]]) -> None:
    path, events = folder
    berlin = timezone(timedelta(hours=1))
    since = datetime(2026, 3, 1, 12, 0, 0, 1, tzinfo=UTC)  # after 12:00:00, so from 12:00:01
    until = datetime(2026, 3, 2, 13, 30, tzinfo=berlin)
    start, end = "2026-03-01T12:00:01Z", "2026-03-02T12:30:00Z"
    both = run(scan_sql("duckdb", path, since=since, until=until))
    assert both == by_hand(events, since=start, until=end)
    assert run(scan_sql("duckdb", path, since=since)) == by_hand(events, since=start)
    assert run(scan_sql("duckdb", path, until=until)) == by_hand(events, until=end)


@given(st.integers(0, 2**37), st.integers(0, 999_999), st.integers(-1439, 1439))
def test_any_time_with_a_zone_is_a_bound(second: int, fraction: int, zone: int) -> None:
    offset = timezone(timedelta(minutes=zone))
    moment = datetime.fromtimestamp(86_400 + second, offset).replace(microsecond=fraction)
    bound = re.search(r"time >= '(.*)'", scan_sql("athena", since=moment))
    assert bound
    read = datetime.fromisoformat(bound[1])
    assert timedelta(0) <= read - moment < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"dialect": "mysql"}, "no SQL for 'mysql'; expected athena or duckdb"),
        ({"source": ""}, "the source is empty"),
        ({"since": datetime(2026, 3, 1)}, "since is .*; expected a datetime with a time zone"),  # noqa: DTZ001 - what is wrong
        ({"until": "2026-03-01"}, "until is '2026-03-01'; expected a datetime"),
        ({"until": datetime.max.replace(tzinfo=UTC)}, "expected a year from 1970 to 9998"),
        ({"since": START, "until": START}, "expected a time before until"),
    ],
)
def test_a_wrong_argument_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ScanError, match=message):
        scan_sql(**{"dialect": "duckdb", **wrong})


# --- Athena ---------------------------------------------------------------------------------


def parsed_for_athena(sql: str) -> tuple[Any, Any]:
    """Return both statements. Athena runs the first in Hive's dialect, the second in Trino's."""
    table, query = sql.split(";\n\n")
    return sqlglot.parse_one(table, dialect="athena"), sqlglot.parse_one(query, dialect="athena")


def test_the_query_differs_in_its_source_alone() -> None:
    since, until = START, START + timedelta(days=1)
    duckdb_sql = scan_sql("duckdb", since=since, until=until)
    athena_sql = scan_sql("athena", since=since, until=until)
    query: Any = sqlglot.parse_one(duckdb_sql, dialect="duckdb")
    _, athena_query = parsed_for_athena(athena_sql)
    # What both read is the same for the two dialects.
    sources = [each.ctes[0].pop() for each in (query, athena_query)]
    assert [each.alias for each in sources] == ["events", "events"]
    assert sources[0].this.named_selects == sources[1].this.named_selects
    assert sources[0] != sources[1]
    assert query.sql(comments=False) == athena_query.sql(comments=False)
    # So is its text.
    rest = athena_sql[athena_sql.index("\n),\ncode_names (name)") :]
    assert duckdb_sql.endswith(rest)


def test_athena_gets_a_table_with_projected_partitions() -> None:
    table, query = parsed_for_athena(scan_sql("athena", "security.trail_2"))
    kinds = [type(table), type(query)]
    assert kinds == [exp.Create, exp.Select]  # what sqlglot cannot parse would be a Command
    assert table.find(exp.Table).sql() == query.ctes[0].find(exp.Table).sql()
    columns = {each.name for each in table.this.expressions}
    assert {each.name for each in query.ctes[0].find_all(exp.Column)} <= columns
    properties = {
        each.name: each.args["value"].name
        for each in table.find_all(exp.Property)
        if type(each) is exp.Property
    }
    partitions = {
        each.name for each in table.find(exp.PartitionedByProperty).find_all(exp.ColumnDef)
    }
    assert partitions == {key.split(".")[1] for key in properties if key.endswith(".type")}
    template = properties["storage.location.template"]
    assert set(re.findall(r"\$\{(\w+)\}", template)) == partitions
    assert template.startswith(table.find(exp.LocationProperty).this.this)
    assert len(scan_sql("athena")) < 262_144  # the longest query of Athena


def test_athenas_query_counts_the_same_in_fewer_partitions(folder: tuple[Path, list[Any]]) -> None:
    # DuckDB runs the query as it is, over a table like Athena's.
    events = [each for each in folder[1] if isinstance(each, dict)]
    fields = ("eventSource", "eventName", "errorCode", "errorMessage", "eventTime")
    connection = duckdb.connect(config={"threads": 1})
    columns = ", ".join(f"{field.lower()} VARCHAR" for field in fields)
    connection.execute(f'CREATE TABLE cloudtrail_logs ({columns}, "timestamp" VARCHAR)')
    rows = [[event.get(field) for field in fields] for event in events]
    rows = [[it if isinstance(it, str) else None for it in row] for row in rows]
    for row in rows:
        happened = datetime.fromisoformat(row[-1]) if row[-1] else START
        row.append(f"{happened + timedelta(minutes=15):%Y/%m/%d}")  # when it was delivered
    unnested = ", ".join(["unnest(?)"] * 6)
    connection.execute(f"INSERT INTO cloudtrail_logs SELECT {unnested}", [*zip(*rows, strict=True)])

    def query(**bounds: Any) -> list[Any]:
        statement = scan_sql("athena", **bounds).partition(";")[2]
        return connection.execute(statement).fetchall()

    assert query() == by_hand(events)
    day = {"since": START + timedelta(days=1), "until": START + timedelta(days=2, seconds=-1)}
    start, end = (f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in day.values())
    assert query(**day) == by_hand(events, since=start, until=end)
    connection.execute(
        "DELETE FROM cloudtrail_logs WHERE \"timestamp\" BETWEEN '2026/03/02' AND '2026/03/03'"
    )
    assert query(**day) == []  # it reads these two partitions only


# --- a large folder -------------------------------------------------------------------------


@pytest.mark.heavy
def test_duckdb_counts_a_hundred_thousand_events_as_the_scan_does(tmp_path: Path) -> None:
    chance, catalogue = random.Random(1), load_catalogue()
    made = (an_event(chance, catalogue) for _ in range(110_000))
    named = {"eventSource", "eventName"}
    # CloudTrail itself leaves out neither. What lacks one is no event for the scan.
    events = [each for each in made if isinstance(each, dict) and named <= each.keys()]
    assert len(events) > 100_000
    for number in range(20):
        content = json.dumps({"Records": events[number::20]}).encode()
        (tmp_path / f"{number}.json.gz").write_bytes(gzip.compress(content, 1))
    rows = run(scan_sql("duckdb", tmp_path))
    assert rows == by_hand(events)
    found = scan(tmp_path).found
    assert {tuple(row[:3]): row[3] for row in rows} == {
        tuple(kind): tally.count for kind, tally in found.items()
    }
