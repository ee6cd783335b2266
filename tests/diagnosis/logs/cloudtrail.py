"""Events of CloudTrail, in all the files that people have them in."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.diagnosis.logs.records import Record


def event(record: Record) -> dict[str, Any]:
    """Return an event of CloudTrail: a failed call, or one that went well but mentions a name."""
    error = record.error
    made: dict[str, Any] = {
        "eventVersion": "1.09",
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"arn:aws:sts::{record.number:012}:assumed-role/backup/{record.host}",
            "sessionContext": {"attributes": {"creationDate": "2020-01-01T00:00:00Z"}},
        },
        "eventTime": f"{record.at:%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": "storagegateway.amazonaws.com",
        "eventName": "UpdateGatewayInformation",
        "awsRegion": "eu-west-1",
        "sourceIPAddress": f"10.0.{record.number % 256}.7",
        "userAgent": "Boto3/1.44.8",
        "requestParameters": {"gatewayName": record.message},
        "responseElements": None,
        "requestID": record.id,
        "eventID": record.id[::-1],
        "readOnly": False,
        "eventType": "AwsApiCall",
        "recipientAccountId": f"{record.number:012}",
    }
    if error is None:
        return made
    what = error.what
    assert record.kind is not None
    failed = {
        "eventName": what.operation,
        "errorCode": record.kind.exception or record.kind.code,
        "errorMessage": what.message,
        "requestParameters": {"gatewayARN": error.arn, "note": '} "errorCode": "x" {'},
        "requestID": error.id,
    }
    return made | failed


def quiet_event(record: Record) -> dict[str, Any]:
    """Return an event of the record; a look-alike of another service stands for itself."""
    if record.error is None and record.message.startswith('{"event'):
        theirs: dict[str, Any] = json.loads(record.message)
        return theirs | {"eventTime": f"{record.at:%Y-%m-%dT%H:%M:%SZ}"}
    return event(record)


def trail(indent: int | None) -> Callable[[list[Record], Random], bytes]:
    def write(found: list[Record], _: Random) -> bytes:
        return json.dumps({"Records": list(map(quiet_event, found))}, indent=indent).encode()

    return write


def trail_folder(found: list[Record], random: Random) -> dict[str, bytes]:
    """Return the objects of a bucket: an account, a Region and a day are a folder each."""
    files: dict[str, bytes] = {}
    for at in range(0, len(found), 12):
        part = found[at : at + 12]
        day, account = part[0].at, f"{random.randrange(10**12):012}"
        name = (
            f"AWSLogs/{account}/CloudTrail/eu-west-1/{day:%Y/%m/%d}/"
            f"{account}_CloudTrail_eu-west-1_{day:%Y%m%dT%H%MZ}_{random.getrandbits(64):016x}.json.gz"
        )
        files[name] = gzip.compress(trail(None)(part, random))
    return files


def one_event(indent: int | None) -> Callable[[list[Record], Random], dict[str, bytes]]:
    """Write an event a file, as people save what the console shows."""

    def write(found: list[Record], _: Random) -> dict[str, bytes]:
        return {
            f"{number}.json": json.dumps(quiet_event(each), indent=indent).encode()
            for number, each in enumerate(found)
        }

    return write


def lookup_events(found: list[Record], _: Random) -> bytes:
    """What ``aws cloudtrail lookup-events`` prints: the event is a string in JSON."""

    def looked_up(record: Record) -> dict[str, Any]:
        made = quiet_event(record)
        return {
            "EventId": record.id[::-1],
            "EventName": made["eventName"],
            "ReadOnly": "false",
            "EventTime": f"{record.at.astimezone(timezone(timedelta(hours=1))):%Y-%m-%dT%H:%M:%S%z}",
            "EventSource": made["eventSource"],
            "Username": record.host,
            "Resources": [],
            "CloudTrailEvent": json.dumps(made, separators=(",", ":")),
        }

    return json.dumps({"Events": list(map(looked_up, found))}, indent=4).encode()


HISTORY: Final = (
    "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,"
    "User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,"
    "Recipient Account Id,Event category"
)
"""The head of the file that the console's event history saves."""


def history(found: list[Record], _: Random) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HISTORY.split(","))
    for record in reversed(found):  # the console has the newest first
        made = quiet_event(record)
        resources = json.dumps([{"resourceType": "AWS::Mention", "resourceName": record.message}])
        table.writerow(
            [
                *(record.host, "", made["eventTime"], made["eventSource"], made["eventName"]),
                *("eu-west-1", "192.0.2.7", "Boto3/1.44.8, a comma", made.get("errorCode") or ""),
                *(resources, record.id, record.id[::-1], "false", "AwsApiCall"),
                *(f"{record.number:012}", "Management"),
            ]
        )
    return text.getvalue().encode()


def bridge(record: Record) -> dict[str, Any]:
    """What EventBridge sends to a target."""
    made = quiet_event(record)
    return {
        "version": "0",
        "id": record.id,
        "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{made['eventSource'].partition('.')[0]}",
        "account": f"{record.number:012}",
        "time": made["eventTime"],
        "region": "eu-west-1",
        "resources": [],
        "detail": made,
    }
