"""Logs for the benchmarks of `sgw scan`: a sparse one, one full of errors, and a CloudTrail bucket.

They are the same for the same seed. Request ids, times and numbers differ from line to line.
"""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sgwlib.catalogue import load_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from sgwlib.catalogue import Pair

__all__ = ["DENSE", "write_bucket", "write_dense", "write_long_line", "write_sparse"]

_OWN: Final = "InvalidGatewayRequestException"
_BETWEEN: Final = 1000  # lines from one error of a sparse log to the next
_BLOCKS: Final = 100  # of plain lines: enough that no cache of the machine holds them

_PLAIN: Final = (
    "INFO [http.access] GET /api/v2/volumes/vol-{hex}/status 200 {number} bytes in {small} ms",
    "INFO [queue.consumer] worker {small} finished job {uuid} in {number} ms",
    "DEBUG [db.pool] connection {number} from 10.{small}.0.7 accepted, {small} idle",
    "DEBUG [cache] miss for key user:{number}:profile, loading from primary",
    "WARNING [http.client] retrying request {uuid} after {number} ms: connection reset by peer",
    "INFO [auth.session] session {uuid} renewed for account {number}, expires in 3600 s",
    "WARNING [db.slow] query took {number} ms: SELECT id, state FROM snapshots WHERE id = {number}",
    "ERROR [http.client] 502 Bad Gateway from inventory-{small}, attempt {small} of 9",
)
_LOOKALIKES: Final = (
    "INFO [backup] Storage Gateway volume vol-{hex}: {number} blocks copied, {small} left",
    "ERROR [web] An error occurred (404) when calling the HeadObject operation: Not Found",
)
_BOTO: Final = "An error occurred ({exception}) when calling the {operation} operation: {message}"
_GO: Final = """operation error Storage Gateway: {operation}, https response error \
StatusCode: 400, RequestID: {uuid}, {exception}: {message}"""
_JAVA_1: Final = """com.amazonaws.services.storagegateway.model.{exception}: {message} (Service: \
AWSStorageGateway; Status Code: 400; Error Code: {exception}; Request ID: {uuid}; Proxy: null)"""
_JAVA_2: Final = """software.amazon.awssdk.services.storagegateway.model.{exception}: {message} \
(Service: StorageGateway, Status Code: 400, Request ID: {uuid})"""
_BODY: Final = '{{"__type":"{exception}","message":"{message}","error":{{"errorCode":"{code}"}}}}'
_LINES: Final = (
    f"ERROR [backup] request {{uuid}} failed: {_BOTO}",
    f"""ERROR [backup] giving up
Traceback (most recent call last):
  File "/srv/backup/run.py", line {{small}}, in main
    call(gateway)
botocore.errorfactory.{{exception}}: {_BOTO}""",
    """ERROR [terraform] error reading Storage Gateway Gateway: {exception}: {message}
{{
  RespMetadata: {{
    StatusCode: 400,
    RequestID: "{uuid}"
  }},
  Error_: {{
    ErrorCode: "{code}"
  }},
  Message_: "{message}"
}}""",
    f"ERROR [sync] {_GO}",
    f"DEBUG [wire] body {_BODY}",
    f"ERROR [java] {_JAVA_1}\n\tat com.example.Backup.run(Backup.java:{{small}})",
)
DENSE: Final = (
    f"ERROR [backup] step {{number}} failed: {_BOTO}",
    f"ERROR [backup.cleanup] vol-{{hex}} after {{number}} ms: {_BOTO}",
    f"WARNING [retry] attempt {{small}} of 9, request {{uuid}}: {_BOTO}",
    f"ERROR [celery] Task backup[{{uuid}}] raised unexpected: {{exception}}({_BOTO!r})",
    f"ERROR [worker-{{small}}] botocore.errorfactory.{{exception}}: {_BOTO}",
    f"CRITICAL [cli] aws: [ERROR]: {_BOTO} (pid {{number}})",
    f"ERROR [ansible] host{{number}}: msg: Unable to clean up: {_BOTO}",
    f"ERROR [sync] {_GO}",
    f"ERROR [sync-{{small}}] volume vol-{{hex}}: {_GO}",
    f"WARN [reconciler] requeue {{number}}: {_GO}",
    f"ERROR [main] c.e.backup.Cleanup - {_JAVA_1}",
    f"ERROR [pool-{{small}}] Cleanup {{number}}: {_JAVA_1}",
    f"ERROR [main] c.e.backup.Cleanup - {_JAVA_2}",
    f"ERROR [http-nio-{{number}}] request {{hex}}: {_JAVA_2}",
    f"DEBUG [wire] body {_BODY}",
    f"DEBUG [wire] << {{number}} bytes for {{hex}}: {_BODY}",
    "ERROR [ruby] step {number}: #<Aws::StorageGateway::Errors::{exception}: {message}>",
    "ERROR [rails] job {uuid}: {message} (Aws::StorageGateway::Errors::{exception})",
    """ERROR [kotlin] aws.sdk.kotlin.services.storagegateway.model.{exception}: {message}, \
Request ID: {uuid}""",
    """ERROR [node] {number}: {exception}: {message} {{ '$metadata': {{ httpStatusCode: 400, \
requestId: '{uuid}' }}, error: {{ errorCode: '{code}' }} }}""",
    """ERROR [net] Amazon.StorageGateway.Model.{exception}: {message} \
at Backup.Cleanup.Run() line {number}""",
    "ERROR [php] {number}: {exception} (client): {message} - " + _BODY,
    "ERROR [lambda] {uuid} [ERROR] {exception}: " + _BOTO,
    f"ERROR [graphql] {{{{'path': '/backup/{{number}}', 'message': '{_BOTO}'}}}}",
)  # fmt: skip
"""One error a line, in the notations of clients and in the frames that programs put around them."""


class _Log:
    """Makes the lines of a log, the same lines for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._time = datetime(2026, 3, 1, tzinfo=UTC)
        self._catalogue = load_catalogue()
        # Pairs whose exception no other service has, so that every error is certain.
        codes = self._catalogue.codes
        self._pairs: list[Pair] = [
            pair for pair in self._catalogue.pairs if codes[pair.code].carrier.text == _OWN
        ]

    def line(self, form: str, **values: str) -> str:
        """Return an entry of the log, a little later than the last one."""
        pick = self._random
        self._time += timedelta(milliseconds=pick.randrange(40))
        text = form.format(
            hex=f"{pick.getrandbits(32):08X}",
            number=pick.randrange(100_000),
            small=pick.randrange(1, 100),
            uuid=UUID(int=pick.getrandbits(128)),
            **values,
        )
        return f"{self._time:%Y-%m-%d %H:%M:%S},{self._time.microsecond // 1000:03d} {text}\n"

    def plain(self, lines: int) -> str:
        """Return lines without an error. Two in a thousand look like one."""
        pick = self._random
        return "".join(
            self.line(pick.choice(_LOOKALIKES if pick.random() < 2 / 1000 else _PLAIN))
            for _ in range(lines)
        )

    def error(self, form: str) -> str:
        """Return one error of a random pair, some seconds after the last line."""
        self._time += timedelta(seconds=self._random.randrange(60))
        operation, name = self._random.choice(self._pairs)
        return self.line(
            form,
            operation=operation,
            code=name,
            exception=_OWN,
            message=self._catalogue.codes[name].message,
        )

    def event(self) -> dict[str, Any]:
        """Return an event of CloudTrail: half are of Storage Gateway, one in twenty failed."""
        pick = self._random
        self._time += timedelta(milliseconds=pick.randrange(4000))
        ours = pick.random() < 1 / 2
        operation, name = pick.choice(self._pairs)
        region, account = "eu-west-1", "111122223333"
        sgw = f"sgw-{pick.getrandbits(32):08X}"
        gateway = f"arn:aws:storagegateway:{region}:{account}:gateway/{sgw}"
        failed = pick.random() < 1 / 20
        failure = {
            "errorCode": _OWN if ours else "Client.RequestLimitExceeded",
            "errorMessage": self._catalogue.codes[name].message if ours else "Too many requests.",
        }
        return {
            "eventVersion": "1.09",
            "userIdentity": {
                "type": "AssumedRole",
                "principalId": f"AROAEXAMPLE:backup-{pick.randrange(100)}",
                "arn": f"arn:aws:sts::{account}:assumed-role/backup/backup-{pick.randrange(100)}",
                "accountId": account,
                "accessKeyId": f"ASIA{pick.getrandbits(64):016X}",
                "sessionContext": {
                    "sessionIssuer": {"type": "Role", "userName": "backup"},
                    "attributes": {
                        "creationDate": "2026-03-01T00:00:00Z",
                        "mfaAuthenticated": "false",
                    },
                },
            },
            "eventTime": f"{self._time:%Y-%m-%dT%H:%M:%SZ}",
            "eventSource": f"{'storagegateway' if ours else 'ec2'}.amazonaws.com",
            "eventName": operation if ours else "DescribeSnapshots",
            "awsRegion": region,
            "sourceIPAddress": f"10.0.{pick.randrange(256)}.7",
            "userAgent": "Boto3/1.44.8 md/Botocore#1.44.8 ua/2.1 os/linux lang/python#3.13.1",
            **(failure if failed else {}),
            "requestParameters": {"gatewayARN": gateway},
            "responseElements": None if failed else {"gatewayARN": gateway},
            "requestID": str(UUID(int=pick.getrandbits(128))),
            "eventID": str(UUID(int=pick.getrandbits(128))),
            "readOnly": False,
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": account,
            "eventCategory": "Management",
        }


def write_sparse(path: Path, size: int, seed: int = 1) -> int:
    """Write a log of about this many bytes, and return the number of its errors."""
    log = _Log(seed)
    blocks = [log.plain(_BETWEEN - 1).encode() for _ in range(_BLOCKS)]
    errors = written = 0
    with path.open("wb") as file:
        while written < size:
            error = log.error(_LINES[errors % len(_LINES)])
            written += file.write(blocks[errors % _BLOCKS] + error.encode())
            errors += 1
    return errors


def write_dense(path: Path, lines: int, seed: int = 1) -> int:
    """Write a log of which every line is an error, and return their number."""
    log = _Log(seed)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(log.error(DENSE[number % len(DENSE)]) for number in range(lines))
    return lines


def write_long_line(path: Path, size: int) -> None:
    """Write a log of one line, with an error in each of its megabytes."""
    error = _Log(2).error(_LINES[0]).replace("\n", " ").encode()
    with path.open("wb") as file:
        for _ in range(size >> 20):
            file.write(error.ljust(1 << 20, b"x"))


def write_bucket(folder: Path, events: int, per_file: int = 1000, seed: int = 1) -> int:
    """Write events of CloudTrail as it delivers them, and return how many failed calls are ours."""
    log = _Log(seed)
    failed = 0
    folder.mkdir()
    for number in range(-(-events // per_file)):
        records = [log.event() for _ in range(min(per_file, events - number * per_file))]
        failed += sum(
            "errorCode" in each and each["eventSource"] == "storagegateway.amazonaws.com"
            for each in records
        )
        content = json.dumps({"Records": records}, separators=(",", ":")).encode()
        (folder / f"{number:05}.json.gz").write_bytes(gzip.compress(content, 6))
    return failed
