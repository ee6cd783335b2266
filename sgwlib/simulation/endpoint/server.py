"""The server: uvicorn in a thread of its own, and what you can ask of it."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
import warnings
from collections.abc import Collection, Mapping
from ipaddress import ip_address
from itertools import chain
from secrets import token_urlsafe
from threading import Thread
from typing import TYPE_CHECKING, Self

import uvicorn

from sgwlib.errors import SgwError
from sgwlib.simulation.endpoint.app import App, host_name
from sgwlib.simulation.endpoint.service import Service, Throttle
from sgwlib.simulation.endpoint.signatures import Accounts
from sgwlib.simulation.faults import as_plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.simulation.endpoint.service import Call
    from sgwlib.simulation.faults import Fault, FaultPlan
    from sgwlib.simulation.sandbox import Sandbox

_HIGHEST_PORT = 65535
_HIGHEST_RATE = 1_000_000
_IDLE_SECONDS = 60  # SDKs keep a connection for about as long
_GRACE_SECONDS = 1
_BACKLOG = 100  # asyncio tries to accept as often a second when it is out of file descriptors
_PATIENCE = 10.0

# uvicorn logs what is wrong with a request. Without any handler, Python would print it.
logging.getLogger("uvicorn.error").addHandler(logging.NullHandler())


class EndpointError(SgwError):
    """An endpoint cannot start as asked, or is not running."""


class RemoteEndpointWarning(UserWarning):
    """Other machines can reach the endpoint."""


class Endpoint:
    """A simulated Storage Gateway on this machine, for any AWS SDK.

    It answers as the service does: first a general exception if its real cause is there (no
    signature, a wrong operation ...), then a fault of the plan, then what follows from the state of
    the sandbox. Without a sandbox, it answers with success. The guide *Test against errors* says
    what a request may cost.

    Parameters
    ----------
    plan
        Which call gets which error: a fault, a collection of faults, or a plan.
    sandbox
        A sandbox whose state answers what no fault does, instead of canned successes.
    strict
        Raise an error at the end of a ``with`` block if a fault of the plan answered no call.
    host, port
        Where to listen. Port 0 takes a free one.
    allow_remote
        Allow a host that other machines can reach.
    allowed_hosts
        Names, in addition to ``localhost``, under which clients may call it. IP addresses are
        always allowed.
    secrets
        Access key to secret key. Only these keys are accepted, and signatures are verified. By
        default, any key and any well-formed signature is accepted.
    session_tokens
        The only session tokens that are accepted. By default, any is.
    not_subscribed
        Access keys whose accounts have no subscription.
    rate
        Calls a second, up to 1,000,000. More calls are throttled.
    token
        The token for the control path. By default, a new one.

    Raises
    ------
    EndpointError
        If a setting is wrong.
    FaultError
        If the plan is wrong.

    Examples
    --------
    >>> import boto3
    >>> from sgwlib.simulation.faults import Fault
    >>> with Endpoint(Fault("DeleteVolume", "VolumeInUse", times=1)) as endpoint:
    ...     gateway = boto3.client(
    ...         "storagegateway",
    ...         endpoint_url=endpoint.url,
    ...         region_name="us-east-1",
    ...         aws_access_key_id="any",
    ...         aws_secret_access_key="any",
    ...     )
    ...     try:
    ...         _ = gateway.delete_volume(VolumeARN="arn:aws:storagegateway:" + "x" * 30)
    ...     except gateway.exceptions.InvalidGatewayRequestException as error:
    ...         print(error.response["error"]["errorCode"])
    ...     gateway.close()
    VolumeInUse
    >>> [(call.operation, call.outcome, call.status) for call in endpoint.calls]
    [('DeleteVolume', 'VolumeInUse', 400)]
    """

    def __init__(  # noqa: PLR0913 - settings, each given by its name
        self,
        plan: Fault | Iterable[Fault] | FaultPlan = (),
        *,
        sandbox: Sandbox | None = None,
        strict: bool = False,
        host: str = "127.0.0.1",
        port: int = 0,
        allow_remote: bool = False,
        allowed_hosts: Collection[str] = (),
        secrets: Mapping[str, str] | None = None,
        session_tokens: Collection[str] | None = None,
        not_subscribed: Collection[str] = (),
        rate: float | None = None,
        token: str | None = None,
    ) -> None:
        if type(port) is not int or not 0 <= port <= _HIGHEST_PORT:
            raise EndpointError(f"port is {port!r}; expected 0 to {_HIGHEST_PORT}")
        if not isinstance(host, str):
            raise EndpointError(f"host is {host!r}; expected a string")
        if token is not None and not _is_token(token):
            raise EndpointError("the token is not usable; expected printable ASCII")
        if not (rate is None or _is_rate(rate)):
            raise EndpointError(f"wrong rate; expected a number above 0 and up to {_HIGHEST_RATE}")
        if not isinstance(secrets, Mapping | None):
            raise EndpointError(f"secrets is a {type(secrets).__name__}; expected a dictionary")
        texts: list[object] = list(chain(*(secrets or {}).items()))
        if not all(isinstance(text, str) and text for text in texts):
            raise EndpointError("expected a string for each access key and secret key")
        self.strict = strict
        self.token = token or token_urlsafe()
        self._host, self._port = host, port
        self._allow_remote = allow_remote
        allowed = _strings("allowed_hosts", allowed_hosts)
        self._hosts = frozenset({"localhost", *map(host_name, allowed)})
        accounts = Accounts(
            None if secrets is None else dict(secrets),
            None if session_tokens is None else _strings("session_tokens", session_tokens),
            _strings("not_subscribed", not_subscribed),
        )
        self._service = Service(as_plan(plan), accounts, Throttle(rate))
        self.sandbox = sandbox
        self._running: _Running | None = None

    @property
    def url(self) -> str:
        """The address for a client's ``endpoint_url``.

        Raises
        ------
        EndpointError
            If the endpoint is not running.
        """
        if self._running is None:
            raise EndpointError("the endpoint is not running; use a with statement or start()")
        return self._running.url

    @property
    def plan(self) -> FaultPlan:
        """Which call gets which error. You can set a plan, a fault or faults at any time."""
        return self._service.plan

    @plan.setter
    def plan(self, plan: Fault | Iterable[Fault] | FaultPlan) -> None:
        self._service.plan = as_plan(plan)

    @property
    def sandbox(self) -> Sandbox | None:
        """The sandbox whose state answers, if there is one. You can set another at any time."""
        return self._service.sandbox

    @sandbox.setter
    def sandbox(self, sandbox: Sandbox | None) -> None:
        if sandbox is not None:
            from sgwlib.simulation.sandbox import Sandbox  # not before it is needed: it loads boto3

            if not isinstance(sandbox, Sandbox):
                raise EndpointError(f"sandbox is a {type(sandbox).__name__}; expected a Sandbox")
        self._service.sandbox = sandbox

    @property
    def open(self) -> bool:
        """Whether any caller is accepted."""
        return self._service.accounts == Accounts()

    @property
    def in_service(self) -> bool:
        """Whether the service is up. If it is not, every call gets ServiceUnavailable."""
        return self._service.in_service

    @in_service.setter
    def in_service(self, in_service: bool) -> None:
        self._service.in_service = in_service

    @property
    def calls(self) -> tuple[Call, ...]:
        """The last 10,000 calls, the oldest first."""
        return self._service.calls()

    def reset(self) -> None:
        """Forget all calls, including those that the plan has counted."""
        self._service.reset()

    def start(self) -> Self:
        """Start answering calls.

        Returns
        -------
        Endpoint
            This endpoint. It already answers calls.

        Raises
        ------
        EndpointError
            If it is running already, if the address is not available, or if other machines can
            reach the host and ``allow_remote`` is not set.
        """
        if self._running is not None:
            raise EndpointError(f"the endpoint is already running at {self._running.url}")
        app = App(self._service, self._hosts, self.token)
        self._running = _Running(app, _listen(self._host, self._port, remote=self._allow_remote))
        return self

    def stop(self) -> None:
        """Stop answering calls. A call that waits for its delay gets its answer at once."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        self.stop()
        if self.strict and error is None:
            self.plan.check_met()

    def __repr__(self) -> str:
        where = "not running" if self._running is None else f"at {self._running.url}"
        return f"<Endpoint {where}: {self.plan!r}>"


class _Running:
    """uvicorn in a thread with an event loop of its own, so that a notebook's loop is not used."""

    def __init__(self, app: App, listener: socket.socket) -> None:
        self.url = _url(listener)
        self._app = app
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                backlog=_BACKLOG,
                log_config=None,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=_IDLE_SECONDS,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._thread = Thread(
            target=lambda: asyncio.run(self._serve(listener)), name="sgwlib endpoint", daemon=True
        )
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise EndpointError("the server did not start; its thread's traceback says why")
            time.sleep(0.001)

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        with listener:
            await self._server.serve(sockets=[listener])

    def stop(self) -> None:
        self._server.should_exit = True
        self._loop.call_soon_threadsafe(self._app.end)
        self._thread.join(_PATIENCE)


def _is_token(token: object) -> bool:
    """Say whether this can be sent in a header."""
    return isinstance(token, str) and token.isascii() and token.isprintable() and token.strip() > ""


def _is_rate(rate: float) -> bool:
    return type(rate) in (int, float) and 0 < rate <= _HIGHEST_RATE


def _strings(name: str, value: object) -> frozenset[str]:
    """Return the strings of a collection. A string alone is refused, as it is one of characters."""
    if isinstance(value, str | bytes):
        raise EndpointError(f"{name} is one string; expected a list such as [{value!r}]")
    if not isinstance(value, Collection) or not all(isinstance(each, str) for each in value):
        raise EndpointError(f"{name} is {value!r}; expected a list of strings")
    return frozenset(value)


def _listen(host: str, port: int, *, remote: bool) -> socket.socket:
    """Bind a socket, so that a wrong or taken address is an error at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise EndpointError(f"host {host!r} is not found: {error}") from None
    if not ip_address(address[0]).is_loopback:
        if not remote:
            raise EndpointError(
                f"other machines can reach {host}; expected an address of this machine alone, "
                "such as 127.0.0.1, or allow_remote=True"
            )
        warning = f"other machines can reach the endpoint on {host} without a password"
        warnings.warn(warning, RemoteEndpointWarning, stacklevel=4)
    # Not socket.create_server: without the protocol, asyncio doesn't switch Nagle's algorithm off.
    listener = socket.socket(family, kind, protocol)
    try:
        # Otherwise a port that was in use a moment ago is not available.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise EndpointError(f"cannot listen on {host} port {port}: {error.strerror}") from None
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    # A client cannot connect to "every address", but to this machine's own.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
