"""Logs for the tests of scanning: errors on one line and on many, and what stands around them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis import Kind
from sgwlib.diagnosis.reading import Reader
from sgwlib.diagnosis.records import entries_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CARRIER", "ERRORS", "NOISE", "counts", "cut", "one_line"]

CARRIER: Final = "InvalidGatewayRequestException"
_MESSAGE: Final = (
    f"An error occurred ({CARRIER}) when calling the DeleteVolume operation: "
    "The specified volume is already in use."
)
_VOLUME_IN_USE: Final = Kind("DeleteVolume", CARRIER, "VolumeInUse")
_NOT_CONNECTED: Final = Kind("DescribeGatewayInformation", CARRIER, "GatewayNotConnected")

ERRORS: Final[dict[str, tuple[Kind, str]]] = {
    "one line": (_VOLUME_IN_USE, f"2026-03-01 09:59:58,011 ERROR [backup] {_MESSAGE}\n"),
    "a message and its traceback": (
        _VOLUME_IN_USE,
        f"""2026-03-01 09:59:58,011 ERROR cannot delete: {_MESSAGE}
Traceback (most recent call last):
  File "/srv/run.py", line 1, in main
    client.delete_volume(VolumeARN=arn)
botocore.errorfactory.{CARRIER}: {_MESSAGE}
""",
    ),
    "a traceback of two exceptions": (
        _VOLUME_IN_USE,
        f"""Traceback (most recent call last):
  File "/srv/run.py", line 1, in main
    client.delete_volume(VolumeARN=arn)
botocore.errorfactory.{CARRIER}: {_MESSAGE}

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/run.py", line 9, in main
    raise BackupError(f"cannot delete: {{error}}")
BackupError: cannot delete: {_MESSAGE}
""",
    ),
    "botocore, an exception of any service": (
        Kind("RefreshCache", "ThrottlingException", None),
        """An error occurred (ThrottlingException) when calling the RefreshCache operation \
(reached max retries: 4): Rate exceeded
""",
    ),
    "SDK for Go v1": (
        _NOT_CONNECTED,
        f"""2026/03/01 15:00:00 error reading Storage Gateway Gateway: {CARRIER}: The specified gateway is not connected.
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
""",
    ),
    "Terraform": (
        _NOT_CONNECTED,
        f"""╷
│ Error: error reading Storage Gateway Gateway: {CARRIER}: The specified gateway is not connected.
│ {{
│   RespMetadata: {{
│     StatusCode: 400,
│   }},
│   Error_: {{
│     ErrorCode: "GatewayNotConnected"
│   }},
│   Message_: "The specified gateway is not connected."
│ }}
╵
""",
    ),
    "AWS CLI 2": (
        _VOLUME_IN_USE,
        f"""
aws: [ERROR]: {_MESSAGE}

Additional error details:
error: {{errorCode: VolumeInUse}}
""",
    ),
    "pretty JSON": (
        Kind(None, CARRIER, "VolumeInUse"),
        f"""{{
    "Message": "The specified volume is already in use.",
    "Code": "{CARRIER}",
    "error": {{
        "errorCode": "VolumeInUse"
    }}
}}
""",
    ),
    "YAML": (
        Kind(None, CARRIER, "VolumeInUse"),
        f"""Code: {CARRIER}
Message: The specified volume is already in use.
error:
  errorCode: VolumeInUse
message: The specified volume is already in use.
""",
    ),
    "SDK for JavaScript, through syslog": (
        Kind(None, CARRIER, "VolumeInUse"),
        f"""Mar  1 09:59:58 host app[7]: {CARRIER}: The specified volume is already in use.
Mar  1 09:59:58 host app[7]:     at handleError (/app/node_modules/@aws-sdk/client-storage-gateway/index.js:1:1)
Mar  1 09:59:58 host app[7]:     at run (/app/index.js:1:1) {{
Mar  1 09:59:58 host app[7]:   error: {{ errorCode: 'VolumeInUse' }},
Mar  1 09:59:58 host app[7]:   __type: '{CARRIER}'
Mar  1 09:59:58 host app[7]: }}
""",
    ),
    "the body that a debug log announces": (
        Kind(None, CARRIER, "VolumeInUse"),
        f"""2026-03-01 09:59:58,011 botocore.parsers DEBUG Response body:
b'{{"__type":"{CARRIER}","error":{{"errorCode":"VolumeInUse"}}}}'
""",
    ),
}

NOISE: Final = (
    "2026-03-01 09:59:58,011 INFO [web] GET / 200\n",
    "2026-03-01 09:59:58,012 ERROR [web] 502 Bad Gateway\n",
    "2026-03-01 09:59:58,012 INFO Storage Gateway volume vol-1122AABB: 17 blocks copied\n",
    "2026-03-01 09:59:58,013 ERROR An error occurred (404) when calling the HeadObject operation: Not Found\n",
    "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B\n",
    '{"level": "info", "msg": "done"}\n',
    "The specified volume was not found.\n",
    "\n",
    "  indented\n",
    "}\n",
    "\x00\xff\x1b[31m\r\n",
)


def one_line(operation: str = "DeleteVolume", time: str = "2026-03-01 09:59:58,011") -> bytes:
    """Return one error on a line."""
    message = f"An error occurred ({CARRIER}) when calling the {operation} operation: "
    return f"{time} ERROR {message}The specified volume is already in use.\n".encode()


def cut(text: bytes, size: int) -> Iterator[bytes]:
    """Cut a text into pieces."""
    return (text[at : at + size] for at in range(0, len(text), size))


def counts(text: bytes, size: int | None = None) -> Counter[Kind]:
    """Count the errors of a log that comes in pieces of some size."""
    reader = Reader()
    pieces = cut(text, size or max(1, len(text)))
    return Counter(kind for entry in entries_in(pieces) for kind in reader.read(entry.text)).kinds
