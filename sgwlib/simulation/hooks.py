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
    from collections.abc import Callable, Iterator

    from sgwlib.response import ErrorResponse

_SERVICE = "storagegateway"


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One injection into one or more clients. The last layer of a client is asked first."""

    decide: Callable[[str, bytes], tuple[ErrorResponse | bytes, float] | None]
    """Operation and body of a request to its answer, and seconds to wait before it.

    The answer is an error, or the body of a success. None leaves the call to the next layer.
    """
    passes: bool = False
    """Whether a call that no layer answers may go to the network. All layers must allow it."""
    retry_waits: bool = True
    """Whether botocore waits before it retries. All layers must allow it."""
    on_answer: Callable[[ErrorResponse], object] = lambda response: record(response, "inject")
    """Called with each error that a client receives."""
    on_wait: Callable[[float], object] = lambda _: None
    """Called with the seconds that botocore would wait, if it must not."""


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
    """Put a layer on top of those that a client has, or raise FaultError as `check_client` does."""
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
        self._restore_emit: Callable[[], None] | None = None
        self.layers: tuple[Layer, ...] = ()

    def change(self, layers: tuple[Layer, ...]) -> None:
        """Replace all layers at once, so a call in another thread meets the old or the new ones."""
        before, self.layers = self.layers, layers
        waits = all(layer.retry_waits for layer in layers)
        if not waits and self._restore_emit is None:
            self._restore_emit = self._replace_emit()
        elif waits and self._restore_emit is not None:
            self._restore_emit()
            self._restore_emit = None
        if bool(layers) != bool(before):
            change = self._events.register_first if layers else self._events.unregister
            # After all handlers for this service, before those for any service.
            change("before-send", self.answer)
            change("choose-signer", self.choose_signer)

    def answer(self, request: Any, event_name: str, **_: object) -> AWSResponse | None:
        """Handle before-send: return what replaces the network's answer."""
        operation = event_name.rpartition(".")[2]
        layers = self.layers
        for layer in reversed(layers):
            decided = layer.decide(operation, request.body)
            if decided is not None:
                answer, delay = decided
                self._wait(delay, request.url)
                if not isinstance(answer, bytes):
                    layer.on_answer(answer)
                return _received(request, answer)
        return None if self._passes else _received(request, success_body(operation))

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

    def _shortened(self, wait: float | None) -> float | None:
        """Return what stands for the wait before a retry. None or False means no retry."""
        if wait is None or wait is False:
            return wait
        for layer in self.layers:
            layer.on_wait(wait)
        return 0

    def _replace_emit(self) -> Callable[[], None]:
        """Let retries not wait. Return what ends that, unless ``emit`` has changed since."""
        events, adaptive = self._events, self._adaptive
        emit, before = events.emit, vars(events).get("emit")

        def emit_without_waits(event_name: str, **given: object) -> list[tuple[Any, Any]]:
            # In adaptive mode, a handler of before-send for any service waits for its turn. It
            # comes after ours, so it is not called once ours has answered.
            if adaptive and event_name.startswith("before-send."):
                return [events.emit_until_response(event_name, **given)]
            answers: list[tuple[Any, Any]] = emit(event_name, **given)
            # The endpoint sleeps for the number that a handler of needs-retry returns.
            if event_name.startswith("needs-retry."):
                return [(handler, self._shortened(each)) for handler, each in answers]
            return answers

        def restore() -> None:
            if events.emit is emit_without_waits:
                del events.emit
                if before is not None:
                    events.emit = before

        events.emit = emit_without_waits
        return restore


_hooks: WeakKeyDictionary[BaseClient, _Hook] = WeakKeyDictionary()
_lock = Lock()


def _received(request: Any, answer: ErrorResponse | bytes) -> AWSResponse:
    status = 200
    headers: Any  # botocore's types ask for a class of its own
    if isinstance(answer, bytes):
        headers, body = new_headers(answer), answer
    else:
        status, headers, body = answer.status_code, answer.headers, answer.body
    return AWSResponse(request.url, status, headers, _Stream(body))


class _Stream(BytesIO):
    """A body as botocore reads it from its HTTP client."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()
