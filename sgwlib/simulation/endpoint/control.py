"""The plan changed and the calls read over HTTP, by whoever has the token.

========================  ==================================================================
``GET /_sgw/plan``        the fault plan
``PUT /_sgw/plan``        another one; the body is ``{"faults": [...], "seed": ...}``
``GET /_sgw/report``      what the plan's faults have answered, and why not more
``GET /_sgw/calls``       the last calls
``GET /_sgw/service``     whether the service is up, and its rate
``PUT /_sgw/service``     change them: ``{"in_service": false, "rate": 5}``, or one of the two
``POST /_sgw/reset``      forget all calls, also in the plan's counts
========================  ==================================================================

The token goes into ``Authorization: Bearer TOKEN``.
"""

from __future__ import annotations

import json
from hmac import compare_digest
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any

from sgwlib.errors import SgwError, UnknownNameError
from sgwlib.simulation.endpoint.replies import RefusedError, document
from sgwlib.simulation.endpoint.throttle import Throttle
from sgwlib.simulation.faults import FaultPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.simulation.endpoint.replies import Reply
    from sgwlib.simulation.endpoint.requests import Request
    from sgwlib.simulation.endpoint.service import Service

__all__ = ["CONTROL_PATH", "control"]

CONTROL_PATH = b"/_sgw/"


def control(request: Request, service: Service, token: str) -> Reply:
    """Do what a control request asks for.

    Parameters
    ----------
    request
        With its body.
    service
        What is controlled.
    token
        What the request must bring.

    Returns
    -------
    Reply

    Raises
    ------
    RefusedError
        If the token is another one, or what is asked for is bad; nothing has changed then.
    """
    bearer, _, given = request.header(b"authorization").partition(" ")
    # In constant time: how long it takes must not tell how much of a token was right.
    right = compare_digest(given.strip().encode(), token.encode())
    if bearer.lower() != "bearer" or not right:
        raise RefusedError(HTTPStatus.FORBIDDEN, "expected Authorization: Bearer TOKEN")
    methods = _ACTIONS.get(request.path.removeprefix(CONTROL_PATH).decode("latin-1"))
    if methods is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, f"expected one of {', '.join(_ACTIONS)}")
    action = methods.get(request.method)
    if action is None:
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, f"expected {' or '.join(methods)}")
    try:
        return document(action(service, request.body))
    except (SgwError, ValueError) as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from None


def _plan(service: Service, _body: bytes) -> Any:
    return service.plan.to_dict()


def _set_plan(service: Service, body: bytes) -> Any:
    service.plan = FaultPlan.from_dict(_json(body))
    return service.plan.to_dict()


def _report(service: Service, _body: bytes) -> Any:
    return {"report": service.plan.report()}


def _calls(service: Service, _body: bytes) -> Any:
    return {
        "calls": [{**call._asdict(), "time": call.time.isoformat()} for call in service.log.calls()]
    }


def _service(service: Service, _body: bytes) -> Any:
    return {"in_service": service.in_service, "rate": service.throttle.rate}


def _set_service(service: Service, body: bytes) -> Any:
    given = _json(body)
    known = _service(service, b"")
    if not isinstance(given, dict):
        raise ValueError("expected a JSON object")  # noqa: TRY004 - one kind for every bad value
    for name in given:
        if name not in known:
            raise UnknownNameError("setting of the service", name, list(known))
    wanted = known | given
    if not isinstance(wanted["in_service"], bool):
        raise ValueError(f"in_service is {wanted['in_service']!r}; expected true or false")  # noqa: TRY004 - likewise
    throttle = Throttle(wanted["rate"], monotonic)
    service.in_service, service.throttle = wanted["in_service"], throttle
    return _service(service, b"")


def _reset(service: Service, _body: bytes) -> Any:
    service.plan.reset()
    service.log.clear()
    return {}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None


_ACTIONS: dict[str, dict[str, Callable[[Service, bytes], Any]]] = {
    "plan": {"GET": _plan, "PUT": _set_plan},
    "report": {"GET": _report},
    "calls": {"GET": _calls},
    "service": {"GET": _service, "PUT": _set_service},
    "reset": {"POST": _reset},
}
