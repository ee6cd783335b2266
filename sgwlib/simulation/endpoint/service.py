"""What the service answers to a call: its own checks in their order, and the fault plan.

The checks come in this order: whether the service is up, the signature, the rate, the operation,
the plan, the input, the state of the sandbox if there is one. The plan comes after the signature,
because the service reveals nothing to a stranger, and after the operation, because faults belong to
operations. It comes before the input, so that a client meets a fault whatever its input is.
"""

from __future__ import annotations

import logging
import re
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.coverage import record
from sgwlib.response import new_headers
from sgwlib.simulation.api import CANNED, TARGET_PREFIXES, api_operations, success_body
from sgwlib.simulation.endpoint.signatures import authenticate
from sgwlib.simulation.general import ServiceError, general_response
from sgwlib.simulation.validation import read_input, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.endpoint.signatures import Accounts, Request
    from sgwlib.simulation.faults import FaultPlan
    from sgwlib.simulation.sandbox import Sandbox

_log = logging.getLogger("sgwlib.endpoint")
_ACTION = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_MOST_CALLS = 10_000


class Call(NamedTuple):
    """One call and its outcome.

    Parameters
    ----------
    operation
        Name of the operation; None if the request names no operation of the API.
    outcome
        The error code, or else the exception, or else ``"success"``. With a sandbox, it is
        ``"canned success"`` if the sandbox does not simulate the operation.
    status
        HTTP status.
    attempt
        The number of the attempt, from 1, as the SDK sends it; None if it sends none.
    time
        When the endpoint decided the answer.
    """

    operation: str | None
    outcome: str
    status: int
    attempt: int | None
    time: datetime


class Reply(NamedTuple):
    """What the endpoint sends back, after so many seconds."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    delay: float = 0.0


class Throttle:
    """A limit on calls a second, with bursts of at most one second's calls; None for no limit."""

    def __init__(self, rate: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._most = max(1.0, rate or 0.0)
        self._left = self._most
        self._filled = clock()
        self._lock = Lock()

    def allows_call(self) -> bool:
        """Count a call, and say whether it is within the rate."""
        if self._rate is None:
            return True
        with self._lock:
            now = self._clock()
            self._left = min(self._most, self._left + (now - self._filled) * self._rate)
            self._filled = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


@dataclass(eq=False)
class Service:
    """The simulated service. Several threads may call it and replace its plan or sandbox."""

    plan: FaultPlan
    accounts: Accounts
    throttle: Throttle
    sandbox: Sandbox | None = None
    in_service: bool = True
    _calls: deque[Call] = field(default_factory=lambda: deque(maxlen=_MOST_CALLS))
    _lock: Lock = field(default_factory=Lock)

    def calls(self) -> tuple[Call, ...]:
        """Return the last calls, the oldest first."""
        with self._lock:
            return tuple(self._calls)

    def reset(self) -> None:
        """Forget all calls, including those that the plan has counted."""
        self.plan.reset()
        with self._lock:
            self._calls.clear()

    def answer(self, request: Request) -> Reply:
        """Answer a call and remember it. If the endpoint itself fails, only the log says why."""
        try:
            return self._answer(request)
        except ServiceError as error:
            failure = error
        except Exception:  # noqa: BLE001 - whatever fails, the client gets an answer
            _log.exception("the endpoint failed on a call and answered InternalFailure")
            failure = ServiceError("InternalFailure")
        return self._error(_general(failure, request), request)

    def _answer(self, request: Request) -> Reply:
        if not self.in_service:
            raise ServiceError("ServiceUnavailable")
        authenticate(request, self.accounts, datetime.now(UTC))
        if not self.throttle.allows_call():
            raise ServiceError("ThrottlingException")
        operation = called_operation(request)
        answer = self.plan.answer(operation)
        if answer is not None:
            return self._error(answer.response, request, answer.fault.delay)
        found = self._found(operation, request.body)
        if not isinstance(found, bytes):
            return self._error(found, request)
        is_simulated = self.sandbox is None or operation in self.sandbox.operations
        self._remember(operation, "success" if is_simulated else CANNED, 200, request)
        return Reply(200, new_headers(found), found)

    def _found(self, operation: str, body: bytes) -> ErrorResponse | bytes:
        """Return the answer to a call that no fault answers."""
        if self.sandbox is not None:
            return self.sandbox.answer(operation, body)
        validate(operation, read_input(body))
        return success_body(operation)

    def _error(self, response: ErrorResponse, request: Request, delay: float = 0.0) -> Reply:
        outcome = response.code or str(response.exception)
        self._remember(response.operation, outcome, response.status_code, request)
        record(response, "endpoint")
        return Reply(response.status_code, response.headers, response.body, delay)

    def _remember(self, operation: str | None, outcome: str, status: int, request: Request) -> None:
        call = Call(operation, outcome, status, request.attempt, datetime.now(UTC))
        with self._lock:
            self._calls.append(call)


def called_operation(request: Request) -> str:
    """Return the operation that a request calls, or raise the exception that a wrong one gets."""
    target = request.header(b"x-amz-target")
    if not target:
        raise ServiceError("MissingAction")
    prefix, _, action = target.partition(".")
    if prefix not in TARGET_PREFIXES or not _ACTION.fullmatch(action):
        raise ServiceError("InvalidAction")
    # The catalogue says which operations there are, and the installed model what they answer.
    known = action in load_catalogue().api_operations and action in api_operations()
    if not known or request.path != b"/":
        raise ServiceError("UnknownOperationException")
    return action


def _general(error: ServiceError, request: Request) -> ErrorResponse:
    operation = None
    with suppress(ServiceError):
        operation = called_operation(request)
    return general_response(error, operation)
