"""The kind of question that gives you a handler, and asks which of its paths an error takes.

The handlers have what real ones have: classes of the client, ``ClientError`` before or after them,
and comparisons of both kinds of codes, also the one that never matches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.quiz.question import (
    Choice,
    Subject,
    any_operation,
    explained,
    operations_of,
    place_of,
    response_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question
    from sgwlib.response import ErrorResponse

PATHS: Final = 4
_TRIES: Final = 200  # handlers to draw until one has the path that is wanted
_ANY: Final = "ClientError"  # the class above all exceptions of a response
_EXCEPTION: Final = 'error.response["Error"]["Code"]'
_CODE: Final = 'error.response.get("error", {}).get("errorCode")'


class Condition(NamedTuple):
    """What one branch of a clause compares."""

    field: str
    value: str

    def holds(self, response: ErrorResponse) -> bool:
        """Return whether a response has the value there. boto3 puts the exception under Error."""
        return self.value == (response.exception if self.field == _EXCEPTION else response.code)


class Clause(NamedTuple):
    """An ``except`` clause: its classes, and the branches before its ``else``."""

    classes: tuple[str, ...]
    branches: tuple[Condition, ...]

    def catches(self, response: ErrorResponse) -> bool:
        """Return whether it catches what boto3 raises for a response."""
        return _ANY in self.classes or response.exception in self.classes

    def branch(self, response: ErrorResponse) -> int:
        """Return which of its branches runs; the last one is the ``else``."""
        held = (place for place, each in enumerate(self.branches) if each.holds(response))
        return next(held, len(self.branches))


Handler = tuple[Clause, ...]


def names(catalogue: Catalogue) -> Iterable[str]:
    """Return the exceptions, if there are codes to compare."""
    return catalogue.exceptions if explained(catalogue) and catalogue.carriers else ()


def ask(catalogue: Catalogue, name: str, chance: Random) -> Question:
    """Ask which path the handler of a call takes for an exception."""
    codes = explained(catalogue)
    code = chance.choice([*codes])
    operation = chance.choice(operations_of(catalogue, code))
    if not catalogue.exceptions[name].carries_code:
        operation = any_operation(catalogue, chance)
    response = response_for(catalogue, operation, code, name)
    handler = _handler(catalogue, response, code, chance)
    place, clause, branch = _taken(handler, response)
    labels = list(range(1, PATHS + 1))
    chance.shuffle(labels)  # so that no path is right more often than another
    right = labels[place]
    subject = Subject(
        text="The call gets this response. Which path does the handler take?",
        known_by="computed by Python's rules and botocore's model of the exceptions",
        place=place_of(catalogue, response),
        quoted=f"HTTP {response.status_code} {response.body.decode()}",
        raw=_source(handler, operation, labels),
    )
    kind = name if catalogue.exceptions[name].carries_code else _ANY
    raised = f"boto3 raises {kind} for {name}" if kind == _ANY else f"boto3 raises {kind}"
    why = f"{raised}. The first clause that fits is “{_head(handler[clause])}”."
    if branch < len(handler[clause].branches):
        why += f" There, {_test(handler[clause].branches[branch])} holds first."
    elif handler[clause].branches:
        why += ' No comparison holds there: ["Error"]["Code"] is the exception, errorCode the code.'
    choices = [
        Choice(
            f"Path {label}", why if label == right else _why_not(handler, response, labels, label)
        )
        for label in range(1, PATHS + 1)
    ]
    return subject.among(choices, choices[right - 1])


# --- the handler ----------------------------------------------------------------------------


def _handler(catalogue: Catalogue, response: ErrorResponse, code: str, chance: Random) -> Handler:
    """Return a handler of four paths. Each of the four is taken equally often, if one can be."""
    wanted = chance.randrange(PATHS)
    for _ in range(_TRIES):
        found = _any_handler(catalogue, response, code, chance)
        if _taken(found, response)[0] == wanted:
            break
    return found


def _any_handler(
    catalogue: Catalogue, response: ErrorResponse, code: str, chance: Random
) -> Handler:
    carriers = [*catalogue.carriers]
    chance.shuffle(carriers)
    typed = chance.choice(([tuple(carriers)], [(each,) for each in carriers], [(carriers[0],)]))
    classes = [*typed, (_ANY,)]
    if chance.random() < 1 / 3:  # a common mistake: what comes after it is never reached
        chance.shuffle(classes)
    spare = PATHS - len(classes)  # paths that are branches before an else
    counts = [0] * len(classes)
    for _ in range(spare):
        counts[chance.randrange(len(classes))] += 1
    exception = str(response.exception)
    others = [each for each in explained(catalogue) if each != code]
    conditions = [
        Condition(_EXCEPTION, exception),
        Condition(_EXCEPTION, code),  # never holds: this is the exception's place
        Condition(_CODE, code),
        Condition(_CODE, chance.choice(others)),
        Condition(_EXCEPTION, chance.choice(catalogue.general_exceptions)),
    ]
    chance.shuffle(conditions)
    return tuple(
        Clause(names, tuple(conditions.pop() for _ in range(count)))
        for names, count in zip(classes, counts, strict=True)
    )


def _taken(handler: Handler, response: ErrorResponse) -> tuple[int, int, int]:
    """Return the path from 0, the clause and the branch that a response takes."""
    paths = 0
    for place, clause in enumerate(handler):
        if clause.catches(response):
            branch = clause.branch(response)
            return paths + branch, place, branch
        paths += len(clause.branches) + 1
    raise AssertionError("every handler has a clause for ClientError")


def _why_not(handler: Handler, response: ErrorResponse, labels: list[int], label: int) -> str:
    _, taken, _ = _taken(handler, response)
    paths = [place for place, clause in enumerate(handler) for _ in range(len(clause.branches) + 1)]
    clause = paths[labels.index(label)]
    if clause == taken:
        return "The clause is the right one. Another branch of it runs."
    if clause > taken:
        return f"An earlier clause catches it: “{_head(handler[taken])}”."
    return f"“{_head(handler[clause])}” doesn't catch {response.exception}."


# --- the source -----------------------------------------------------------------------------


def _source(handler: Handler, operation: str, labels: list[int]) -> str:
    """Return the handler as Python. `labels` are the numbers of its paths, from top to bottom."""
    from botocore import xform_name

    left = iter(labels)
    lines = ["try:", f"    client.{xform_name(operation)}(...)"]
    for clause in handler:
        lines.append(_head(clause))
        for place, branch in enumerate(clause.branches):
            lines.append(f"    {'elif' if place else 'if'} {_test(branch)}:")
            lines.append(f"        path = {next(left)}")
        indent = "    "
        if clause.branches:
            lines.append("    else:")
            indent *= 2
        lines.append(f"{indent}path = {next(left)}")
    return "\n".join(lines)


def _head(clause: Clause) -> str:
    names = [each if each == _ANY else f"client.exceptions.{each}" for each in clause.classes]
    listed = names[0] if len(names) == 1 else f"({', '.join(names)})"
    return f"except {listed}{' as error' if clause.branches else ''}:"


def _test(condition: Condition) -> str:
    return f'{condition.field} == "{condition.value}"'
