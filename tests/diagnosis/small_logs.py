"""Small logs by hand, for tests in which the form of a log is not the point; see ``logs`` for that."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis import Kind
from sgwlib.diagnosis.reading import LogReader, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.diagnosis.counting import Scan

__all__ = [
    "CARRIER",
    "INFO",
    "NEWEST",
    "NOISE",
    "NOT_CONNECTED",
    "OVER_LINES",
    "VOLUME_IN_USE",
    "counted",
    "counts",
    "cut",
    "one_line",
    "read",
]

NEWEST: Final = datetime(2026, 3, 2, tzinfo=UTC)
CARRIER: Final = "InvalidGatewayRequestException"
VOLUME_IN_USE: Final = Kind("DeleteVolume", CARRIER, "VolumeInUse")
NOT_CONNECTED: Final = Kind("DescribeGatewayInformation", CARRIER, "GatewayNotConnected")

OVER_LINES: Final = f"""\
2026/03/01 15:00:00 error reading Storage Gateway Gateway: {CARRIER}: The specified gateway is not connected.
{{
  RespMetadata: {{
    StatusCode: 400,
    RequestID: "efbd972d-e0d7-4d5c-8637-3c126aa09267"
  }},
  Error_: {{
    ErrorCode: "GatewayNotConnected"
  }},
  Message_: "The specified gateway is not connected."
}}
""".encode()
"""One error as Terraform's log has it. `NOT_CONNECTED` is its kind."""

INFO: Final = b"2026-03-01 09:59:57,000 INFO done\n"
NOISE: Final = (
    INFO,
    b"2026-03-01 09:59:58,012 ERROR [web] 502 Bad Gateway\n",
    b"2026-03-01 09:59:58,012 INFO Storage Gateway volume vol-1122AABB: 17 blocks copied\n",
    b"2026-03-01 09:59:58,013 An error occurred (404) when calling the HeadObject operation: x\n",
    b"arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B\n",
    b'{"level": "info", "msg": "done"}\n',
    b"The specified volume was not found.\n",
    b"\n",
    b"  indented\n",
    b"}\n",
    b"\x00\xff\x1b[31m\r\n",
)
"""Lines that are no errors, some of which continue the record above."""


def one_line(operation: str = "DeleteVolume", time: str = "2026-03-01 09:59:58,011") -> bytes:
    """Return one error on a line; its kind is `VOLUME_IN_USE` but for the operation.

    Without a time, it starts with its level.
    """
    message = f"An error occurred ({CARRIER}) when calling the {operation} operation: "
    line = f"{time} ERROR {message}The specified volume is already in use.\n"
    return line.lstrip().encode()


def cut(text: bytes, size: int) -> Iterator[bytes]:
    """Cut a text into pieces."""
    return (text[at : at + size] for at in range(0, len(text), size))


def read(pieces: Iterable[bytes], reader: Reader | None = None) -> Scan:
    """Return what a log of some pieces has."""
    log = LogReader("a.log", NEWEST, reader or Reader())
    log.read(pieces)
    return log.found()


def counts(text: bytes, size: int | None = None) -> Counter[Kind]:
    """Count the errors of a log that comes in pieces of some size."""
    return counted(cut(text, size or max(1, len(text))))


def counted(pieces: Iterable[bytes]) -> Counter[Kind]:
    """Count the errors of a log that comes in some pieces."""
    found = read(pieces)
    return Counter({kind: tally.count for kind, tally in found.found.items()})
