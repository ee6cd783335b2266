"""Answers that are functions: each is called, and what it returns is compared with the truth."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.text import counted
from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.running import failure, run
from sgwlib.tutorial.stopping import Stopped, Watch
from sgwlib.tutorial.wording import called, joined, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.running import Run

__all__ = ["Case", "Program", "refusal"]

_MOST_TOLD: Final = 2


class Case(NamedTuple):
    """A call of a learner's function, and what it should return.

    Parameters
    ----------
    name
        What it is a case of, in words.
    arguments
        What the function is given.
    expected
        What it should return: a tuple or a text exactly, a list in any order.
    """

    name: str
    arguments: tuple[object, ...]
    expected: object


@dataclass(frozen=True, slots=True)
class Program:
    """A function that is called with each of many cases.

    Parameters
    ----------
    call
        How it is called, such as ``"read(body)"``.
    cases
        Computes the cases.
    """

    call: str
    cases: Callable[[Catalogue], Iterable[Case]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say for which cases the function is right, and where it is not what it did instead."""
        cases = list(self.cases(catalogue))
        refused = refusal(answer, self.call, cases[0].arguments)
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        runs = list(_runs(answer, cases))
        right = [case for case, done in runs if _is_right(case, done)]
        wrong = [(case, done) for case, done in runs if not _is_right(case, done)]
        if right:
            yield Part(Mark.RIGHT, _how_many(right, cases))
        yield from _failures(wrong)


def refusal(answer: object, call: str, arguments: tuple[object, ...]) -> str:
    """Return why an answer cannot be called so, in words; empty if it can."""
    name = call.partition("(")[0]
    if not callable(answer) or isinstance(answer, type):
        without = f" Write `{name}`, without brackets, to give the function itself."
        return f"I got {called(answer)}; I expected the function `{call}`.{without}"
    try:
        inspect.signature(answer).bind(*arguments)
    except TypeError:
        return f"Your function cannot be called as `{call}`: look at its parameters."
    except ValueError:
        return ""  # it does not tell its parameters: then it is tried
    return ""


def _how_many(right: list[Case], cases: list[Case]) -> str:
    if len(right) == len(cases):
        return f"Right in all {len(cases)} cases."
    names = joined([case.name for case in right], most=3)
    return f"Right in {len(right)} of {len(cases)} cases: {names}."


def _runs(function: Callable[..., object], cases: list[Case]) -> Iterator[tuple[Case, Run]]:
    """Run a function case by case, as long as it comes to an end."""
    watch = Watch()  # one for all: their time together counts
    for case in cases:
        done = run(function, *case.arguments, watch=watch)
        yield case, done
        if isinstance(done.error, Stopped):
            return


def _failures(wrong: list[tuple[Case, Run]]) -> Iterator[Part]:
    """Tell what went wrong, each kind of failure by one case only."""
    happened: dict[str, str] = {}
    for case, done in wrong:
        happened.setdefault(_what_happened(case, done), case.name)
    told = list(happened.items())[:_MOST_TOLD]
    for what, name in told:
        yield Part(Mark.WRONG, f"`{name}`: {what}")
    more = len(wrong) - len(told)
    if more:
        yield Part(
            Mark.WRONG, f"{counted(more, 'more case')} {'is' if more == 1 else 'are'} not right."
        )


def _is_right(case: Case, done: Run) -> bool:
    return done.error is None and _same(done.value, case.expected)


def _same(value: object, expected: object) -> bool:
    """Compare texts and tuples exactly, and anything else without regard to order."""
    if isinstance(expected, tuple):
        return isinstance(value, tuple | list) and tuple(value) == expected
    return value == expected if isinstance(expected, str) else alike(value, expected)


def _what_happened(case: Case, done: Run) -> str:
    if done.error is not None:
        return failure(done)
    apart = _apart(done.value, case.expected)
    if apart:
        return f"what it returned has {apart}."
    nothing = " Does it `return`?" if done.value is None and case.expected is not None else ""
    return f"it returned {shown(done.value)}; I expected {shown(case.expected)}.{nothing}"


def _apart(value: object, expected: object) -> str:
    """Say what two collections do not have in common; nothing of anything else."""
    if isinstance(expected, Mapping) and isinstance(value, Mapping):
        other = [key for key in expected if key in value and not alike(value[key], expected[key])]
        said = [f"another value for {joined(other, most=3)}"] if other else []
    elif _is_collection(expected) and _is_collection(value):
        said = []
    else:
        return ""
    extra, missing = _without(value, expected), _without(expected, value)
    said += [f"{joined(extra, most=3)} that it should not have"] if extra else []
    said += [f"{joined(missing, most=3)} missing"] if missing else []
    return ", and ".join(said)


def _without(value: Any, others: Any) -> list[object]:
    return [each for each in value if not any(alike(each, other) for other in others)]


def _is_collection(value: object) -> bool:
    return isinstance(value, list | set | frozenset)
