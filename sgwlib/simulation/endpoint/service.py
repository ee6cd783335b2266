"""What a call is answered: the checks of the service, in its order, and the fault plan.

The order: is the service up; who calls, and is the call within the rate; what is called; the plan;
only then what the input says. The plan comes after authentication, because whoever is not known
learns nothing of a service, and after the target, because its faults go by operation. It comes
before validation, so that a client meets a fault with any input at all.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.coverage import record
from sgwlib.response import error_response
from sgwlib.simulation.endpoint.calls import SUCCESS
from sgwlib.simulation.endpoint.replies import reply_to_error, success
from sgwlib.simulation.endpoint.requests import RejectedError, called_operation
from sgwlib.simulation.endpoint.signatures import authenticate
from sgwlib.simulation.endpoint.validation import read_input, validate
from sgwlib.simulation.outputs import success_body

if TYPE_CHECKING:
    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.endpoint.calls import CallLog
    from sgwlib.simulation.endpoint.replies import Reply
    from sgwlib.simulation.endpoint.requests import Request
    from sgwlib.simulation.endpoint.signatures import Records
    from sgwlib.simulation.endpoint.throttle import Throttle
    from sgwlib.simulation.faults import FaultPlan

__all__ = ["Decision", "Service"]

_log = logging.getLogger("sgwlib.endpoint")


class Decision(NamedTuple):
    """What a call is answered, and how many seconds after."""

    reply: Reply
    delay: float = 0.0


class Service:
    """The simulated service.

    Parameters
    ----------
    plan
        Which call gets which error; may be replaced at any time.
    records
        What is known of callers.
    throttle
        How many calls are let through.
    log
        Where each call is remembered.
    """

    def __init__(self, plan: FaultPlan, records: Records, throttle: Throttle, log: CallLog) -> None:
        self.plan = plan
        self.records = records
        self.throttle = throttle
        self.log = log
        self.in_service = True

    def decide(self, request: Request) -> Decision:
        """Decide a call, whatever it is, and remember it.

        Parameters
        ----------
        request
            With its body.

        Returns
        -------
        Decision
            An InternalFailure where something here fails; what it was is logged, and
            nothing of it goes over the wire.
        """
        try:
            return self._decide(request)
        except RejectedError as rejected:
            return self._error(_general(rejected, _operation(request)), request)
        except Exception:  # noqa: BLE001 - whatever it is, the client is answered
            _log.exception("the endpoint failed on a call and answered InternalFailure")
            failure = RejectedError("InternalFailure")
            return self._error(_general(failure, _operation(request)), request)

    def _decide(self, request: Request) -> Decision:
        if not self.in_service:
            raise RejectedError("ServiceUnavailable")
        authenticate(request, self.records, datetime.now(UTC))
        if not self.throttle.lets_through():
            raise RejectedError("ThrottlingException")
        operation = called_operation(request)
        answer = self.plan.answer(operation)
        if answer is not None:
            return self._error(answer.response, request, answer.fault.delay)
        validate(operation, read_input(request.body))
        self.log.add(operation, SUCCESS, 200, request.attempt)
        return Decision(success(success_body(operation)))

    def _error(self, response: ErrorResponse, request: Request, delay: float = 0.0) -> Decision:
        outcome = response.code or str(response.exception)
        self.log.add(response.operation, outcome, response.status_code, request.attempt)
        record(response, "endpoint")
        return Decision(reply_to_error(response), delay)


def _operation(request: Request) -> str | None:
    """Return the operation that a rejected request calls, as far as it can be known."""
    try:
        return called_operation(request)
    except RejectedError:
        return None


def _general(rejected: RejectedError, operation: str | None) -> ErrorResponse:
    kind = load_catalogue().exceptions[rejected.exception]
    message = rejected.message or kind.sample_message or kind.message
    return replace(error_response(operation or "", kind, message), operation=operation)
