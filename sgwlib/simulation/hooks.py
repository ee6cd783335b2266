"""How injections sit in one botocore client, and how they leave it as it was.

What is answered comes through botocore's documented events alone:

* ``before-send``: a handler's answer takes the place of the network's. All that follows is
  botocore's own: the parser, the typed exceptions, the retries.
* ``choose-signer``: a request that is not sent is not signed, so that no credentials are needed,
  or fetched from anywhere.

Two private parts of botocore are touched, for the time of an injection. Only where retries are not
to wait, ``_WithoutWaits`` takes the place of the emitter at the client's endpoint. And the text of
the header User-Agent is made once, instead of twice a call: that takes longer than all that is done
here. Where botocore makes it in another way, it is left alone.
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
from sgwlib.simulation.outputs import success_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sgwlib.response import ErrorResponse

__all__ = ["Layer", "attach", "attached", "check_client", "detach"]

_SERVICE = "storagegateway"


def _recorded(response: ErrorResponse) -> None:
    record(response, "inject")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One injection, into one or more clients. Of several in a client, the last is asked first.

    Parameters
    ----------
    decide
        Takes the name of an operation; returns the answer with the seconds to wait before it,
        or None to leave the call to the layer below.
    passes
        Whether a call that no layer answers may go to the network. Each must agree to that.
    retry_waits
        Whether botocore waits before it retries. Each must agree to that.
    on_answer
        Is told of each answer that a client is given.
    """

    decide: Callable[[str], tuple[ErrorResponse, float] | None]
    passes: bool = False
    retry_waits: bool = True
    on_answer: Callable[[ErrorResponse], object] = _recorded


def check_client(client: object) -> None:
    """Raise FaultError unless this is a client that can be injected into."""
    if not isinstance(client, BaseClient):
        raise FaultError(f"expected a boto3 client for {_SERVICE}, not {type(client).__name__}")
    name = client.meta.service_model.service_name
    if name != _SERVICE:
        raise FaultError(f"expected a boto3 client for {_SERVICE}, not for {name}")
    if iscoroutinefunction(client.close):
        raise FaultError(
            f"{type(client).__module__} is asynchronous; expected a boto3 client. "
            "Asynchronous clients can meet errors over HTTP, from sgwlib's endpoint"
        )


@contextmanager
def attached(client: BaseClient, layer: Layer) -> Iterator[None]:
    """Have a layer in a client while a block runs."""
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
        If the client is none that can be injected into. It is left as it was.
    """
    check_client(client)
    with _lock:
        hook = _hooks.get(client) or _Hook(client)
        _hooks[client] = hook
        try:
            hook.change((*hook.layers, layer))
        except BaseException:
            _remove(client, hook, layer)
            raise


def detach(client: BaseClient, layer: Layer) -> None:
    """Take a layer out of a client, wherever it lies; with the last one, every trace goes."""
    with _lock:
        hook = _hooks.get(client)
        if hook is not None:
            _remove(client, hook, layer)


def _remove(client: BaseClient, hook: _Hook, layer: Layer) -> None:
    hook.change(tuple(each for each in hook.layers if each is not layer))
    if not hook.layers:
        del _hooks[client]


class _Hook:
    """What stands in one client's events, however many layers there are."""

    def __init__(self, client: BaseClient) -> None:
        # Not the client itself: it shall end while it is injected into, if nobody needs it.
        self._parts: Any = {name: getattr(client, name, None) for name in _PRIVATE}
        self._events = client.meta.events
        config: Any = client.meta.config
        self._read_timeout: float | None = config.read_timeout
        self._adaptive: bool = config.retries["mode"] == "adaptive"
        self._undo: dict[str, Callable[[], None]] = {}
        self.layers: tuple[Layer, ...] = ()

    def change(self, layers: tuple[Layer, ...]) -> None:
        """Replace all layers at once: a call in another thread meets the old ones or the new."""
        self.layers = layers
        stays = bool(layers) and not self._passes
        self._want(stays, self._one_user_agent)
        self._want(any(not layer.retry_waits for layer in layers), self._without_waits)
        self._want(bool(layers), self._registered)

    def answer(self, request: Any, event_name: str, **_: object) -> AWSResponse | None:
        """Handle before-send: return what takes the place of the network's answer."""
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
        """Handle choose-signer: leave requests unsigned that are not sent."""
        return None if self._passes else botocore.UNSIGNED

    @property
    def _passes(self) -> bool:
        return all(layer.passes for layer in self.layers)

    def _wait(self, delay: float, url: str) -> None:
        """Wait as for a slow server, on which a client gives up after its read timeout."""
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
            # After all handlers that are for the service, before those that are for any.
            ("before-send", self.answer),
            ("choose-signer", self.choose_signer),
        ]
        for event, handler in handlers:
            self._events.register_first(event, handler)

        def undo() -> None:
            for event, handler in handlers:
                self._events.unregister(event, handler)

        return undo

    def _one_user_agent(self) -> Callable[[], None]:
        creator = self._parts["_user_agent_creator"]
        if not hasattr(creator, "to_string"):
            return lambda: None
        text = creator.to_string()
        return _replaced(creator, "to_string", lambda: text)

    def _without_waits(self) -> Callable[[], None]:
        endpoint = self._parts["_endpoint"]
        if not hasattr(endpoint, "_event_emitter"):
            raise FaultError(
                f"botocore {botocore.__version__} keeps a client's events in another place than "
                "expected (_endpoint._event_emitter), so that retries cannot be kept from waiting"
            )
        emitter = endpoint._event_emitter  # noqa: SLF001 - see the module's text
        return _replaced(
            endpoint, "_event_emitter", _WithoutWaits(emitter, adaptive=self._adaptive)
        )


_PRIVATE = ("_endpoint", "_user_agent_creator")
_hooks: WeakKeyDictionary[BaseClient, _Hook] = WeakKeyDictionary()
_lock = Lock()


class _WithoutWaits:
    """An emitter at whose events nothing waits, in any retry mode, with all attempts as they were.

    The endpoint sleeps for the number that a handler of needs-retry returns: it becomes 0. In
    adaptive mode, a handler of before-send also waits for its turn. It is for any service, hence
    comes after ours, and is not asked once ours has answered.
    """

    def __init__(self, emitter: Any, *, adaptive: bool) -> None:
        self._emitter = emitter
        self._adaptive = adaptive

    def emit(self, event_name: str, **given: object) -> list[tuple[Any, Any]]:
        if self._adaptive and event_name.startswith("before-send."):
            return [self._emitter.emit_until_response(event_name, **given)]
        answers: list[tuple[Any, Any]] = self._emitter.emit(event_name, **given)
        if event_name.startswith("needs-retry."):
            return [(handler, _at_once(answer)) for handler, answer in answers]
        return answers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._emitter, name)


def _at_once(answer: object) -> object:
    return answer if answer is None or answer is False else 0


def _replaced(owner: Any, name: str, value: object) -> Callable[[], None]:
    """Set an attribute of one object; return what sets it back, if it is still ours."""
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
