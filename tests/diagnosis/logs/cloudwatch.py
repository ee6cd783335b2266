"""What CloudWatch Logs sends, prints and exports."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.diagnosis.logs.records import Record, epoch, millis

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def subscription(size: int, between: str = "\n") -> Callable[[list[Record], Random], bytes]:
    """Write what a subscription sends: some messages in one line."""

    def write(found: list[Record], random: Random) -> bytes:
        return between.join(
            json.dumps(
                {
                    "messageType": "DATA_MESSAGE",
                    "owner": f"{random.randrange(10**12):012}",
                    "logGroup": "/backup/jobs",
                    "logStream": found[at].host,
                    "subscriptionFilters": ["all"],
                    "logEvents": [
                        {
                            "id": f"{random.getrandbits(180):056}",
                            "timestamp": epoch(each.at),
                            "message": f"{each.level} {each.message}",
                        }
                        for each in found[at : at + size]
                    ],
                },
                separators=(",", ":"),
            )
            for at in range(0, len(found), size)
        ).encode()

    return write


def filter_log_events(found: list[Record], random: Random) -> bytes:
    """What ``aws logs filter-log-events`` prints. The time of ingestion is not the time of writing."""
    events = [
        {
            "logStreamName": each.host,
            "timestamp": epoch(each.at),
            "message": each.message,
            "ingestionTime": epoch(each.at + timedelta(hours=3)),
            "eventId": f"{random.getrandbits(180):056}",
        }
        for each in found
    ]
    return json.dumps({"events": events, "searchedLogStreams": []}, indent=4).encode()


def insights(found: list[Record], _: Random) -> bytes:
    """The CSV that Logs Insights exports."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["@timestamp", "@logStream", "@message"])
    table.writerows([millis(each.at, "."), each.host, each.message] for each in found)
    return text.getvalue().encode()
