"""What is injected: which call is answered with which error, and by whom.

An error that the page has comes from :class:`sgwlib.Endpoint`; one that only the live service has,
from a server that sends one answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import uuid4

from sgwlib import Endpoint, Fault, load_catalogue
from tests.diagnosis.corpus.answers import Answer, Answering

if TYPE_CHECKING:
    from tests.diagnosis.corpus.answers import Server

CATALOGUE = load_catalogue()
ACCOUNT = "arn:aws:storagegateway:us-east-1:111122223333"
GATEWAY = f"{ACCOUNT}:gateway/sgw-12A3456B"
VOLUME = f"{GATEWAY}/volume/vol-1122AABB"
SHARE = f"{ACCOUNT}:share/share-ABCD1234"


class Truth(NamedTuple):
    """What really happened, whether or not a text shows it."""

    operation: str
    exception: str
    code: str | None
    message: str
    status: int


class Case(NamedTuple):
    """One call: its input, and the error that answers it."""

    name: str
    truth: Truth
    input: dict[str, Any]
    live: bool = False
    """Only the live service answers so, with a code or a message that the page lacks."""

    @property
    def service(self) -> str:
        """As botocore and the AWS CLI call it."""
        return "storagegateway"

    @property
    def operation(self) -> str:
        return self.truth.operation

    def server(self) -> Server:
        """Return what answers it, ready to be entered."""
        truth = self.truth
        if self.live:
            return Answering([Answer(truth.status, _headers(), _body(truth))])
        error, carrier = truth.code or truth.exception, truth.exception if truth.code else None
        fault = Fault(truth.operation, error, exception=carrier, undocumented=bool(truth.code))
        return _Simulated(fault)


class _Simulated:
    """An endpoint of the simulation, seen as a server that counts its requests."""

    def __init__(self, fault: Fault) -> None:
        self._endpoint = Endpoint([fault])

    def __enter__(self) -> Self:
        self._endpoint.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._endpoint.stop()

    @property
    def url(self) -> str:
        return self._endpoint.url

    @property
    def requests(self) -> int:
        return len(self._endpoint.calls)


def _headers() -> dict[str, str]:
    return {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": str(uuid4())}


def _body(truth: Truth) -> bytes:
    error = {"error": {"errorCode": truth.code}} if truth.code else {}
    body = {"__type": truth.exception, **error, "message": truth.message}
    return json.dumps(body, separators=(",", ":")).encode()


def _page(name: str, operation: str, error: str, **given: Any) -> Case:
    """Return a case of the page's: message, carrier and status are the catalogue's."""
    code = CATALOGUE.codes.get(error)
    exception = code.carrier.text if code else error
    kind = CATALOGUE.exceptions[exception]
    message = code.message if code else kind.sample_message or kind.message
    return Case(
        name, Truth(operation, exception, error if code else None, message, kind.status), given
    )


def _live(name: str, truth: Truth, **given: Any) -> Case:
    return Case(name, truth, given, live=True)


CASES = {
    case.name: case
    for case in (
        _page(
            "volume-not-found",
            "DescribeStorediSCSIVolumes",
            "VolumeNotFound",
            VolumeARNs=[VOLUME],
        ),
        _page("volume-in-use", "DeleteVolume", "VolumeInUse", VolumeARN=VOLUME),
        _page("not-connected", "ListLocalDisks", "GatewayNotConnected", GatewayARN=GATEWAY),
        _page(
            "activation-key",
            "ActivateGateway",
            "ActivationKeyInvalid",
            ActivationKey="29AV1-3OFV9-VVIUB-NKT0I-LRO6V",
            GatewayName="mygateway",
            GatewayTimezone="GMT-5:00",
            GatewayRegion="us-east-1",
        ),
        _page(
            "internal",
            "DescribeCachediSCSIVolumes",
            "InternalError",
            VolumeARNs=[VOLUME],
        ),
        _page(
            "gateway-internal",
            "CreateSnapshot",
            "GatewayInternalError",
            VolumeARN=VOLUME,
            SnapshotDescription="nightly",
        ),
        _page("throttled", "DescribeGatewayInformation", "ThrottlingException", GatewayARN=GATEWAY),
        _page("signature", "ListVolumes", "InvalidSignatureException", GatewayARN=GATEWAY),
        _page("unavailable", "ListGateways", "ServiceUnavailable"),
        _page("failure", "DescribeCache", "InternalFailure", GatewayARN=GATEWAY),
        _page("token", "ShutdownGateway", "UnrecognizedClientException", GatewayARN=GATEWAY),
        _page(
            "snapshot-in-progress",
            "CreateSnapshotFromVolumeRecoveryPoint",
            "SnapshotInProgressException",
            VolumeARN=VOLUME,
            SnapshotDescription="nightly",
        ),
        _page(
            "gateway-type",  # a pair that the page lacks
            "DescribeBandwidthRateLimit",
            "UnsupportedOperationForGatewayType",
            GatewayARN=GATEWAY,
        ),
        _page("cache-throttled", "RefreshCache", "ThrottlingException", FileShareARN=SHARE),
        _live(
            "share-not-found",
            Truth(
                "DeleteFileShare",
                "InvalidGatewayRequestException",
                "FileShareNotFound",
                "The specified file share was not found.",
                400,
            ),
            FileShareARN=SHARE,
        ),
        _live(
            "live-message",
            Truth(
                "DescribeMaintenanceStartTime",
                "InvalidGatewayRequestException",
                "UnsupportedOperationForGatewayType",
                "This operation is not valid for the specified gateway.",
                400,
            ),
            GatewayARN=GATEWAY,
        ),
        _live(
            "no-code",
            Truth(
                "DescribeTapes",
                "InvalidGatewayRequestException",
                None,
                "Cannot describe tapes of multiple gateways",
                400,
            ),
            GatewayARN=GATEWAY,
        ),
        _live(
            "denied",  # an exception that the page lacks
            Truth(
                "ListTapes",
                "AccessDeniedException",
                None,
                "User: arn:aws:iam::111122223333:user/backup is not authorized to perform: "
                "storagegateway:ListTapes",
                400,
            ),
        ),
    )
}
