"""How injections sit in one botocore client, and how they leave it as it was.

Injections answer through botocore's documented events:

* ``before-send``: a handler's answer replaces the network's. What follows is botocore's own: the
  parser, the typed exceptions, the retries.
* ``choose-signer``: a request that is not sent is not signed, so it needs no credentials.

No event can shorten the wait before a retry. For ``retry_waits=False``, a function of ours stands
in for the method ``emit`` of ``client.meta.events`` while the injection lasts.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import iscoroutinefunction
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import botocore
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from sgwlib.coverage import record
from sgwlib.errors import FaultError
from sgwlib.response import new_headers
from sgwlib.simulation.api import success_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sgwlib.response import ErrorResponse

__all__ = ["Layer", "attach", "attached", "check_client", "detach"]

_SERVICE = "storagegateway"


def _recorded(response: ErrorResponse) -> None:
    record(response, "inject")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One injection into one or more clients. The last layer of a client is asked first.

    Parameters
    ----------
    decide
        Takes the name of an operation. Returns the answer and the seconds to wait before it, or
        None to leave the call to the layer below.
    passes
        Whether a call that no layer answers may go to the network. All layers must allow it.
    retry_waits
        Whether botocore waits before it retries. All layers must allow it.
    on_answer
        Called with each answer that a client receives.
    """

    decide: Callable[[str], tuple[ErrorResponse, float] | None]
    passes: bool = False
    retry_waits: bool = True
    on_answer: Callable[[ErrorResponse], object] = _recorded


def check_client(client: object) -> None:
    """Raise FaultError unless this is a boto3 client for storagegateway."""
    if not isinstance(client, BaseClient):
        raise FaultError(f"expected a boto3 client for {_SERVICE}, not {type(client).__name__}")
    name = client.meta.service_model.service_name
    if name != _SERVICE:
        raise FaultError(f"expected a boto3 client for {_SERVICE}, not for {name}")
    if iscoroutinefunction(client.close):
        raise FaultError(
            f"{type(client).__module__} is asynchronous; expected a boto3 client. "
            "Let an asynchronous client call sgwlib.Endpoint instead"
        )


@contextmanager
def attached(client: BaseClient, layer: Layer) -> Iterator[None]:
    """Keep a layer in a client while a block runs."""
    attach(client, layer)
    try:
        yield
    finally:
        detach(client, layer)


def attach(client: BaseClient, layer: Layer) -> None:
    """Put a layer on top of those that a client has.

    Raises
    ------
    FaultError
        If it is not a boto3 client for storagegateway. The client stays as it was.
    """
    check_client(client)
    with _lock:
        hook = _hooks.setdefault(client, _Hook(client))
        hook.change((*hook.layers, layer))


def detach(client: BaseClient, layer: Layer) -> None:
    """Take a layer out of a client. With the last one, every trace goes."""
    with _lock:
        hook = _hooks.get(client)
        if hook is not None:
            hook.change(tuple(each for each in hook.layers if each is not layer))
            if not hook.layers:
                del _hooks[client]


class _Hook:
    """Our handlers in one client's events, however many layers there are."""

    def __init__(self, client: BaseClient) -> None:
        # Not the client itself: it may be garbage collected while an injection lasts.
        self._events: Any = client.meta.events
        config: Any = client.meta.config
        self._read_timeout: float | None = config.read_timeout
        self._adaptive: bool = config.retries["mode"] == "adaptive"
        self._undo: dict[str, Callable[[], None]] = {}
        self.layers: tuple[Layer, ...] = ()

    def change(self, layers: tuple[Layer, ...]) -> None:
        """Replace all layers at once, so a call in another thread meets the old or the new ones."""
        self.layers = layers
        self._want(any(not layer.retry_waits for layer in layers), self._without_waits)
        self._want(bool(layers), self._registered)

    def answer(self, request: Any, event_name: str, **_: object) -> AWSResponse | None:
        """Handle before-send: return what replaces the network's answer."""
        operation = event_name.rpartition(".")[2]
        layers = self.layers
        for layer in reversed(layers):
            decided = layer.decide(operation)
            if decided is not None:
                response, delay = decided
                self._wait(delay, request.url)
                layer.on_answer(response)
                return _received(request, response.status_code, response.headers, response.body)
        if self._passes:
            return None
        body = success_body(operation)
        return _received(request, 200, new_headers(body), body)

    def choose_signer(self, **_: object) -> object:
        """Handle choose-signer: do not sign requests that are not sent."""
        return None if self._passes else botocore.UNSIGNED

    @property
    def _passes(self) -> bool:
        return all(layer.passes for layer in self.layers)

    def _wait(self, delay: float, url: str) -> None:
        """Wait as for a slow server. A client gives up after its read timeout."""
        timeout = self._read_timeout
        if timeout is not None and delay > timeout:
            time.sleep(timeout)
            raise ReadTimeoutError(endpoint_url=url)
        if delay:
            time.sleep(delay)

    def _want(self, wanted: object, do: Callable[[], Callable[[], None]]) -> None:
        name = do.__name__
        if wanted and name not in self._undo:
            self._undo[name] = do()
        elif not wanted and name in self._undo:
            self._undo.pop(name)()

    def _registered(self) -> Callable[[], None]:
        handlers: list[tuple[str, Callable[..., Any]]] = [
            # After all handlers for this service, before those for any service.
            ("before-send", self.answer),
            ("choose-signer", self.choose_signer),
        ]
        for event, handler in handlers:
            self._events.register_first(event, handler)

        def undo() -> None:
            for event, handler in handlers:
                self._events.unregister(event, handler)

        return undo

    def _without_waits(self) -> Callable[[], None]:
        events, emit, adaptive = self._events, self._events.emit, self._adaptive

        def emit_without_waits(event_name: str, **given: object) -> list[tuple[Any, Any]]:
            # In adaptive mode, a handler of before-send for any service waits for its turn. It
            # comes after ours, so it is not called once ours has answered.
            if adaptive and event_name.startswith("before-send."):
                return [events.emit_until_response(event_name, **given)]
            answers: list[tuple[Any, Any]] = emit(event_name, **given)
            # The endpoint sleeps for the number that a handler of needs-retry returns.
            if event_name.startswith("needs-retry."):
                return [(handler, _at_once(answer)) for handler, answer in answers]
            return answers

        return _replaced(events, "emit", emit_without_waits)


_hooks: WeakKeyDictionary[BaseClient, _Hook] = WeakKeyDictionary()
_lock = Lock()


def _at_once(answer: object) -> object:
    return answer if answer is None or answer is False else 0


def _replaced(owner: Any, name: str, value: object) -> Callable[[], None]:
    """Set an attribute of one object. Return what restores it, unless it has changed since."""
    own = vars(owner)
    missing = object()
    before = own.get(name, missing)
    setattr(owner, name, value)

    def undo() -> None:
        if own.get(name) is not value:
            return
        if before is missing:
            delattr(owner, name)
        else:
            setattr(owner, name, before)

    return undo


def _received(request: Any, status: int, headers: Mapping[str, str], body: bytes) -> AWSResponse:
    raw: Any = _Stream(body)
    given: Any = headers
    return AWSResponse(request.url, status, given, raw)


class _Stream(BytesIO):
    """A body as botocore reads it from its HTTP client."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()
