"""Who calls: AWS Signature Version 4, and the exceptions that a bad one ends in.

Where no records are kept, any key and any well-formed signature will do.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from sgwlib.simulation.endpoint.requests import RejectedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.simulation.endpoint.requests import Request

__all__ = ["Records", "authenticate"]

_ALGORITHM = "AWS4-HMAC-SHA256"
_SERVICE = "storagegateway"
_LEEWAY = timedelta(minutes=15)
_FIELDS = ("Credential", "SignedHeaders")
_SCOPE = re.compile(r"([\w+=,.@-]+)/(\d{8})/([\w-]+)/([\w-]+)/aws4_request", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", re.ASCII)
_CONTENT_HASH = b"x-amz-content-sha256"


@dataclass(frozen=True, slots=True)
class Records:
    """What the endpoint knows of its callers.

    Parameters
    ----------
    secrets
        Access key to secret key. None: any key, and no signature is verified.
    session_tokens
        The session tokens that there are. None: any.
    not_subscribed
        The access keys whose accounts have no subscription.
    """

    secrets: Mapping[str, str] | None = None
    session_tokens: frozenset[str] | None = None
    not_subscribed: frozenset[str] = field(default_factory=frozenset)


class _Claim(NamedTuple):
    """What the Authorization header says."""

    access_key: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str


def authenticate(request: Request, records: Records, now: datetime) -> None:
    """Hold a request's signature against the records.

    Parameters
    ----------
    request
        With its body.
    records
        What is known of callers.
    now
        The present time.

    Raises
    ------
    RejectedError
        MissingAuthenticationToken, IncompleteSignatureException, InvalidClientTokenId,
        UnrecognizedClientException, RequestExpired, InvalidSignatureException or
        SubscriptionRequiredException: the first of them, in this order.
    """
    given = request.header(b"authorization")
    if not given:
        raise RejectedError("MissingAuthenticationToken")
    claim, date = _claim(given), _date(request.header(b"x-amz-date"))
    if records.secrets is not None and claim.access_key not in records.secrets:
        raise RejectedError("InvalidClientTokenId")
    token = request.header(b"x-amz-security-token")
    if token and records.session_tokens is not None and token not in records.session_tokens:
        raise RejectedError("UnrecognizedClientException")
    if abs(now - date) > _LEEWAY:
        raise RejectedError("RequestExpired")
    if records.secrets is not None and not _is_signed(
        request, claim, records.secrets[claim.access_key]
    ):
        raise RejectedError("InvalidSignatureException")
    if claim.access_key in records.not_subscribed:
        raise RejectedError("SubscriptionRequiredException")


def _claim(authorization: str) -> _Claim:
    # SDKs put the signature last. It differs at each call, and all before it seldom does.
    before, _, signature = authorization.rpartition("Signature=")
    if not _SIGNATURE.fullmatch(signature):
        before, signature = _signature_last(authorization)
    return _Claim(*_scope(before), signature)


def _signature_last(authorization: str) -> tuple[str, str]:
    """Take the signature out of its place among the others, for they may come in any order."""
    algorithm, _, rest = authorization.partition(" ")
    parts = [part.strip() for part in rest.split(",")]
    signatures = [part for part in parts if part.startswith("Signature=")]
    if len(signatures) != 1 or not _SIGNATURE.fullmatch(signatures[0].partition("=")[2]):
        raise RejectedError("IncompleteSignatureException")
    others = ", ".join(part for part in parts if part not in signatures)
    return f"{algorithm} {others}", signatures[0].partition("=")[2]


@lru_cache(maxsize=256)
def _scope(given: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Read all of an Authorization header but its signature."""
    algorithm, _, rest = given.partition(" ")
    parts = [part.strip().partition("=") for part in rest.rstrip(" ,").split(",")]
    fields = {name: value for name, _, value in parts}
    scope = _SCOPE.fullmatch(fields.get("Credential", ""))
    signed = tuple(fields.get("SignedHeaders", "").split(";"))
    if algorithm != _ALGORITHM or len(parts) != len(_FIELDS) or not scope or not all(signed):
        raise RejectedError("IncompleteSignatureException")
    access_key, _, region, service = scope.groups()
    return access_key, region, service, signed


@lru_cache(maxsize=256)
def _date(given: str) -> datetime:
    found = _DATE.fullmatch(given)
    try:
        if found:
            year, month, day, hour, minute, second = map(int, found.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        pass  # the 31st of February
    raise RejectedError("IncompleteSignatureException")


class _Signer(SigV4Auth):
    """botocore's own signer, which signs just the headers that the client says it has signed."""

    def headers_to_sign(self, request: Any) -> Any:
        return request.headers


def _is_signed(request: Request, claim: _Claim, secret: str) -> bool:
    """Say whether the signature is the one that this secret gives."""
    if claim.service != _SERVICE or "host" not in claim.signed_headers:
        return False
    if not _tells_its_body(request):
        return False
    headers: Any = HTTPHeaders()
    for name in claim.signed_headers:
        if name.encode() not in request.headers:
            return False
        headers[name] = request.header(name.encode())
    signer: Any = _Signer(Credentials(claim.access_key, secret), claim.service, claim.region)
    signed: Any = AWSRequest(
        method=request.method, url=_url(request), data=request.body, headers=headers
    )
    signed.context["timestamp"] = request.header(b"x-amz-date")
    text = signer.string_to_sign(signed, signer.canonical_request(signed))
    return compare_digest(str(signer.signature(text, signed)), claim.signature)


def _tells_its_body(request: Request) -> bool:
    """Say whether a hash that comes with the body is the body's; most clients send none."""
    told = request.header(_CONTENT_HASH)
    return told in ("", "UNSIGNED-PAYLOAD", hashlib.sha256(request.body).hexdigest())


def _url(request: Request) -> str:
    # http: only then does botocore sign the body.
    query = b"?" + request.query if request.query else b""
    return (b"http://" + request.headers[b"host"] + request.path + query).decode("latin-1")
