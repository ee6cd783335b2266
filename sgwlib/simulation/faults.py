"""Which call gets which error: faults, and an ordered plan of them.

What an answer looks like is not decided here but in :mod:`sgwlib.response`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field, fields
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import CarrierError, FaultError, UndocumentedPairError, UnknownNameError
from sgwlib.response import build_response, error_response
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.response import ErrorResponse

__all__ = ["ANY", "Answer", "Fault", "FaultPlan"]

ANY = "*"
"""As the operation of a fault: every operation that can answer with the error."""

_MOST = 2**63 - 1  # the greatest whole number that a TOML file can hold everywhere
_LONGEST_DELAY = 24 * 60 * 60
_LONGEST_SHOWN = 80


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
        How many of the calls that it covers to let pass first.
    probability
        Share of the calls to answer, above 0 and up to 1.
    delay
        Seconds to wait before the answer, up to a day.
    undocumented
        Allow a pair that the page does not list; with ``"*"``, answer every operation.

    Raises
    ------
    FaultError
        If a number is out of its range.
    UnknownNameError, UndocumentedPairError, CarrierError
        As from :func:`~sgwlib.simulate`. An operation that only today's API has is not
        documented to return any code; general exceptions come from every operation.

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
        _check_name("operation", self.operation)
        _check_name("error", self.error)
        _check_name("exception", self.exception, optional=True)
        _check_count("times", self.times, least=1, optional=True)
        _check_count("after", self.after, least=0)
        _check_number("probability", self.probability, "above 0 and up to 1", lambda n: 0 < n <= 1)
        _check_number(
            "delay",
            self.delay,
            f"of seconds from 0 to {_LONGEST_DELAY}",
            lambda n: 0 <= n <= _LONGEST_DELAY,
        )
        if not isinstance(self.undocumented, bool):
            raise FaultError(f"undocumented is {self.undocumented!r}; expected true or false")
        self.response(self._example())  # raises now what a call would raise later

    def covers(self, operation: str) -> bool:
        """Say whether calls of an operation are meant."""
        if self.operation != ANY:
            return operation == self.operation
        catalogue = load_catalogue()
        if self.undocumented or self.error in catalogue.general_exceptions:
            return operation in catalogue.operations or operation in _api_operations()
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
        catalogue = load_catalogue()
        if operation not in _api_operations():
            raise UnknownNameError("operation", operation, _api_operations())
        if self.error in catalogue.carriers:
            raise CarrierError(
                f"{self.error} comes with an operation error code; give the code as the error "
                f"and exception={self.error!r}"
            )
        # The parts are those of any operation's response, taken from the first one's.
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
    """What has become of the calls that a fault covers: each of them is counted once."""

    answered: int = 0
    let_pass: int = 0
    """Under ``after``."""
    spent: int = 0
    """After ``times`` answers."""
    left_to_chance: int = 0
    taken: Counter[int] = field(default_factory=Counter)
    """By the number of the earlier fault that answered instead."""

    @property
    def covered(self) -> int:
        others = self.let_pass + self.spent + self.left_to_chance + self.taken.total()
        return self.answered + others


class FaultPlan:
    """Faults in order: the first that matches answers a call.

    Each fault counts every call that it covers, so that ``after`` says a place in the sequence
    of these calls, whatever the faults before it do; of ``times``, only its own answers are
    taken. Safe under threads: each call is decided whole, one after another.

    Parameters
    ----------
    faults
        The rules.
    seed
        A whole number that makes what ``probability`` decides the same each time, for the
        same calls in the same order; None for another each time.

    Raises
    ------
    FaultError
        If these are no faults, or the seed is no whole number.

    Examples
    --------
    Fail twice, then succeed:

    >>> plan = FaultPlan([Fault("DeleteVolume", "VolumeInUse", times=2)])
    >>> [plan.answer("DeleteVolume") is not None for _ in range(3)]
    [True, True, False]
    >>> print(plan.report())
    1. DeleteVolume VolumeInUse, times=2: answered 2 of 2 calls; 1 came after them.

    One error, then another:

    >>> plan = FaultPlan(
    ...     [
    ...         Fault("*", "ThrottlingException", times=1),
    ...         Fault("ListGateways", "InternalError", times=1),
    ...     ]
    ... )
    >>> for _ in range(3):
    ...     answer = plan.answer("ListGateways")
    ...     print(answer and answer.response.exception)
    ThrottlingException
    InternalServerError
    None
    """

    def __init__(self, faults: Iterable[Fault] = (), seed: int | None = None) -> None:
        self.faults = _checked(faults)
        self.seed = seed
        if seed is not None:
            _check_count("seed", seed, least=-_MOST)
        self._lock = Lock()
        self.reset()

    def answer(self, operation: str) -> Answer | None:
        """Decide one call: count it, and return its answer, or None to let it succeed.

        Parameters
        ----------
        operation
            Name of the operation called; one that no fault covers is counted, too.

        Returns
        -------
        Answer or None
            The response, and the fault that it comes from. Its ``delay`` has not been waited.
        """
        with self._lock:
            fault = self._decide(operation)
        return Answer(fault.response(operation), fault) if fault else None

    def add(self, *faults: Fault) -> None:
        """Take more faults, to be asked after those there are. What was counted stays.

        Parameters
        ----------
        *faults
            The rules. They count from now on.

        Raises
        ------
        FaultError
            If these are no faults; then none is taken.

        Examples
        --------
        >>> plan = FaultPlan()
        >>> plan.add(Fault("DeleteVolume", "VolumeInUse"))
        >>> plan.answer("DeleteVolume").response.code
        'VolumeInUse'
        """
        more = _checked(faults)
        with self._lock:
            self._tallies += [_Tally() for _ in more]
            self.faults += more

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
            if tally.covered < fault.after:
                tally.let_pass += 1
            elif tally.answered == fault.times:
                tally.spent += 1
            elif chosen is not None:
                tally.taken[chosen] += 1
            elif fault.probability < 1 and self._chance.random() >= fault.probability:
                tally.left_to_chance += 1
            else:
                tally.answered += 1
                chosen = number
        return self.faults[chosen - 1] if chosen else None

    def _why(self, fault: Fault, tally: _Tally) -> str:
        if fault.times is None:
            said = [f"answered {counted(tally.answered, 'call')}"]
        else:
            said = [f"answered {tally.answered} of {counted(fault.times, 'call')}"]
        if not tally.covered:
            came = ", ".join(f"{name} {count}" for name, count in sorted(self._calls.items()))
            said.append(f"no call that it covers came (calls: {came or 'none'})")
        if tally.let_pass:
            said.append(f"let {tally.let_pass} of {fault.after} pass first")
        said += [
            f"fault {number} answered {counted(count, 'call')} instead"
            for number, count in sorted(tally.taken.items())
        ]
        if tally.left_to_chance:
            said.append(f"{tally.left_to_chance} left out by chance")
        if tally.spent:
            said.append(f"{tally.spent} came after them")
        return "; ".join(said)


def _api_operations() -> tuple[str, ...]:
    """Return the operations of today's API; botocore is needed for those beyond the page only."""
    from sgwlib.simulation.api import api_operations

    return api_operations()


def _checked(faults: object) -> tuple[Fault, ...]:
    if not isinstance(faults, Iterable):
        raise FaultError(f"expected a list of Faults, not {faults!r}")
    given = tuple(faults)
    for number, fault in enumerate(given, 1):
        if not isinstance(fault, Fault):
            raise FaultError(f"fault {number} is {fault!r}; expected a Fault")
    return given


def _check_name(setting: str, name: object, *, optional: bool = False) -> None:
    if not (isinstance(name, str) or (name is None and optional)):
        raise FaultError(f"{setting} is {name!r}; expected a name")


def _check_count(name: str, value: object, *, least: int, optional: bool = False) -> None:
    if value is None and optional:
        return
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST:
        raise FaultError(f"{name} is {_shown(value)}; expected a whole number from {least}")


def _check_number(
    name: str, value: object, expected: str, allowed: Callable[[float], bool]
) -> None:
    # Compared as it is: a whole number may be too great for a float.
    if isinstance(value, bool) or not (isinstance(value, int | float) and allowed(value)):
        raise FaultError(f"{name} is {_shown(value)}; expected a number {expected}")


def _shown(value: object) -> str:
    """Return a value as an error shows it: a number of thousands of digits has no text."""
    try:
        text = repr(value)
    except ValueError:
        return "a number too great to show"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
