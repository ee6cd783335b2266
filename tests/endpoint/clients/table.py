"""What real clients do with each error: the cases of the measured table of retries.

Each case has an operation of its own, so that one plan holds them all, and what was called tells
the cases apart.
"""

from __future__ import annotations

from typing import NamedTuple

from sgwlib import load_catalogue
from sgwlib.simulation.faults import Fault

CATALOGUE = load_catalogue()

CARRIED = (
    ("InvalidGatewayRequestException", "GatewayNotConnected"),
    ("InvalidGatewayRequestException", "GatewayNotFound"),
    ("InvalidGatewayRequestException", "GatewayProxyNetworkConnectionBusy"),
    ("InvalidGatewayRequestException", "InternalError"),
    ("InvalidGatewayRequestException", "GatewayInternalError"),
    ("InvalidGatewayRequestException", "VolumeNotFound"),
    ("InvalidGatewayRequestException", "NotSupported"),
    ("InvalidGatewayRequestException", "UnsupportedOperationForGatewayType"),
    ("InvalidGatewayRequestException", "SnapshotInProgressException"),
    ("InvalidGatewayRequestException", "InvalidParameters"),
    ("InternalServerError", "InternalError"),
    ("InternalServerError", "GatewayInternalError"),
    ("InternalServerError", "GatewayProxyNetworkConnectionBusy"),
    ("InternalServerError", "GatewayNotConnected"),
)
"""Carrier and code."""
RETRIED = {"InternalFailure", "ServiceUnavailable", "ThrottlingException", "InternalServerError"}
"""The four of the page's 17 exceptions that botocore and the SDK for JavaScript retry."""


class Case(NamedTuple):
    """One row: an error, and the fault that gives it to the calls of one operation."""

    exception: str
    code: str | None
    fault: Fault

    @property
    def retried(self) -> bool:
        return self.exception in RETRIED


def cases() -> list[Case]:
    errors = [(name, None) for name in CATALOGUE.general_exceptions] + list(CARRIED)
    return [
        Case(exception, code, _fault(operation, exception, code))
        for operation, (exception, code) in zip(CATALOGUE.operations, errors, strict=False)
    ]


def _fault(operation: str, exception: str, code: str | None) -> Fault:
    if code is None:
        return Fault(operation, exception)
    return Fault(operation, code, exception=exception, undocumented=True)
