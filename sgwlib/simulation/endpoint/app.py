"""The ASGI app: it reads a request, refuses what a browser or a stranger sends, and replies.

Four kinds of requests come in. What a web page in this machine's browser can send is refused. The
control path takes requests with the token. Every other POST is a call of the service. Anything
else is refused.

========================  ==================================================================
``GET /_sgw/plan``        the fault plan
``PUT /_sgw/plan``        replace it; the body is ``{"faults": [...], "seed": ...}``
``GET /_sgw/report``      how many calls each fault answered, and why not more
``GET /_sgw/calls``       the last calls
``POST /_sgw/reset``      forget all calls, including those that the plan has counted
``GET /_sgw/sandbox``     the appliances of the sandbox, its clock, its snapshots
``POST /_sgw/sandbox``    ``{"call": "advance", "arguments": {"minutes": 31}}``, or ``"set"``; with
                          ``"appliance": "vm-1"``, of that appliance
========================  ==================================================================

The token goes into ``Authorization: Bearer TOKEN``. With a sandbox, the endpoint also answers
``GET /?activationRegion=REGION`` as an appliance does on its port 80: with a redirect that has an
activation key.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from sgwlib.errors import SgwError
from sgwlib.files import parse_json
from sgwlib.response import new_headers
from sgwlib.simulation.endpoint.service import Reply
from sgwlib.simulation.endpoint.signatures import Request
from sgwlib.simulation.faults import FaultPlan
from sgwlib.text import one_of

if TYPE_CHECKING:
    from collections.abc import (
        AsyncIterator,
        Awaitable,
        Callable,
        Iterable,
        Mapping,
        MutableMapping,
    )

    from sgwlib.simulation.endpoint.service import Service

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

_log = logging.getLogger("sgwlib.endpoint")

LONGEST_BODY = 1 << 20
"""Bytes of a request's body. No call of an SDK comes near it."""
BODY_SECONDS = 10.0
"""How long a body may take to arrive."""
_LARGE_BODY = 16 << 10
"""Bytes from which a body is worked on in a thread, so that other clients need not wait."""

REFUSED = "RefusedByEndpoint"
"""The ``__type`` of a refused request. The service has no exception of this name."""

_CONTROL_PATH = b"/_sgw/"
# Node's own fetch sends Sec-Fetch-Mode, so that header does not show a browser.
_FROM_BROWSER = (b"origin", b"sec-fetch-site")
# With two of one of these headers, two readers may understand two different requests.
_ONCE = {b"authorization", b"content-type", b"host", b"x-amz-date", b"x-amz-target"}
_JSON = {"application/x-amz-json-1.1", "application/x-amz-json-1.0", "application/json"}


class RefusedError(SgwError):
    """The endpoint refuses a request to protect itself. The request has no effect.

    ``close`` ends the connection after the reply, because the body was not read.
    """

    def __init__(self, status: HTTPStatus, sentence: str, *, close: bool = False) -> None:
        self.status = status
        self.close = close
        super().__init__(sentence)


class App:
    """An ASGI app that answers as the service does, under the names in ``hosts``."""

    def __init__(self, service: Service, hosts: frozenset[str], token: str) -> None:
        self._service = service
        self._hosts = hosts
        self._token = token
        self._waits: set[asyncio.Timeout] = set()
        self._is_ending = False
        self._thread = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = await self._reply(scope, receive)
        if reply is None or (reply.delay and not await self._delay(reply.delay, receive)):
            return  # the client is gone
        headers = [(name.lower().encode(), each.encode()) for name, each in reply.headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    def end(self) -> None:
        """Cut short every wait, now and from now on, because the server is about to stop."""
        self._is_ending = True
        for wait in self._waits:
            with suppress(RuntimeError):  # it is just over
                wait.reschedule(0.0)

    async def _reply(self, scope: Message, receive: Receive) -> Reply | None:
        """Return the reply to a request; None if the client goes away before it is complete."""
        try:
            headers = read_headers(scope["headers"])
            body = await self._read_body(headers, receive)
            if body is None:
                return None
            path, query = scope["raw_path"], scope["query_string"]
            request = Request(scope["method"], path, query, headers, body)
            if len(body) < _LARGE_BODY:
                return self._answer(request)
            # One at a time: several threads would keep the event loop from running.
            async with self._thread:
                return await asyncio.to_thread(self._answer, request)
        except RefusedError as refused:
            return reply_refused(refused)
        except Exception:  # noqa: BLE001 - whatever fails, the client gets an answer
            _log.exception("the endpoint failed on a request")
            failed = RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, "See the endpoint's log.")
            return reply_refused(failed)

    async def _read_body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes | None:
        length = headers.get(b"content-length", b"0")
        if len(length) > len(str(LONGEST_BODY)) or int(length) > LONGEST_BODY:
            raise _too_long()
        body = bytearray()
        try:
            async with self._at_most(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message["body"]
                    if len(body) > LONGEST_BODY:
                        raise _too_long()
                    if not message["more_body"]:
                        return bytes(body)
        except TimeoutError:
            sentence = "The body took too long to arrive."
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, sentence, close=True) from None

    async def _delay(self, seconds: float, receive: Receive) -> bool:
        """Wait, and say whether the client is still there."""
        try:
            async with self._at_most(seconds):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return True
        return False

    @asynccontextmanager
    async def _at_most(self, seconds: float) -> AsyncIterator[None]:
        """Limit the time of a block; it is over at once when the server is about to stop."""
        async with asyncio.timeout(0.0 if self._is_ending else seconds) as wait:
            self._waits.add(wait)
            try:
                yield
            finally:
                self._waits.discard(wait)

    def _answer(self, request: Request) -> Reply:
        refuse_browsers(request, self._hosts)
        if request.path.startswith(_CONTROL_PATH):
            return _control(request, self._service, self._token)
        sandbox = self._service.sandbox
        if request.method == "GET" and request.path == b"/" and sandbox is not None:
            from sgwlib.simulation.endpoint.world import activation  # loads boto3

            try:
                location = activation(sandbox, request.query)
            except SgwError as error:  # isn't a region
                raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from None
            if location is not None:
                return reply_json({}, HTTPStatus.FOUND, {"Location": location})
        if request.method != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Expected POST.")
        return self._service.answer(request)


def read_headers(given: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers of a request by name, or refuse headers that contradict each other."""
    headers: dict[bytes, bytes] = {}
    for name, value in given:
        if name in headers and name in _ONCE:
            sentence = f"Expected one header {name.decode()}, got several."
            raise RefusedError(HTTPStatus.BAD_REQUEST, sentence, close=True)
        headers[name] = headers[name] + b"," + value if name in headers else value
    if b"content-length" in headers and b"transfer-encoding" in headers:
        sentence = "Expected Content-Length or Transfer-Encoding, got both."
        raise RefusedError(HTTPStatus.BAD_REQUEST, sentence, close=True)
    return headers


def reply_refused(refused: RefusedError) -> Reply:
    """Return the reply to a refused request."""
    headers = {"Connection": "close"} if refused.close else {}
    return reply_json({"__type": REFUSED, "message": str(refused)}, refused.status, headers)


def reply_json(
    value: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Reply:
    """Return a reply whose body is a value as JSON, with further headers."""
    body = json.dumps(value).encode()
    return Reply(status, new_headers(body) | dict(headers or {}), body)


def _too_long() -> RefusedError:
    sentence = f"Expected a body of at most {LONGEST_BODY} bytes."
    return RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, close=True)


# --- browsers ---------------------------------------------------------------------------------


def refuse_browsers(request: Request, hosts: frozenset[str]) -> None:
    """Refuse every request that a web page may have sent.

    A page anywhere can make a browser send requests to this machine. It cannot keep the browser
    from adding ``Origin`` or ``Sec-Fetch-Site``, nor send JSON without one of them. A page can
    also let a name of its own point to this machine (DNS rebinding), so that the browser adds
    neither. Then that name is in ``Host``.
    """
    for name in _FROM_BROWSER:
        if name in request.headers:
            sentence = f"Expected no request from a browser, got the header {name.decode()}."
            raise RefusedError(HTTPStatus.FORBIDDEN, sentence)
    if not _is_known(request.header(b"host"), hosts):
        names = one_of(["an IP address", *sorted(hosts)])
        sentence = f"Expected the header Host to be {names}."
        raise RefusedError(HTTPStatus.MISDIRECTED_REQUEST, sentence)
    if b"content-type" in request.headers:
        kind = request.header(b"content-type").partition(";")[0].strip().lower()
        if kind not in _JSON:
            sentence = "Expected Content-Type: application/x-amz-json-1.1."
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)


def host_name(host: str) -> str:
    """Return a host without its port, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


@lru_cache(maxsize=256)
def _is_known(host: str, hosts: frozenset[str]) -> bool:
    name = host_name(host)
    try:
        return name in hosts or bool(ip_address(name))
    except ValueError:
        return False


# --- the control path -------------------------------------------------------------------------


def _control(request: Request, service: Service, token: str) -> Reply:
    """Do what a control request asks for. A refused request changes nothing."""
    scheme, _, given = request.header(b"authorization").partition(" ")
    # In constant time, so that nobody can guess the token letter by letter.
    is_right = compare_digest(given.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not is_right:
        raise RefusedError(HTTPStatus.FORBIDDEN, "Expected Authorization: Bearer TOKEN.")
    methods = _ACTIONS.get(request.path.removeprefix(_CONTROL_PATH).decode("latin-1"))
    if methods is None:
        expected = one_of([f"/_sgw/{name}" for name in _ACTIONS])
        raise RefusedError(HTTPStatus.NOT_FOUND, f"Expected {expected}.")
    action = methods.get(request.method)
    if action is None:
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, f"Expected {one_of(methods)}.")
    try:
        return reply_json(action(service, request.body))
    except SgwError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from None


def _set_plan(service: Service, body: bytes) -> Any:
    service.plan = FaultPlan.from_dict(_read_json(body))
    return service.plan.to_dict()


def _calls(service: Service, _body: bytes) -> Any:
    calls = [{**call._asdict(), "time": call.time.isoformat()} for call in service.calls()]
    return {"calls": calls}


def _world(service: Service, body: bytes) -> Any:
    """Describe the world of the sandbox, or change it if there is a body."""
    if service.sandbox is None:
        raise SgwError("there is no sandbox; expected Endpoint(sandbox=...) or sgw serve --sandbox")
    from sgwlib.simulation.endpoint.world import changed, described  # as above

    return changed(service.sandbox, _read_json(body)) if body else described(service.sandbox)


def _reset(service: Service, _body: bytes) -> Any:
    service.reset()
    return {}


def _read_json(body: bytes) -> Any:
    try:
        return parse_json(body)
    except (ValueError, RecursionError) as error:
        raise SgwError(f"the body is not JSON: {error}") from None


_ACTIONS: dict[str, dict[str, Callable[[Service, bytes], Any]]] = {
    "plan": {"GET": lambda service, _: service.plan.to_dict(), "PUT": _set_plan},
    "report": {"GET": lambda service, _: {"report": service.plan.report()}},
    "calls": {"GET": _calls},
    "reset": {"POST": _reset},
    "sandbox": {"GET": lambda service, _: _world(service, b""), "POST": _world},
}
