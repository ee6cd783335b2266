"""Which call gets which error: faults, and an ordered plan of them.

What an answer looks like is not decided here but in :mod:`sgwlib.response`.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import KW_ONLY, dataclass, field, fields
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import FaultError, UndocumentedPairError, UnknownNameError
from sgwlib.response import build_response, error_response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sgwlib.response import ErrorResponse

__all__ = ["ANY", "Answer", "Fault", "FaultPlan"]

ANY = "*"
"""As the operation of a fault: every operation that can answer with the error."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule: calls of this operation are answered with this error.

    Parameters
    ----------
    operation
        Name of an operation of the page or of today's API, or ``"*"`` for every one that is
        documented to return the error (every one at all for a general exception).
    error
        Name of an error code or of a general exception.
    exception
        The carrier of a code; by default the code's own.
    times
        How many calls to answer; by default all.
    after
        How many calls of the operation to let pass first.
    probability
        Share of the calls to answer, above 0 and up to 1.
    delay
        Seconds to wait before the answer.
    undocumented
        Allow a pair that the page does not list; with ``"*"``, answer every operation.

    Raises
    ------
    FaultError
        If a number is out of its range.
    UnknownNameError, UndocumentedPairError, CarrierError
        As from :func:`~sgwlib.simulate`.

    Examples
    --------
    >>> fault = Fault("DeleteVolume", "VolumeInUse", times=2)
    >>> print(fault)
    DeleteVolume VolumeInUse, times=2
    >>> fault.response("DeleteVolume").status_code
    400
    """

    operation: str
    error: str
    _: KW_ONLY
    exception: str | None = None
    times: int | None = None
    after: int = 0
    probability: float = 1.0
    delay: float = 0.0
    undocumented: bool = False

    def __post_init__(self) -> None:
        _check_count("times", self.times, least=1, optional=True)
        _check_count("after", self.after, least=0)
        _check_number("probability", self.probability, "above 0 and up to 1", lambda n: 0 < n <= 1)
        _check_number("delay", self.delay, "0 or more seconds", lambda n: n >= 0)
        if not isinstance(self.undocumented, bool):
            raise FaultError(f"undocumented is {self.undocumented!r}; expected true or false")
        self.response(self._example())  # raises now what a call would raise later

    def covers(self, operation: str) -> bool:
        """Say whether calls of an operation are meant."""
        if self.operation != ANY:
            return operation == self.operation
        catalogue = load_catalogue()
        if self.undocumented or self.error in catalogue.general_exceptions:
            return True
        return catalogue.documents(operation, self.error)

    def response(self, operation: str) -> ErrorResponse:
        """Build the answer to a call of an operation."""
        if operation in load_catalogue().operations:
            return build_response(
                operation, self.error, exception=self.exception, undocumented=self.undocumented
            )
        return self._beyond_the_page(operation)

    def __str__(self) -> str:
        settings = [
            f"{each.name}={getattr(self, each.name)!r}"
            for each in fields(self)
            if each.name not in {"operation", "error"} and getattr(self, each.name) != each.default
        ]
        return ", ".join([f"{self.operation} {self.error}", *settings])

    def _example(self) -> str:
        """Return an operation that the fault can answer, to try it on."""
        if self.operation != ANY:
            return self.operation
        catalogue = load_catalogue()
        if self.error in catalogue.codes:
            return catalogue.operations_of(self.error)[0]
        return next(iter(catalogue.operations))

    def _beyond_the_page(self, operation: str) -> ErrorResponse:
        """Answer for an operation of today's API that the page does not have."""
        # botocore is needed for these only.
        from sgwlib.simulation.api import api_operations

        catalogue = load_catalogue()
        if operation not in api_operations():
            raise UnknownNameError("operation", operation, api_operations())
        like = build_response(
            next(iter(catalogue.operations)),
            self.error,
            exception=self.exception,
            undocumented=True,
        )
        if like.code and not self.undocumented:
            raise UndocumentedPairError(
                operation, like.code, (), catalogue.operations_of(like.code)
            )
        kind = catalogue.exceptions[like.exception or ""]
        return error_response(operation, kind, like.message or "", like.code)


class Answer(NamedTuple):
    """What a plan has decided for one call."""

    response: ErrorResponse
    fault: Fault


@dataclass(slots=True)
class _Tally:
    """What has become of the calls that a fault covers."""

    covered: int = 0
    answered: int = 0
    left_to_chance: int = 0
    taken: Counter[int] = field(default_factory=Counter)
    """By the number of the earlier fault that answered instead."""


class FaultPlan:
    """Faults in order: the first that matches answers a call.

    Each fault counts every call that it covers, so that ``after`` and ``times`` say places in
    the sequence of calls whatever the faults before it do. Safe under threads.

    Parameters
    ----------
    faults
        The rules.
    seed
        Makes what ``probability`` decides the same each time; None for another each time.

    Examples
    --------
    Fail twice, then succeed:

    >>> plan = FaultPlan([Fault("DeleteVolume", "VolumeInUse", times=2)])
    >>> [plan.answer("DeleteVolume") is not None for _ in range(3)]
    [True, True, False]
    >>> print(plan.report())
    1. DeleteVolume VolumeInUse, times=2: answered 2 of 2 calls.
    """

    def __init__(self, faults: Iterable[Fault] = (), seed: int | None = None) -> None:
        self.faults = tuple(faults)
        self.seed = seed
        self._lock = Lock()
        self.reset()

    def answer(self, operation: str) -> Answer | None:
        """Decide one call: count it, and return its answer, or None to let it succeed.

        Parameters
        ----------
        operation
            Name of the operation called; one that no fault covers is counted, too.
        """
        with self._lock:
            fault = self._decide(operation)
        return Answer(fault.response(operation), fault) if fault else None

    def reset(self) -> None:
        """Forget all calls, and begin the sequence of chances anew."""
        with self._lock:
            self._chance = random.Random(self.seed)  # noqa: S311 - a simulation, no secret
            self._calls: Counter[str] = Counter()
            self._tallies = [_Tally() for _ in self.faults]

    @property
    def calls(self) -> dict[str, int]:
        """How often each operation was called."""
        with self._lock:
            return dict(self._calls)

    @property
    def unmet(self) -> tuple[Fault, ...]:
        """The faults that have answered fewer calls than they were to, or none at all."""
        with self._lock:
            return tuple(
                fault
                for fault, tally in zip(self.faults, self._tallies, strict=True)
                if tally.answered < (fault.times or 1)
            )

    def report(self) -> str:
        """Say of each fault how many calls it answered, and why it did not answer others."""
        with self._lock:
            lines = [
                f"{number}. {fault}: {self._why(fault, tally)}."
                for number, (fault, tally) in enumerate(
                    zip(self.faults, self._tallies, strict=True), 1
                )
            ]
        return "\n".join(lines) or "The plan has no faults."

    def __repr__(self) -> str:
        return f"<FaultPlan of {len(self.faults)} faults, seed {self.seed}>"

    def _decide(self, operation: str) -> Fault | None:
        self._calls[operation] += 1
        chosen: int | None = None
        for number, (fault, tally) in enumerate(zip(self.faults, self._tallies, strict=True), 1):
            if not fault.covers(operation):
                continue
            tally.covered += 1
            if tally.covered <= fault.after or tally.answered == fault.times:
                continue
            if chosen is not None:
                tally.taken[chosen] += 1
            elif fault.probability < 1 and self._chance.random() >= fault.probability:
                tally.left_to_chance += 1
            else:
                tally.answered += 1
                chosen = number
        return self.faults[chosen - 1] if chosen else None

    def _why(self, fault: Fault, tally: _Tally) -> str:
        wanted = f" of {fault.times}" if fault.times else ""
        said = [f"answered {tally.answered}{wanted} calls"]
        if not tally.covered:
            came = ", ".join(f"{name} {count}" for name, count in sorted(self._calls.items()))
            said.append(f"no call that it covers came (calls: {came or 'none'})")
        elif tally.covered <= fault.after:
            said.append(f"{tally.covered} of the {fault.after} calls to let pass came")
        said += [
            f"fault {number} came first {count} times" for number, count in tally.taken.items()
        ]
        if tally.left_to_chance:
            said.append(f"{tally.left_to_chance} left out by chance")
        return "; ".join(said)


def _check_count(name: str, value: object, *, least: int, optional: bool = False) -> None:
    if value is None and optional:
        return
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise FaultError(f"{name} is {value!r}; expected a whole number from {least}")


def _check_number(
    name: str, value: object, expected: str, allowed: Callable[[float], bool]
) -> None:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not (math.isfinite(number) and allowed(number)):
        raise FaultError(f"{name} is {value!r}; expected a number {expected}")
