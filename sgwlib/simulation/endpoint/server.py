"""The server in its thread, and what is asked of it."""

from __future__ import annotations

import asyncio
import socket
import warnings
from concurrent.futures import Future
from ipaddress import ip_address
from secrets import token_urlsafe
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Self

from uvicorn import Server

from sgwlib.errors import SgwError
from sgwlib.simulation.endpoint.app import App
from sgwlib.simulation.endpoint.browsers import host_name
from sgwlib.simulation.endpoint.calls import CallLog
from sgwlib.simulation.endpoint.limits import Limits
from sgwlib.simulation.endpoint.protocol import BoundedConfig, BoundedProtocol
from sgwlib.simulation.endpoint.service import Service
from sgwlib.simulation.endpoint.signatures import Records
from sgwlib.simulation.endpoint.throttle import Throttle
from sgwlib.simulation.faults import FaultPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from types import TracebackType

    from sgwlib.simulation.endpoint.calls import Call
    from sgwlib.simulation.faults import Fault

__all__ = ["Endpoint", "EndpointError", "RemoteEndpointWarning"]

_TICK = 1.0
_PATIENCE = 10.0
_HIGHEST_PORT = 65535


class EndpointError(SgwError):
    """An endpoint that cannot be started as asked, or that does not run."""


class RemoteEndpointWarning(UserWarning):
    """The endpoint can be reached from other machines."""


class Endpoint:
    """A simulated Storage Gateway that any SDK can be pointed at.

    It listens on this machine alone and answers as the service does: general exceptions from
    their real causes, then what the plan says, then success.

    Parameters
    ----------
    plan
        Which call gets which error: a plan, or its faults.
    host, port
        Where to listen; port 0 takes a free one.
    allow_remote
        Needed for a host that other machines can reach.
    allowed_hosts
        Names, besides ``localhost``, under which it may be called. Addresses always may.
    secrets
        Access key to secret key, of the only callers there are; their signatures are
        verified. By default any key and any well-formed signature will do.
    session_tokens
        The only session tokens there are; by default any will do.
    not_subscribed
        Access keys whose accounts have no subscription.
    rate
        Calls a second above which calls are throttled.
    token
        For the control path; by default a new one.
    limits
        What one client may cost.

    Raises
    ------
    EndpointError
        If a setting is bad, or, from ``start``, the address cannot be had.

    Examples
    --------
    >>> import boto3
    >>> from sgwlib.simulation.faults import Fault
    >>> with Endpoint([Fault("DeleteVolume", "VolumeInUse", times=1)]) as endpoint:
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
        plan: FaultPlan | Iterable[Fault] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        allow_remote: bool = False,
        allowed_hosts: Collection[str] = (),
        secrets: Mapping[str, str] | None = None,
        session_tokens: Collection[str] | None = None,
        not_subscribed: Collection[str] = (),
        rate: float | None = None,
        token: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        if not 0 <= port <= _HIGHEST_PORT:
            raise EndpointError(f"port is {port}; expected 0 to {_HIGHEST_PORT}")
        if token is not None and not (token.isascii() and token.isprintable() and token.strip()):
            raise EndpointError("the token must be printable ASCII and not empty")
        self.token = token or token_urlsafe()
        self._host, self._port = host, port
        self._allow_remote = allow_remote
        self._limits = limits or Limits()
        self._hosts = frozenset({"localhost", *map(host_name, allowed_hosts)})
        records = Records(
            None if secrets is None else dict(secrets),
            None if session_tokens is None else frozenset(session_tokens),
            frozenset(not_subscribed),
        )
        try:
            throttle = Throttle(rate, monotonic)
        except ValueError as error:
            raise EndpointError(str(error)) from None
        log = CallLog(self._limits.calls)
        self._service = Service(_as_plan(plan), records, throttle, log)
        self._running: _Running | None = None

    @property
    def url(self) -> str:
        """Where it listens, for a client's ``endpoint_url``.

        Raises
        ------
        EndpointError
            If it does not run.
        """
        if self._running is None:
            raise EndpointError("the endpoint does not run; use it in a with statement, or start()")
        return self._running.url

    @property
    def plan(self) -> FaultPlan:
        """Which call gets which error. Another plan, or its faults, may be set at any time."""
        return self._service.plan

    @plan.setter
    def plan(self, plan: FaultPlan | Iterable[Fault] | None) -> None:
        self._service.plan = _as_plan(plan)

    @property
    def open(self) -> bool:
        """Whether any caller will do, known or not."""
        return self._service.records == Records()

    @property
    def in_service(self) -> bool:
        """Whether the service is up; if not, every call is answered ServiceUnavailable."""
        return self._service.in_service

    @in_service.setter
    def in_service(self, in_service: bool) -> None:
        self._service.in_service = in_service

    @property
    def calls(self) -> tuple[Call, ...]:
        """The last calls, the oldest first."""
        return self._service.log.calls()

    def reset(self) -> None:
        """Forget all calls, also in the plan's counts."""
        self._service.plan.reset()
        self._service.log.clear()

    def start(self) -> Self:
        """Start to listen, and return when calls are answered.

        Raises
        ------
        EndpointError
            If it runs already, the address cannot be had, or the host can be reached from
            other machines and that was not allowed.
        """
        if self._running is not None:
            raise EndpointError(f"the endpoint runs already, at {self._running.url}")
        app = App(self._service, self._hosts, self.token)
        listener = _listen(self._host, self._port, remote=self._allow_remote)
        self._running = _Running(BoundedConfig(app, self._limits), listener)
        return self

    def stop(self) -> None:
        """Stop to listen and close every connection; nothing if it does not run."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        where = "not running" if self._running is None else f"at {self._running.url}"
        return f"<Endpoint {where}: {self.plan!r}>"


class _Running:
    """A server that runs, in a thread with a loop of its own: a notebook's loop is not touched."""

    def __init__(self, config: BoundedConfig, listener: socket.socket) -> None:
        self.url = _url(listener)
        started: Future[_Server] = Future()
        self._thread = Thread(
            target=_run, args=(config, listener, started), name="sgwlib endpoint", daemon=True
        )
        self._thread.start()
        self._server = started.result()

    def stop(self) -> None:
        self._server.ask_to_stop()
        self._thread.join(_PATIENCE)


def _run(config: BoundedConfig, listener: socket.socket, started: Future[_Server]) -> None:
    try:
        asyncio.run(_Server(config, started).serve(sockets=[listener]))
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)
    finally:
        listener.close()


class _Server(Server):
    """uvicorn's server, which tells when it answers, and ends at once when it is asked to."""

    config: BoundedConfig

    def __init__(self, config: BoundedConfig, started: Future[_Server]) -> None:
        super().__init__(config)
        self._told = started

    def ask_to_stop(self) -> None:
        """End it, from another thread."""
        self._loop.call_soon_threadsafe(self._over.set)

    async def main_loop(self) -> None:
        """Serve until asked to stop; meanwhile keep the clients' time."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._told.set_result(self)
        while not self._over.is_set():
            try:
                await asyncio.wait_for(self._over.wait(), _TICK)
            except TimeoutError:
                for connection in self._open_connections():
                    connection.close_if_late()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything: who stops an endpoint waits for no reply of it any more."""
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in self._open_connections():
            connection.transport.abort()
        await asyncio.sleep(0)  # so that each connection learns of it

    def _open_connections(self) -> list[BoundedProtocol]:
        return [each for each in self.server_state.connections if isinstance(each, BoundedProtocol)]


def _as_plan(plan: FaultPlan | Iterable[Fault] | None) -> FaultPlan:
    return plan if isinstance(plan, FaultPlan) else FaultPlan(plan or ())


def _listen(host: str, port: int, *, remote: bool) -> socket.socket:
    """Take an address, so that who asked for it hears at once if it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise EndpointError(f"host {host!r} cannot be found: {error}") from None
    if not ip_address(address[0]).is_loopback:
        _warn_of_others(host, allowed=remote)
    listener = socket.socket(family, kind, protocol)
    try:
        # A port that was in use a moment ago can be had at once.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise EndpointError(f"cannot listen on {host} port {port}: {error.strerror}") from None
    listener.setblocking(False)  # noqa: FBT003 - its only parameter
    return listener


def _warn_of_others(host: str, *, allowed: bool) -> None:
    if not allowed:
        raise EndpointError(
            f"{host} can be reached from other machines; expected an address of this machine "
            "alone, such as 127.0.0.1, or allow_remote=True"
        )
    warnings.warn(
        f"the endpoint on {host} can be reached from other machines, without a password",
        RemoteEndpointWarning,
        stacklevel=5,
    )


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    # A client cannot connect to "every address": this machine's own one is among them.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
