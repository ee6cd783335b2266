"""AWS Signature Version 4: read a request's signature and compare it with the account's secrets.

The signature is computed as `AWS documents it <https://docs.aws.amazon.com/IAM/latest/UserGuide/
reference_sigv-create-signed-request.html>`_, for a JSON service.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.simulation.general import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.simulation.endpoint.messages import Request

_ALGORITHM = "AWS4-HMAC-SHA256"
_SERVICE = "storagegateway"
_LEEWAY = timedelta(minutes=15)
_PARTS = 3  # Credential, SignedHeaders, Signature; in any order
_SCOPE = re.compile(
    r"(?P<key>[\w+=.@-]+)/(?P<scope>\d{8}/[\w-]+/(?P<service>[\w-]+)/aws4_request)", re.ASCII
)
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


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
    service: str
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
    if accounts.secrets is not None and not _is_signed(
        request, claim, accounts.secrets[claim.access_key]
    ):
        raise ServiceError("InvalidSignatureException")
    if claim.access_key in accounts.not_subscribed:
        raise ServiceError("SubscriptionRequiredException")


def _claim(authorization: str) -> _Claim:
    algorithm, _, rest = authorization.partition(" ")
    parts = [part.strip().partition("=") for part in rest.split(",")]
    fields = {name: value for name, _, value in parts}
    found = _SCOPE.fullmatch(fields.get("Credential", ""))
    signed = tuple(fields.get("SignedHeaders", "").split(";"))
    signature = fields.get("Signature", "")
    is_complete = len(parts) == _PARTS and all(signed) and _SIGNATURE.fullmatch(signature)
    if algorithm != _ALGORITHM or not found or not is_complete:
        raise ServiceError("IncompleteSignatureException")
    return _Claim(found["key"], found["scope"], found["service"], signed, signature)


@lru_cache(maxsize=256)
def _date(given: str) -> datetime:
    try:
        if _DATE.fullmatch(given):
            return datetime.strptime(given, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass  # the 31st of February
    raise ServiceError("IncompleteSignatureException")


def _is_signed(request: Request, claim: _Claim, secret: str) -> bool:
    """Say whether this secret gives the signature of the request."""
    headers = request.headers
    date = request.header(b"x-amz-date")
    if (
        claim.service != _SERVICE
        or "host" not in claim.signed_headers
        or date[:8] != claim.scope[:8]
    ):
        return False
    if any(name.encode() not in headers for name in claim.signed_headers):
        return False
    body_hash = hashlib.sha256(request.body).hexdigest()
    content_hash = request.header(b"x-amz-content-sha256") or body_hash
    if content_hash not in ("UNSIGNED-PAYLOAD", body_hash):
        return False
    canonical_request = "\n".join(
        [
            request.method,
            request.path.decode("latin-1"),
            "&".join(sorted(filter(None, request.query.decode("latin-1").split("&")))),
            *(
                f"{name}:{' '.join(request.header(name.encode()).split())}"
                for name in claim.signed_headers
            ),
            "",
            ";".join(claim.signed_headers),
            content_hash,
        ]
    )
    digest = hashlib.sha256(canonical_request.encode("latin-1")).hexdigest()
    text = f"{_ALGORITHM}\n{date}\n{claim.scope}\n{digest}"
    key = f"AWS4{secret}".encode()
    for part in (*claim.scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.compare_digest(key.hex(), claim.signature)
