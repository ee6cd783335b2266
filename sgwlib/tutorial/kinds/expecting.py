"""What a handler is expected to do in a scene, said in a learner's words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sgwlib.text import counted
from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.running import failure
from sgwlib.tutorial.wording import joined, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.tutorial.kinds.handlers import Attempt

    Say = Callable[[Attempt], Iterable[Part]]

__all__ = ["all_of", "calls", "raises", "returns", "waits"]


def all_of(*says: Say) -> Say:
    """Expect several things at once: all are told in one sentence, or what is wrong alone."""

    def say(attempt: Attempt) -> Iterator[Part]:
        parts = [part for each in says for part in each(attempt)]
        wrong = [part for part in parts if part.mark is not Mark.RIGHT]
        if wrong:
            yield from wrong
        else:
            yield Part(Mark.RIGHT, "; ".join(part.text.removesuffix(".") for part in parts) + ".")

    return say


def returns(expected: object) -> Say:
    """Expect that it returns a value."""

    def say(attempt: Attempt) -> Iterator[Part]:
        done = attempt.run
        if done.error is not None:
            yield Part(Mark.WRONG, f"{failure(done)}; I expected that it returns {shown(expected)}")
        elif alike(done.value, expected):
            yield Part(Mark.RIGHT, f"it returned {_short(expected)}.")
        elif isinstance(done.value, Mapping) and isinstance(expected, Mapping):
            yield from _differences(done.value, expected)
        else:
            nothing = " Does it `return`?" if done.value is None else ""
            said = f"it returned {shown(done.value)}; I expected {_short(expected)}.{nothing}"
            yield Part(Mark.WRONG, said)

    return say


def raises(error: str) -> Say:
    """Expect that an error, named by its code or else its exception, goes on to the caller."""

    def say(attempt: Attempt) -> Iterator[Part]:
        done = attempt.run
        if done.error is None:
            hidden = f"it returned {shown(done.value)}, and its caller never learns of `{error}`."
            yield Part(Mark.WRONG, hidden)
        elif _name_of(done.error) == error:
            yield Part(Mark.RIGHT, f"`{error}` reached the caller.")
        else:
            yield Part(Mark.WRONG, f"{failure(done)}; I expected `{error}` to reach the caller.")

    return say


def calls(operation: str, expected: int) -> Say:
    """Expect a number of calls; those that the SDK repeats by itself count as well."""

    def say(attempt: Attempt) -> Iterator[Part]:
        made = attempt.calls.get(operation, 0)
        said = f"{counted(made, 'call')} of `{operation}`"
        if made == expected:
            yield Part(Mark.RIGHT, f"{said}.")
        else:
            yield Part(Mark.WRONG, f"{said}; I expected {expected}.")

    return say


def waits(expected: int) -> Say:
    """Expect a number of waits, of which each is longer than the one before it."""

    def say(attempt: Attempt) -> Iterator[Part]:
        waited = attempt.run.waits
        if len(waited) != expected:
            said = f"it waited {counted(len(waited), 'time')}; I expected {expected}."
            yield Part(Mark.WRONG, said)
        elif any(later <= earlier for earlier, later in pairwise(waited)):
            listed = ", ".join(f"{each:g}" for each in waited)
            yield Part(Mark.WRONG, f"it waited {listed} seconds: each wait should be longer.")
        elif expected:
            yield Part(Mark.RIGHT, f"it waited {counted(expected, 'time')}, longer each time.")

    return say


def _short(value: object) -> str:
    """Show what a handler returned; of a dictionary only its values, since ARNs are long."""
    if isinstance(value, Mapping):
        return f"a dictionary with {joined(list(value.values()))}"
    return shown(value)


def _differences(found: Mapping[Any, object], expected: Mapping[str, object]) -> Iterator[Part]:
    for key, value in expected.items():
        name = key.rpartition("/")[2]
        if key not in found:
            yield Part(Mark.WRONG, f"in what it returned, `{name}` is missing.")
        elif found[key] != value:
            said = f"it says {shown(found[key])} of `{name}`; I expected {shown(value)}."
            yield Part(Mark.WRONG, said)
    if not set(found) <= set(expected):
        yield Part(Mark.WRONG, "it returned a dictionary with keys that I did not ask for.")


def _name_of(error: BaseException) -> str:
    """Return the error code in what boto3 raised, else its exception; else the Python class."""
    response: Any = getattr(error, "response", None)
    if not isinstance(response, dict):
        return type(error).__name__
    code = response.get("error", {}).get("errorCode")
    return str(code or response.get("Error", {}).get("Code"))
