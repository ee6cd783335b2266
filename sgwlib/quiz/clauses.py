"""The kind of question that gives you a handler, and asks which of its paths an error takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.quiz.question import (
    Choice,
    Question,
    any_operation,
    explained,
    one_line,
    operations_of,
    place_of,
    response_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse

PATHS: Final = 4
_TRIES: Final = 200  # handlers to draw until one has the path that is wanted
_ANY: Final = "ClientError"  # the class above all exceptions of a response
_EXCEPTION: Final = 'error.response["Error"]["Code"]'
_CODE: Final = 'error.response.get("error", {}).get("errorCode")'


class Path(NamedTuple):
    """A path through a handler: a clause, and the comparison of one of its branches."""

    clause: int  # which one, from 0
    classes: tuple[str, ...]  # that the clause catches
    field: str = ""  # that the branch compares; empty for an else, or for a clause without branches
    value: str = ""

    def catches(self, response: ErrorResponse) -> bool:
        """Return whether the clause catches what boto3 raises for a response."""
        return _ANY in self.classes or response.exception in self.classes

    def is_taken(self, response: ErrorResponse) -> bool:
        """Return whether a response takes it, if none before. boto3's Error is the exception."""
        found = response.exception if self.field == _EXCEPTION else response.code
        return self.catches(response) and (not self.field or self.value == found)


Handler = tuple[Path, ...]


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
    place = _taken(handler, response)
    labels = list(range(1, PATHS + 1))
    chance.shuffle(labels)  # so that no path is right more often than another
    right = labels[place]
    kind = name if catalogue.exceptions[name].carries_code else _ANY
    raised = f"boto3 raises {kind} for {name}" if kind == _ANY else f"boto3 raises {kind}"
    taken = handler[place]
    why = f"{raised}. The first clause that fits is “{_head(handler, taken)}”."
    if taken.field:
        why += f" There, {_test(taken)} holds first."
    elif _has_branches(handler, taken):
        why += ' No comparison holds there: ["Error"]["Code"] is the exception, errorCode the code.'
    choices = []
    for label in range(1, PATHS + 1):
        path = handler[labels.index(label)]
        if label == right:
            text = why
        elif path.clause == taken.clause:
            text = f"Path {label}: the clause is right, but another branch of it runs."
        elif path.clause > taken.clause:
            text = f"Path {label}: an earlier clause catches the error, “{_head(handler, taken)}”."
        else:
            text = f"Path {label}: “{_head(handler, path)}” doesn't catch {response.exception}."
        choices.append(Choice(f"Path {label}", text))
    return Question(
        text="The call gets this response. Which path does the handler take?",
        known_by="computed by Python's rules and botocore's model of the exceptions",
        place=place_of(catalogue, response),
        quoted=one_line(response),
        raw=_source(handler, operation, labels),
        choices=tuple(choices),
        answer=choices[right - 1],
    )


# --- the handler ----------------------------------------------------------------------------


def _handler(catalogue: Catalogue, response: ErrorResponse, code: str, chance: Random) -> Handler:
    """Return a handler of four paths. Each of the four is taken equally often, if one can be."""
    wanted = chance.randrange(PATHS)
    for _ in range(_TRIES):
        found = _any_handler(catalogue, response, code, chance)
        if _taken(found, response) == wanted:
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
        (_EXCEPTION, exception),
        (_EXCEPTION, code),  # never holds: this is the exception's place
        (_CODE, code),
        (_CODE, chance.choice(others)),
        (_EXCEPTION, chance.choice(catalogue.general_exceptions)),
    ]
    chance.shuffle(conditions)
    return tuple(
        Path(clause, names, *comparison)
        for clause, (names, count) in enumerate(zip(classes, counts, strict=True))
        for comparison in (*(conditions.pop() for _ in range(count)), ())
    )


def _taken(handler: Handler, response: ErrorResponse) -> int:
    """Return which path a response takes, from 0. Every handler has a clause for ClientError."""
    return next(place for place, path in enumerate(handler) if path.is_taken(response))


def _has_branches(handler: Handler, path: Path) -> bool:
    return any(each.field and each.clause == path.clause for each in handler)


# --- the source -----------------------------------------------------------------------------


def _source(handler: Handler, operation: str, labels: list[int]) -> str:
    """Return the handler as Python. `labels` are the numbers of its paths, from top to bottom."""
    from botocore import xform_name

    lines = ["try:", f"    client.{xform_name(operation)}(...)"]
    before = None
    for path, label in zip(handler, labels, strict=True):
        is_first = before is None or before.clause != path.clause
        if is_first:
            lines.append(_head(handler, path))
        if path.field:
            lines.append(f"    {'if' if is_first else 'elif'} {_test(path)}:")
        elif not is_first:
            lines.append("    else:")
        indent = "    " * (1 + _has_branches(handler, path))
        lines.append(f"{indent}path = {label}")
        before = path
    return "\n".join(lines)


def _head(handler: Handler, path: Path) -> str:
    names = [each if each == _ANY else f"client.exceptions.{each}" for each in path.classes]
    listed = names[0] if len(names) == 1 else f"({', '.join(names)})"
    return f"except {listed}{' as error' if _has_branches(handler, path) else ''}:"


def _test(path: Path) -> str:
    return f'{path.field} == "{path.value}"'
