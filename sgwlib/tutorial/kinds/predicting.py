"""Predict how often boto3 sends a request, or which `except` clause catches an error.

A real client and the function itself tell the truth.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.running import Run, new_client, run
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import NoAnswer, alike
from sgwlib.tutorial.feedback import Mark, Note, Part, Right, Wrong, called, joined, shown
from sgwlib.tutorial.kinds.values import Number, advice, item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.boto import Request
    from sgwlib.tutorial.exercise import Exercise

Function = Callable[..., object]

NOWHERE: Final = "none"  # of the clauses


@dataclass(frozen=True, slots=True)
class Prediction:
    """The number of requests that a client sends for a call which always meets an error."""

    operation: str
    error: str
    mode: str = "standard"
    attempts: int = 3  # the most
    view: str = "prediction"

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield whether the number is right, and the rule that decides."""
        made = self._made()
        part, *_ = Number(lambda _: len(made)).judge(answer, catalogue)
        yield part
        if part.mark is Mark.RIGHT:
            yield Note(f"{_capital(made[0].because)}.")

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return the settings."""
        del exercise
        return {
            "settings": [
                ["Call", self.operation],
                ["Meets", f"{self.error} (always)"],
                ["Retry mode", self.mode],
                ["Most attempts", f"{self.attempts}"],
            ]
        }

    def answer(self, exercise: Exercise, given: Any) -> object:
        """Return the number that the learner typed."""
        del exercise
        try:
            return int(str(given).strip())
        except ValueError:
            raise NoAnswer("Type a whole number, such as 1.") from None

    def revealed(self) -> dict[str, Any]:
        """Return the timeline, which is shown after a prediction."""
        return drawn(self._made(), self.operation)

    def _made(self) -> tuple[Request, ...]:
        from sgwlib.simulation.boto import attempts_of_call  # needs botocore

        plan = FaultPlan([Fault(self.operation, self.error)])
        return attempts_of_call(self.operation, plan, mode=self.mode, most=self.attempts)


# --- the timeline of one call, for the picture that a view draws ---------------------------


def drawn(requests: Sequence[Request], operation: str) -> dict[str, Any]:
    """Return what a view draws: each request with its wait, and how the call ends."""
    last = requests[-1]
    end = f"{operation} returns."
    if last.error:
        end = f"boto3 raises the error {last.exception}."
    return {
        "requests": [
            {
                "said": _said(number, each),
                "failed": each.error is not None,
                "status": each.status,
                "name": each.error or "success",
                "wait": round(each.wait, 3) if each.wait else None,
            }
            for number, each in enumerate(requests, 1)
        ],
        "ended": last.error is None,
        "end": end,
        "because": _because(requests),
        "total": _total(requests),
    }


def _said(number: int, request: Request) -> str:
    """Return a request in a sentence, for those who don't see the picture."""
    met = f"fails with {request.error}, status {request.status}" if request.error else "succeeds"
    wait = f"; then a wait of up to {request.wait:.3g} s" if request.wait else ""
    return f"Request {number} {met}{wait}."


def _total(requests: Sequence[Request]) -> str:
    sent, waited = counted(len(requests), "request"), sum(each.wait or 0 for each in requests)
    if not waited:
        return f"{sent} and no wait."
    return (
        f"{sent}, at most {waited:.3g} s of waiting. "
        "botocore draws each wait at random, between 0 and the length shown."
    )


def _because(requests: Sequence[Request]) -> str:
    is_last = requests[-1].error and len(requests) > 1
    end = " Then there is no attempt left." if is_last else ""
    return f"{_capital(requests[0].because)}.{end}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- the clause that catches an error -------------------------------------------------------


class Caught(NamedTuple):
    """What became of an error."""

    line: int | None  # of the clause that caught it first, in the function's source
    run: Run


@dataclass(frozen=True, slots=True)
class Trace:
    """The clause that catches each of some errors: a dictionary from error to line, or None."""

    function: Function  # its first parameter is a boto3 client
    operation: str  # what it calls
    errors: tuple[str, ...]
    arguments: tuple[object, ...] = ()  # after the client
    view: str = "trace"

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each error whether the clause is right, and what happens then."""
        del catalogue
        if not isinstance(answer, Mapping):
            yield Wrong(f"Expected a dictionary from error to line, got {called(answer)}.")
            return
        unknown = [each for each in answer if each not in self.errors]
        if unknown:
            yield Wrong(f"The exercise doesn't ask for {joined(unknown, most=3)}.")
        for error in self.errors:
            yield self._judged(error, answer)

    def _judged(self, error: str, answer: Mapping[Any, object]) -> Part:
        if error not in answer:
            return Wrong(f"`{error}`: no answer yet.")
        caught = traced(self.function, self.operation, error, self.arguments)
        line = item(answer[error])
        lines = [*clauses_of(self.function), None]
        if not any(alike(line, each) for each in lines):
            text = f"`{error}`: {shown(line)} isn't the number of a line with `except`."
            return Wrong(text + (advice(line) if isinstance(line, str) else ""))
        if line == caught.line:
            return Right(f"`{error}`: {self._what_happens(caught)}")
        if line is None:
            return Wrong(f"`{error}`: it doesn't propagate. A clause catches it.")
        raised = _class_raised(self.operation, error)
        return Wrong(f"`{error}`: line {line} doesn't catch it. boto3 raises `{raised}` for it.")

    def _what_happens(self, caught: Caught) -> str:
        error = caught.run.error
        end = f"raises `{type(error).__name__}`" if error else f"returns {shown(caught.run.value)}"
        who = f"line {caught.line}" if caught.line else "no clause"
        return f"{who} catches it, and the function {end}."

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return the source, the clauses to choose from, and the errors."""
        del exercise
        clauses = [[line, text] for line, text in clauses_of(self.function).items()]
        source = source_of(self.function)
        return {
            "source": source,
            "clauses": clauses,
            "errors": list(self.errors),
            "operation": self.operation,
        }

    def answer(self, exercise: Exercise, given: Any) -> object:
        """Return the choices as a dictionary."""
        del exercise
        left = [error for error in self.errors if given.get(error, "") == ""]
        if left:
            raise NoAnswer(f"Choose a clause for {joined(left)} as well.")
        chosen = {error: given[error] for error in self.errors}
        return {error: None if each == NOWHERE else int(each) for error, each in chosen.items()}


def source_of(function: Function) -> str:
    """Return the source of a function as a learner writes it: without types and remarks."""
    source = dedent(inspect.getsource(function))
    node = _parsed(source)
    body = node.body[ast.get_docstring(node) is not None :]
    lines = [line.partition("  # ")[0].rstrip() for line in source.splitlines()]
    head = f"def {node.name}({', '.join(each.arg for each in node.args.args)}):"
    return "\n".join([head, *filter(None, lines[body[0].lineno - 1 :])])


@cache
def clauses_of(function: Function) -> dict[int, str]:
    """Return the `except` clauses of a function, by their line in the source."""
    lines = source_of(function).splitlines()
    return {node.lineno: lines[node.lineno - 1].strip() for node in _handlers(function)[1]}


@cache
def traced(
    function: Function, operation: str, error: str, arguments: tuple[object, ...] = ()
) -> Caught:
    """Run a function whose call meets an error, with a note at the beginning of each clause."""
    from sgwlib import inject  # names the extra to install if botocore is missing

    tree, handlers = _handlers(function)
    for handler in handlers:
        note = ast.parse(f"__entered__({handler.lineno})").body[0]
        handler.body.insert(0, ast.copy_location(note, handler.body[0]))
    entered: list[int] = []
    names = dict(function.__globals__) | {"__entered__": entered.append}
    module = ast.fix_missing_locations(ast.Module([tree], []))
    exec(compile(module, "<traced>", "exec"), names)  # noqa: S102 - a function of a lesson
    client = new_client()
    with inject(client, FaultPlan([Fault(operation, error)]), retry_waits=False):
        done = run(names[function.__name__], client, *arguments)
    return Caught(entered[0] if entered else None, done)


def _handlers(function: Function) -> tuple[ast.FunctionDef, list[ast.ExceptHandler]]:
    """Return a function's tree and its `except` clauses, in the order of the source."""
    tree = _parsed(source_of(function))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return tree, sorted(found, key=lambda node: node.lineno)


def _parsed(source: str) -> ast.FunctionDef:
    [node] = ast.parse(source).body
    if not isinstance(node, ast.FunctionDef):
        raise TypeError("only a function can be traced")
    return node


def _class_raised(operation: str, error: str) -> str:
    """Return the name of the class that boto3 raises for an error."""
    from sgwlib import simulate
    from sgwlib.simulation.boto import raised_by_boto3

    return type(raised_by_boto3(simulate(operation, error))).__name__
