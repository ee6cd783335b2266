"""One request that is whole: refuse it, or have it decided."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from sgwlib.simulation.endpoint.browsers import refuse_browsers
from sgwlib.simulation.endpoint.control import CONTROL_PATH, control
from sgwlib.simulation.endpoint.replies import RefusedError, reply_to_refused
from sgwlib.simulation.endpoint.service import Decision

if TYPE_CHECKING:
    from sgwlib.simulation.endpoint.requests import Request
    from sgwlib.simulation.endpoint.service import Service

__all__ = ["App"]

_log = logging.getLogger("sgwlib.endpoint")


class App:
    """What every connection asks.

    Parameters
    ----------
    service
        Decides the calls.
    hosts
        The names under which it may be called.
    token
        What a control request must bring.
    """

    def __init__(self, service: Service, hosts: frozenset[str], token: str) -> None:
        self._service = service
        self._hosts = hosts
        self._token = token

    def decide(self, request: Request) -> Decision:
        """Decide what a request is answered; nothing here waits."""
        try:
            return self._decide(request)
        except RefusedError as refused:
            return Decision(reply_to_refused(refused))
        except Exception:  # noqa: BLE001 - whatever it is, the client is answered
            _log.exception("the endpoint failed on a request")
            failed = RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, "see the endpoint's log")
            return Decision(reply_to_refused(failed))

    def _decide(self, request: Request) -> Decision:
        refuse_browsers(request, self._hosts)
        if request.path.startswith(CONTROL_PATH):
            return Decision(control(request, self._service, self._token))
        if request.method != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "expected POST", close=True)
        return self._service.decide(request)
