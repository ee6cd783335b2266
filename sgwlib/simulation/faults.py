"""Faults and fault plans: which call gets which error.

The plan decides when an error comes. :mod:`sgwlib.response` builds what the client receives.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import KW_ONLY, dataclass, fields
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import FaultError, SgwError, UnknownNameError, UnmetFaultError
from sgwlib.plain import to_plain
from sgwlib.response import build_response
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.response import ErrorResponse

__all__ = ["ANY", "Answer", "Fault", "FaultPlan", "as_plan", "plan_from", "plan_of"]

ANY = "*"
"""As the operation of a fault: every operation that can answer with the error."""

_MOST = 2**63 - 1  # the greatest whole number that every TOML reader can hold
_LONGEST_DELAY = 24 * 60 * 60
_LONGEST_SHOWN = 80
_FORM = 'Fault("DeleteVolume", "VolumeInUse")'


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule: calls of this operation get this error.

    Parameters
    ----------
    operation
        Name of an operation of the page or of today's API. ``"*"`` means every operation that
        is documented to return the error code, or any operation for a general exception.
    error
        Name of an error code or of a general exception, of the page or known beyond it.
    exception
        The carrier of a code. By default the code's own.
    message
        A text instead of the documented message, such as one that the live service sends.
    times
        How many calls get the error. By default all.
    after
        How many matching calls succeed first.
    probability
        The share of the calls that get the error, above 0 and up to 1.
    delay
        Seconds to wait before the answer, up to a day.
    undocumented
        Allow a pair that no edition lists. With ``"*"``, every operation returns the error.

    Raises
    ------
    FaultError
        If a setting is out of its range.
    UnknownNameError, UndocumentedPairError, CarrierError
        For the same reasons as :func:`~sgwlib.simulate` raises them.

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
    message: str | None = None
    times: int | None = None
    after: int = 0
    probability: float = 1.0
    delay: float = 0.0
    undocumented: bool = False

    def __post_init__(self) -> None:
        for name, (holds, expected) in _RULES.items():
            value = getattr(self, name)
            if not holds(value):
                raise FaultError(f"{name} is {_shown(value)}; expected {expected}")
        self.response(self._example())  # raises now what a call would raise later

    def covers(self, operation: str) -> bool:
        """Return whether the fault applies to calls of an operation.

        Examples
        --------
        >>> Fault("*", "VolumeInUse").covers("DeleteVolume")
        True
        """
        if self.operation != ANY:
            return operation == self.operation
        return operation in _operations_with(self.error, undocumented=self.undocumented)

    def response(self, operation: str) -> ErrorResponse:
        """Build the response to a call of an operation that the fault covers.

        Examples
        --------
        >>> Fault("*", "ThrottlingException").response("ListGateways").exception
        'ThrottlingException'
        """
        return build_response(
            operation,
            self.error,
            exception=self.exception,
            message=self.message,
            undocumented=self.undocumented,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings that differ from their defaults, as plain values for JSON.

        Examples
        --------
        >>> Fault("*", "InternalFailure", times=1).to_dict()
        {'operation': '*', 'error': 'InternalFailure', 'times': 1}
        """
        settings: dict[str, Any] = to_plain(self)
        return settings

    @classmethod
    def from_dict(cls, settings: object) -> Fault:
        """Build a fault from plain values.

        Parameters
        ----------
        settings
            Setting to value, as :meth:`to_dict` returns them.

        Raises
        ------
        FaultError
            If a setting is missing or unknown.
        UnknownNameError, UndocumentedPairError, CarrierError
            For the same reasons as from the class itself.

        Examples
        --------
        >>> Fault.from_dict({"operation": "*", "error": "InternalFailure", "times": 1})
        Fault(operation='*', error='InternalFailure', exception=None, message=None, times=1, ...)
        """
        if not isinstance(settings, dict):
            raise FaultError(f"expected the settings of a fault, not {type(settings).__name__}")
        _check_keys("setting of a fault", settings, [each.name for each in fields(cls)])
        for name in ("operation", "error"):
            if name not in settings:
                raise FaultError(f"expected a name under {name}")
        return cls(**settings)

    def __str__(self) -> str:
        settings = self.to_dict()
        pair = f"{settings.pop('operation')} {settings.pop('error')}"
        return ", ".join([pair, *(f"{name}={value!r}" for name, value in settings.items())])

    def _example(self) -> str:
        """Return an operation that the fault covers."""
        if self.operation != ANY:
            return self.operation
        for operation in _operations_with(self.error, undocumented=self.undocumented):
            return operation
        raise FaultError(
            f"no operation is documented to return {self.error}. With undocumented=True, "
            "every operation returns it"
        )


@lru_cache(maxsize=1024)  # more than there are errors
def _operations_with(error: str, *, undocumented: bool) -> dict[str, None]:
    """Return the operations that a fault of any operation covers, in the page's order."""
    catalogue = load_catalogue()
    if undocumented or catalogue.kind_of(error) != "error code":
        return dict.fromkeys([*catalogue.operations, *catalogue.api_operations])
    return dict.fromkeys(catalogue.all_operations_of(error))


class Answer(NamedTuple):
    """What a plan decides for one call."""

    response: ErrorResponse
    fault: Fault


_Tally = Counter[str | int]
"""What happened to the calls that a fault covers, each counted once.

The fault ``answered``, or the call ``passed`` under ``after``, came when all answers were
``spent``, or was left to ``chance``. A number is that of an earlier fault that answered instead.
"""


class FaultPlan:
    """Faults in order. The first one that matches answers a call.

    Each fault counts every call that it covers, so ``after`` is a place in the sequence of these
    calls, whichever fault answers them. All methods may be called from several threads.

    Two plans are equal if their faults and seeds are. A copy, and a plan that was pickled, goes
    on counting from where the original was.

    Parameters
    ----------
    faults
        The rules.
    seed
        A whole number that makes the choices of ``probability`` repeatable, for the same calls
        in the same order. By default they differ each time.

    Raises
    ------
    FaultError
        If ``faults`` is not a collection of faults, or the seed is not a whole number.

    Examples
    --------
    >>> plan = FaultPlan([Fault("DeleteVolume", "VolumeInUse", times=2)])
    >>> [plan.answer("DeleteVolume") is not None for _ in range(3)]
    [True, True, False]
    >>> print(plan.report())
    1. DeleteVolume VolumeInUse, times=2: answered 2 of 2 calls; 1 more call came later.
    """

    def __init__(self, faults: Iterable[Fault] = (), seed: int | None = None) -> None:
        self.faults = _checked(faults)
        self.seed = seed
        if not (seed is None or _is_whole(seed, -_MOST)):
            raise FaultError(f"seed is {_shown(seed)}; expected a whole number from {-_MOST}")
        self._lock = Lock()
        self.reset()

    def answer(self, operation: str) -> Answer | None:
        """Count one call and decide what it gets.

        Parameters
        ----------
        operation
            Name of the operation that is called. Calls that no fault covers count too.

        Returns
        -------
        Answer or None
            The response and its fault, or None if the call succeeds. The caller waits for the
            ``delay`` of the fault.
        """
        with self._lock:
            fault = self._decide(operation)
        return Answer(fault.response(operation), fault) if fault else None

    def add(self, *faults: Fault) -> None:
        """Add faults to the end of the plan. The counts of the others stay.

        Parameters
        ----------
        *faults
            The rules. They count from now on.

        Raises
        ------
        FaultError
            If one of them is not a fault. Then none is added.

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
        """Forget all calls, and start the sequence of chances again."""
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
        """The faults that answered no call."""
        with self._lock:
            return tuple(fault for _, fault, tally in self._numbered() if not tally["answered"])

    def check_met(self) -> None:
        """Raise an error if a fault answered no call.

        ``strict=True`` does this at the end of a block or test.

        Raises
        ------
        UnmetFaultError
            With the line of the report for each such fault.

        Examples
        --------
        >>> FaultPlan([Fault("DeleteVolume", "VolumeInUse")]).check_met()
        Traceback (most recent call last):
        sgwlib.errors.UnmetFaultError: 1 fault answered no call:
        1. DeleteVolume VolumeInUse: answered 0 calls; there were no calls.
        """
        with self._lock:
            lines = [self._line(*each) for each in self._numbered() if not each[2]["answered"]]
        if lines:
            count = counted(len(lines), "fault")
            raise UnmetFaultError("\n".join([f"{count} answered no call:", *lines]))

    def report(self) -> str:
        """Return one line per fault: how many calls it answered, and why not the others."""
        with self._lock:
            lines = [self._line(*each) for each in self._numbered()]
        return "\n".join(lines) or "The plan has no faults."

    def to_dict(self) -> dict[str, Any]:
        """Return the faults and the seed as plain values for JSON, without the counts.

        Examples
        --------
        >>> FaultPlan([Fault("*", "InternalFailure", times=1)]).to_dict()
        {'faults': [{'operation': '*', 'error': 'InternalFailure', 'times': 1}]}
        """
        seed = {} if self.seed is None else {"seed": self.seed}
        return {**seed, "faults": [fault.to_dict() for fault in self.faults]}

    @classmethod
    def from_dict(cls, data: object) -> FaultPlan:
        """Build a plan from plain values.

        Parameters
        ----------
        data
            What :meth:`to_dict` returns.

        Raises
        ------
        FaultError
            If a part is wrong. The message names the fault and the reason.

        Examples
        --------
        >>> plan = FaultPlan.from_dict({"faults": [{"operation": "*", "error": "InvalidAction"}]})
        >>> print(plan.faults[0])
        * InvalidAction
        """
        return plan_of(data)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FaultPlan):
            return NotImplemented
        return (self.faults, self.seed) == (other.faults, other.seed)

    __hash__ = None  # type: ignore[assignment]  # since faults can be added

    def __repr__(self) -> str:
        return f"<FaultPlan of {counted(len(self.faults), 'fault')}, seed {self.seed}>"

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy needs: all but the lock, and nothing that both would change."""
        with self._lock:
            return deepcopy({name: vars(self)[name] for name in vars(self) if name != "_lock"})

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._lock = Lock()

    def _numbered(self) -> list[tuple[int, Fault, _Tally]]:
        pairs = zip(self.faults, self._tallies, strict=True)
        return [(number, fault, tally) for number, (fault, tally) in enumerate(pairs, 1)]

    def _decide(self, operation: str) -> Fault | None:
        self._calls[operation] += 1
        chosen: int | None = None
        for number, fault, tally in self._numbered():
            if not fault.covers(operation):
                continue
            outcome: str | int
            if tally.total() < fault.after:
                outcome = "passed"
            elif tally["answered"] == fault.times:
                outcome = "spent"
            elif chosen is not None:
                outcome = chosen
            elif fault.probability < 1 and self._chance.random() >= fault.probability:
                outcome = "chance"
            else:
                outcome, chosen = "answered", number
            tally[outcome] += 1
        return self.faults[chosen - 1] if chosen else None

    def _line(self, number: int, fault: Fault, tally: _Tally) -> str:
        if fault.times is None:
            parts = [f"answered {counted(tally['answered'], 'call')}"]
        else:
            parts = [f"answered {tally['answered']} of {counted(fault.times, 'call')}"]
        if not self._calls:
            parts.append("there were no calls")
        elif not tally.total():
            calls = ", ".join(f"{name} {count}" for name, count in sorted(self._calls.items()))
            parts.append(f"it covers none of the calls ({calls})")
        if tally["passed"]:
            parts.append(f"let {tally['passed']} of {fault.after} pass first")
        for other in range(1, number):
            if tally[other]:
                parts.append(f"fault {other} answered {counted(tally[other], 'call')} instead")
        if tally["chance"]:
            parts.append(f"skipped {counted(tally['chance'], 'call')} by chance")
        if tally["spent"]:
            parts.append(f"{counted(tally['spent'], 'more call')} came later")
        return f"{number}. {fault}: {'; '.join(parts)}."


def as_plan(plan: Fault | Iterable[Fault] | FaultPlan) -> FaultPlan:
    """Return a plan of a fault or faults. A plan is returned as it is, so it goes on counting."""
    if isinstance(plan, FaultPlan):
        return plan
    return FaultPlan([plan] if isinstance(plan, Fault) else plan)


def plan_from(
    given: Fault | Iterable[Fault] | FaultPlan | str, error: object = None, /, **settings: object
) -> FaultPlan:
    """Return a plan of what stands for one, or of one fault: an operation, its error, settings."""
    if not isinstance(given, str):
        if error is not None or settings:
            raise FaultError("a Fault or a plan has its own settings. Put them into its faults")
        return as_plan(given)
    if error is None:
        raise FaultError(
            f"expected an error for {given}: an error code or a general exception. "
            'Write "DeleteVolume", "VolumeInUse"'
        )
    known = [each.name for each in fields(Fault) if each.name not in ("operation", "error")]
    for name in settings:
        if name not in known:
            raise UnknownNameError("setting of a fault", name, known)
    return FaultPlan([Fault.from_dict({"operation": given, "error": error, **settings})])


def plan_of(data: object, lines: Sequence[int] = ()) -> FaultPlan:
    """Build a plan from plain values; ``lines`` say where its faults are in a file, if known."""
    if not isinstance(data, dict):
        raise FaultError(f"expected a table with faults, not {type(data).__name__}")
    _check_keys("setting of a plan", data, ["seed", "faults"])
    given = data.get("faults")
    if not isinstance(given, list):
        raise FaultError("expected a list under faults")
    faults = []
    for number, settings in enumerate(given, 1):
        line = f"line {lines[number - 1]}, " if len(lines) == len(given) else ""
        try:
            faults.append(Fault.from_dict(settings))
        except SgwError as error:
            raise FaultError(f"{line}fault {number}: {error}") from None
    return FaultPlan(faults, data.get("seed"))


def _checked(faults: object) -> tuple[Fault, ...]:
    if isinstance(faults, Fault | FaultPlan):
        raise FaultError(f"expected a list of Faults, not one {type(faults).__name__}")
    if isinstance(faults, str | bytes) or not isinstance(faults, Iterable):
        raise FaultError(
            f"expected a Fault, a list of Faults or a FaultPlan, not {_shown(faults)}. "
            f"Write {_FORM}"
        )
    given = tuple(faults)
    for number, fault in enumerate(given, 1):
        if not isinstance(fault, Fault):
            raise FaultError(
                f"fault {number} is {_shown(fault)}; expected a Fault, such as {_FORM}"
            )
    return given


def _is_string(value: object) -> bool:
    # UTF-8 cannot encode half of a surrogate pair, so no file could hold it.
    return isinstance(value, str) and not any("\ud800" <= each <= "\udfff" for each in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object, least: int) -> bool:
    return isinstance(value, int) and _is_number(value) and least <= value <= _MOST


# Numbers are compared as they are, since a whole number may be too great for a float.
_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "operation": (_is_string, "a name"),
    "error": (_is_string, "a name"),
    "exception": (lambda name: name is None or _is_string(name), "a name"),
    "message": (lambda text: text is None or _is_string(text), "a string of Unicode text"),
    "times": (lambda count: count is None or _is_whole(count, 1), "a whole number from 1"),
    "after": (lambda count: _is_whole(count, 0), "a whole number from 0"),
    "probability": (
        lambda share: _is_number(share) and 0 < share <= 1,
        "a number above 0 and up to 1",
    ),
    "delay": (
        lambda seconds: _is_number(seconds) and 0 <= seconds <= _LONGEST_DELAY,
        f"a number of seconds from 0 to {_LONGEST_DELAY}",
    ),
    "undocumented": (lambda value: isinstance(value, bool), "True or False"),
}
"""What holds for each setting of a fault, and how an error says it."""


def _check_keys(kind: str, given: dict[object, object], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise FaultError(str(UnknownNameError(kind, name, known)))


def _shown(value: object) -> str:
    """Return a value as an error shows it. A number of thousands of digits has no text."""
    try:
        text = repr(value)
    except ValueError:
        return "a number too great to show"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
