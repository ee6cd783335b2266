"""Time that passes without waiting, and random numbers that are known, while a function runs.

A sleep is recorded, and the clocks go forward by its length. So a loop with a deadline ends as it
would, only sooner. With `luck`, all random numbers are as high or as low as they can be. So the
longest and the shortest wait of a back-off with jitter are known, whatever its formula. Threads of
others keep the real time and the real random numbers.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import random
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HIGH: Final = 1 - 1e-9  # random.random() never returns 1
LOW: Final = 0.0
_MOST_DRAWS: Final = 20  # between two waits; some methods draw until they like what they get
_FAR: Final = 3  # standard deviations: hardly any number is farther from the mean
_CLOCKS: Final = {"time": 1, "monotonic": 1, "perf_counter": 1}
_CLOCKS_IN_NS: Final = {f"{name}_ns": 10**9 for name in _CLOCKS}  # and their units in a second
_OTHERS: Final = ("sgwlib.", "botocore.endpoint")  # their waits are not the function's

Names = dict[int, object]  # by the id of what is replaced


@contextmanager
def virtual(
    function: Callable[..., object],
    luck: float | None = None,
    on_wait: Callable[[float], object] = lambda _: None,
) -> Iterator[list[float]]:
    """Let no time be waited for while a block runs. Yields the seconds of each wait so far.

    `on_wait` is called with the seconds of each wait, so that another clock can go forward, too.
    What the function and its module have imported or keep as a default, such as ``sleep``, is
    replaced there, too.
    """
    world = _World(luck, home(function), on_wait)
    replaced = [*_replacements(function, world.names())]
    with ExitStack() as stack:
        for owner, name, value in world.patches():
            stack.enter_context(patch.object(owner, name, value))
        for place in replaced:
            stack.enter_context(_replacing(*place))
        yield world.waits


def home(function: Callable[..., object]) -> Any:
    """Return the globals of the module that defines a function, under all of its decorators."""
    found: Any = inspect.unwrap(function)
    if not isinstance(found, FunctionType):  # a functools.partial, or an object that can be called
        found = getattr(found, "func", type(found).__call__)
    return getattr(found, "__globals__", None)


# --- what is replaced -----------------------------------------------------------------------


class _World:
    """Virtual time and luck, for one thread and for one module. Elsewhere, all is real."""

    def __init__(self, luck: float | None, own: object, on_wait: Callable[[float], object]) -> None:
        self.waits: list[float] = []
        self._passed = 0.0
        self._luck = luck
        self._draws = 0
        self._thread = threading.get_ident()
        self._own = own  # the globals of the module
        self._on_wait = on_wait

    def patches(self) -> Iterator[tuple[object, str, object]]:
        """Yield which attributes of which module or class are replaced, and by what."""
        yield time, "sleep", self._sleep(time.sleep)
        yield asyncio, "sleep", self._async_sleep(asyncio.sleep)
        for name, unit in (_CLOCKS | _CLOCKS_IN_NS).items():
            yield time, name, self._clock(getattr(time, name), unit)
        yield threading.Event, "wait", self._event_wait(threading.Event.wait)
        if self._luck is None:
            return
        yield random, "random", self._draw(random.random)
        for name in ("gauss", "normalvariate"):
            yield random, name, partial(self._draw_normal(getattr(random, name)), None)
        for kind in (random.Random, random.SystemRandom):
            yield kind, "random", self._draw(kind.random)
            for name in ("gauss", "normalvariate"):
                yield kind, name, self._draw_normal(getattr(kind, name))
            # The only way to all methods that return an integer or choose from a sequence.
            yield kind, "_randbelow", self._draw_below(getattr(kind, "_randbelow"))  # noqa: B009

    def names(self) -> Names:
        """Return what stands for what a module may have imported."""
        found: Names = {id(dt.datetime): self._datetime()}
        shim = ModuleType("datetime")
        vars(shim).update(vars(dt), datetime=found[id(dt.datetime)])
        found[id(dt)] = shim
        for owner, name, value in self.patches():
            if isinstance(owner, ModuleType):
                found[id(getattr(owner, name))] = value
        return found

    def _is_mine(self) -> bool:
        """Return whether a stand-in was called in the thread, or by the module in another one."""
        if threading.get_ident() == self._thread:
            return True
        return sys._getframe(2).f_globals is self._own  # noqa: SLF001 - of the stand-in's caller

    def _wait(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += seconds
        self._draws = 0
        if not _asked_by_others():
            self.waits.append(seconds)
        self._on_wait(seconds)

    def _sleep(self, real: Any) -> Callable[[float], None]:
        def sleep(seconds: float) -> None:
            if not self._is_mine():
                real(seconds)
            elif seconds < 0:
                real(seconds)  # raises what it always raises
            else:
                self._wait(float(seconds))

        return sleep

    def _async_sleep(self, real: Any) -> Callable[..., Any]:
        async def sleep(delay: float, result: object = None) -> Any:
            if not self._is_mine():
                return await real(delay, result)
            self._wait(max(float(delay), 0.0))
            return await real(0, result)  # others in the loop have their turn

        return sleep

    def _event_wait(self, real: Any) -> Callable[..., bool]:
        def wait(event: threading.Event, timeout: float | None = None) -> bool:
            if timeout is None or event.is_set() or not self._is_mine():
                return bool(real(event, timeout))
            self._wait(float(timeout))
            return event.is_set()

        return wait

    def _clock(self, real: Any, unit: int) -> Callable[[], float]:
        def clock() -> float:
            now = real()
            passed = self._passed if self._is_mine() else 0
            moved: float = type(now)(now + passed * unit)  # an integer of nanoseconds stays one
            return moved

        return clock

    def _datetime(self) -> type:
        world = self

        class Datetime(dt.datetime):
            """A datetime whose present is the virtual one."""

            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> Datetime:
                return super().now(tz) + dt.timedelta(seconds=world._passed)

            @classmethod
            def utcnow(cls) -> Datetime:
                return cls.now(dt.UTC).replace(tzinfo=None)

        return Datetime

    def _lucky(self) -> bool:
        self._draws += 1
        return self._is_mine() and self._draws <= _MOST_DRAWS and not _asked_by_others()

    def _draw(self, real: Any) -> Callable[..., float]:
        def draw(*generator: object) -> float:
            return float((self._luck or 0) if self._lucky() else real(*generator))

        return draw

    def _draw_normal(self, real: Any) -> Callable[..., float]:
        def draw_normal(generator: object, mu: float = 0.0, sigma: float = 1.0) -> float:
            if self._lucky():
                return mu + (2 * (self._luck or 0) - 1) * _FAR * sigma
            owner = () if generator is None else (generator,)
            return float(real(*owner, mu, sigma))

        return draw_normal

    def _draw_below(self, real: Any) -> Callable[..., int]:
        def draw_below(generator: object, end: int) -> int:
            return int((self._luck or 0) * end) if self._lucky() else int(real(generator, end))

        return draw_below


def _asked_by_others() -> bool:
    """Return whether a stand-in was called by this library or by an SDK that retries."""
    module = sys._getframe(3).f_globals.get("__name__")  # noqa: SLF001 - of the stand-in's caller
    return str(module).startswith(_OTHERS)


# --- where it is replaced -------------------------------------------------------------------


@contextmanager
def _replacing(place: Any, key: Any, value: object) -> Iterator[None]:
    """Keep a value in a place while a block runs: under a key of a dictionary, or as an attribute.

    What the block has put there itself stays.
    """
    inside = isinstance(place, dict)
    read = place.get if inside else partial(getattr, place)
    write = place.__setitem__ if inside else partial(setattr, place)
    before = read(key)
    write(key, value)
    try:
        yield
    finally:
        if read(key) is value:
            write(key, before)


def _replacements(
    function: Callable[..., object], names: Names
) -> Iterator[tuple[Any, Any, object]]:
    """Yield each place of what is replaced, its key there, and what is put there."""
    for place, key, value in _places(function):
        if key == "__defaults__" and isinstance(value, tuple):  # replaced as a whole
            if any(id(it) in names for it in value):
                yield place, key, tuple(names.get(id(it), it) for it in value)
        elif id(value) in names:
            yield place, key, names[id(value)]


def _places(function: Callable[..., object]) -> Iterator[tuple[Any, Any, object]]:
    """Yield each place from which a function may take what its module has imported.

    These are its module's globals. They are also the defaults, the closure and the attributes of
    the function itself, of what is in its closure, and of each function that its module defines.
    """
    given = home(function) or {}
    yield from _items(given)
    todo: list[Any] = [function]
    todo += [each for each in given.values() if getattr(each, "__globals__", None) is given]
    seen: set[int] = set()
    while todo:
        each = todo.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        attributes = getattr(each, "__dict__", None)
        if isinstance(attributes, dict):  # not the read-only view of a class
            yield from _items(attributes)
            known = [it for it in attributes.values() if isinstance(it, FunctionType)]
            todo += attributes.values() if isinstance(each, FunctionType) else known
        if isinstance(each, FunctionType):
            yield each, "__defaults__", each.__defaults__
            yield from _items(each.__kwdefaults__ or {})
            for cell in each.__closure__ or ():
                with suppress(ValueError):  # not assigned yet
                    yield cell, "cell_contents", cell.cell_contents
                    todo.append(cell.cell_contents)


def _items(place: dict[str, object]) -> Iterator[tuple[Any, Any, object]]:
    return ((place, key, value) for key, value in place.items())
