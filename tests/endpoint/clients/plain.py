"""A plain HTTP client, which can also send what no SDK sends."""

from __future__ import annotations

import http.client
import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value

    @property
    def kind(self) -> str:
        """What ``__type`` names."""
        return str(self.json()["__type"])

    @property
    def message(self) -> str:
        return str(self.json()["message"])


def send(
    url: str,
    body: bytes | None,
    headers: Mapping[str, str | None],
    *,
    method: str = "POST",
    path: str = "/",
) -> Reply:
    """Send one request; a header that is None is left out, even Host."""
    address = urlsplit(url).netloc
    with closing(http.client.HTTPConnection(address, timeout=20)) as connection:
        given = {"Host": address, "Content-Length": str(len(body or b"")), **headers}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, response.read())


def call(
    url: str,
    operation: str = "ListGateways",
    body: Mapping[str, object] | bytes | None = None,
    **headers: str | None,
) -> Reply:
    """Call an operation with a signature that looks right; ``headers`` change what is sent."""
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(url, content, {**looks_signed(operation), **changed})


def looks_signed(
    operation: str = "ListGateways", key: str = "AKIDEXAMPLE", late: timedelta = timedelta()
) -> dict[str, str | None]:
    """Headers of a well-formed request, whose signature is made up."""
    date = datetime.now(UTC) - late
    return {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": f"StorageGateway_20130630.{operation}",
        "x-amz-date": f"{date:%Y%m%dT%H%M%SZ}",
        "authorization": (
            f"AWS4-HMAC-SHA256 Credential={key}/{date:%Y%m%d}/us-east-1/storagegateway/aws4_request, "
            f"SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature={'0' * 64}"
        ),
    }


def signed(  # noqa: PLR0913 - what a test may want to be another
    url: str,
    key: str,
    secret: str,
    *,
    body: bytes = b"{}",
    operation: str = "ListGateways",
    service: str = "storagegateway",
) -> dict[str, str]:
    """Headers of a request that botocore has signed."""
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": f"StorageGateway_20130630.{operation}",
    }
    request: Any = AWSRequest(method="POST", url=url + "/", data=body, headers=headers)
    signer: Any = SigV4Auth(Credentials(key, secret), service, "us-east-1")
    signer.add_auth(request)
    return {name.lower(): str(value) for name, value in request.headers.items()}
