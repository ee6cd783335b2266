"""A request, and its signature by AWS Signature Version 4, compared with the account's secrets.

The signature is computed as `AWS documents it <https://docs.aws.amazon.com/IAM/latest/UserGuide/
reference_sigv-create-signed-request.html>`_, for a JSON service.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.simulation.general import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping


_ALGORITHM = "AWS4-HMAC-SHA256"
_SERVICE = "storagegateway"
_LEEWAY = timedelta(minutes=15)
_PARTS = 3  # Credential, SignedHeaders, Signature; in any order
# AKIDEXAMPLE/20120630/us-east-1/storagegateway/aws4_request
_CREDENTIAL = re.compile(r"([\w+=.@-]+)/(\d{8}/[\w-]+/[\w-]+/aws4_request)", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_ATTEMPT = re.compile(rb"attempt=(\d{1,6})\b")  # of amz-sdk-request: "attempt=2; max=3"
_DATE = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request: path and query still encoded, names of headers in lower case."""

    method: str
    path: bytes
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes = b""

    def header(self, name: bytes) -> str:
        """Return a header's value; empty if there is none."""
        return self.headers.get(name, b"").decode("latin-1").strip()

    @property
    def attempt(self) -> int | None:
        """The number of the attempt that the SDK sends with the request."""
        found = _ATTEMPT.search(self.headers.get(b"amz-sdk-request", b""))
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that the endpoint knows. None accepts any key, or any session token."""

    secrets: Mapping[str, str] | None = None
    session_tokens: frozenset[str] | None = None
    not_subscribed: frozenset[str] = frozenset()


class _Claim(NamedTuple):
    """What the Authorization header claims."""

    access_key: str
    scope: str
    signed_headers: tuple[str, ...]
    signature: str


def authenticate(request: Request, accounts: Accounts, now: datetime) -> None:
    """Raise the exception that a missing, incomplete, unknown, old or wrong signature ends in."""
    given = request.header(b"authorization")
    if not given:
        raise ServiceError("MissingAuthenticationToken")
    claim, date = _claim(given), _date(request.header(b"x-amz-date"))
    if accounts.secrets is not None and claim.access_key not in accounts.secrets:
        raise ServiceError("InvalidClientTokenId")
    token = request.header(b"x-amz-security-token")
    if token and accounts.session_tokens is not None and token not in accounts.session_tokens:
        raise ServiceError("UnrecognizedClientException")
    if abs(now - date) > _LEEWAY:
        raise ServiceError("RequestExpired")
    secrets = accounts.secrets
    if secrets is not None and not _is_signed(request, claim, secrets[claim.access_key]):
        raise ServiceError("InvalidSignatureException")
    if claim.access_key in accounts.not_subscribed:
        raise ServiceError("SubscriptionRequiredException")


def _claim(authorization: str) -> _Claim:
    algorithm, _, rest = authorization.partition(" ")
    parts = [part.strip().partition("=") for part in rest.split(",")]
    fields = {name: value for name, _, value in parts}
    credential = _CREDENTIAL.fullmatch(fields.get("Credential", ""))
    signed = tuple(fields.get("SignedHeaders", "").split(";"))
    signature = fields.get("Signature", "")
    is_complete = len(parts) == _PARTS and all(signed) and _SIGNATURE.fullmatch(signature)
    if algorithm != _ALGORITHM or not credential or not is_complete:
        raise ServiceError("IncompleteSignatureException")
    return _Claim(credential[1], credential[2], signed, signature)


@lru_cache(maxsize=256)
def _date(given: str) -> datetime:
    with suppress(ValueError):  # such as the 31st of February
        if _DATE.fullmatch(given):
            return datetime.strptime(given, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    raise ServiceError("IncompleteSignatureException")


def _is_signed(request: Request, claim: _Claim, secret: str) -> bool:
    """Say whether this secret gives the signature of the request."""
    date = request.header(b"x-amz-date")
    day, _, service, _ = claim.scope.split("/")
    signed = {name: name.encode() for name in claim.signed_headers}
    if service != _SERVICE or "host" not in signed or not date.startswith(day):
        return False
    body_hash = hashlib.sha256(request.body).hexdigest()
    content_hash = request.header(b"x-amz-content-sha256") or body_hash
    if content_hash not in ("UNSIGNED-PAYLOAD", body_hash):
        return False
    if not request.headers.keys() >= set(signed.values()):
        return False
    lines = [f"{name}:{' '.join(request.header(signed[name]).split())}" for name in signed]
    parameters = sorted(filter(None, request.query.decode("latin-1").split("&")))
    path, names = request.path.decode("latin-1"), ";".join(claim.signed_headers)
    canonical_request = "\n".join(
        [request.method, path, "&".join(parameters), *lines, "", names, content_hash]
    )
    digest = hashlib.sha256(canonical_request.encode("latin-1")).hexdigest()
    text = f"{_ALGORITHM}\n{date}\n{claim.scope}\n{digest}"
    key = f"AWS4{secret}".encode()
    for part in (*claim.scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.compare_digest(key.hex(), claim.signature)
