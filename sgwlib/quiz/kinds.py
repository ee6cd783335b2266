"""The kinds of questions. Each asks for something that the job needs, about one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.quiz import clauses, reading
from sgwlib.quiz.question import (
    Choice,
    Place,
    Question,
    any_operation,
    choices_for,
    explained,
    known_by,
    one_line,
    operations_of,
    overlaps,
    place_of,
    response_for,
    with_request_id,
)
from sgwlib.response import build_response
from sgwlib.retries import who_retries
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import About
    from sgwlib.response import ErrorResponse

_CLIENT: Final = "botocore and boto3"  # as `sgwlib.retries` names it
_MODES: Final = ("legacy", "standard", "adaptive")
_ANSWERS: Final = 4  # that a question on retries lists
_FINE: Final = "HTTP 200 {}"


class Kind(NamedTuple):
    """A way to ask about a catalogue."""

    name: str  # such as "causes"; progress files hold it
    title: str
    names: Callable[[Catalogue], Iterable[str]]  # the facts it can ask about
    stratum: Callable[[Catalogue, str], str]  # facts of one stratum are about equally hard
    ask: Callable[[Catalogue, str, Random], Question]


# --- what is it, and what next --------------------------------------------------------------


def _texts(catalogue: Catalogue, code: str, about: About, chance: Random) -> dict[str, str]:
    """Return the causes or remedies of several codes, among them the one that is asked about."""
    names, codes = choices_for(code, overlaps(catalogue, about), chance), explained(catalogue)
    return {name: getattr(codes[name], about).text for name in names}


def _ask_causes(catalogue: Catalogue, code: str, chance: Random) -> Question:
    known = explained(catalogue)[code]
    operation = chance.choice(operations_of(catalogue, code))
    form = chance.choice([*reading.FORMS])
    response = build_response(operation, code, catalogue=catalogue)
    causes = _texts(catalogue, code, "cause", chance)
    choices = {
        name: Choice(text, f"Your answer is the cause of {name}.") for name, text in causes.items()
    }
    choices[code] = Choice(causes[code], f"The error code is {code}: “{known.message}”")
    return Question(
        text=f"You find this in a log ({form}). What happened?",
        known_by=known_by(known.cause),
        place=Place(operation, code),
        raw=reading.FORMS[form].write(with_request_id(response, chance)),
        choices=tuple(choices.values()),
        answer=choices[code],
    )


def _ask_steps(catalogue: Catalogue, code: str, chance: Random) -> Question:
    known = explained(catalogue)[code]
    operation = chance.choice(operations_of(catalogue, code))
    response = with_request_id(build_response(operation, code, catalogue=catalogue), chance)
    remedies = _texts(catalogue, code, "remedy", chance)
    choices = {
        name: Choice(text, f"Your answer helps with {name}.") for name, text in remedies.items()
    }
    choices[code] = Choice(remedies[code], f"The cause of {code}: {known.cause.text}")
    return Question(
        text="A call gets this response. What do you do next?",  # its name would be a clue
        known_by=known_by(known.remedy),
        place=Place(operation, code),
        raw=str(response),
        choices=tuple(choices.values()),
        answer=choices[code],
    )


# --- is it retried --------------------------------------------------------------------------


def _is_retried(catalogue: Catalogue, exception: str) -> bool:
    return _CLIENT in who_retries(exception, catalogue.exceptions[exception].status).clients


def _retrying_stratum(catalogue: Catalogue, name: str) -> str:
    return "retried" if _is_retried(catalogue, name) else "raised at once"


def _ask_retrying(catalogue: Catalogue, name: str, chance: Random) -> Question:
    """Ask which of four answers a client's code gets. Each of the four is it equally often."""
    again = [each for each in catalogue.exceptions if _is_retried(catalogue, each)]
    final = [each for each in catalogue.exceptions if each not in again]
    got = chance.randrange(_ANSWERS)  # the answer that the code gets, from 0
    most = chance.randint(got + 1, _ANSWERS)  # requests that the client may send
    listed = [chance.choice([*catalogue.exceptions, None]) for _ in range(_ANSWERS)]
    listed[:got] = [chance.choice(again) for _ in range(got)]
    if name in final:
        listed[got] = name
    elif got and chance.random() < 1 / 2:
        listed[chance.randrange(got)] = name
        listed[got] = chance.choice([*final, None])
    else:
        listed[got], most = name, got + 1
    operation, code = any_operation(catalogue, chance), ""
    if {*listed} & {*catalogue.carriers}:
        code = chance.choice([*explained(catalogue)])
        operation = chance.choice(operations_of(catalogue, code))
    answer = {each: response_for(catalogue, operation, code, each) for each in listed if each}
    choices = []
    for number, each in enumerate(listed, 1):
        response = answer[each] if each else None
        if number > got + 1:
            why = f"boto3 never asks for answer {number}: answer {got + 1} is the last."
        elif response is None:
            why = f"Answer {number} is the first one without an error."
        elif number <= got:
            why = f"boto3 retries answer {number}, because {_because(response)}."
        elif _is_retried(catalogue, each or ""):
            why = (
                f"boto3 would retry answer {number}, but may send only {counted(most, 'request')}."
            )
        else:
            why = f"boto3 raises answer {number} at once, because {_because(response)}."
        choices.append(Choice(f"Answer {number}", why))
    mode = chance.choice(_MODES)
    return Question(
        text=f"boto3 calls {operation}. The service would answer like this, one request after the "
        "other. Which answer does your code get?",
        known_by="measured with botocore 1.44.5 against a counting endpoint",
        place=place_of(catalogue, answer[name]),
        quoted=f'Config(retries={{"mode": "{mode}", "total_max_attempts": {most}}})',
        raw="\n".join(
            f"{place}. {one_line(answer[each]) if each else _FINE}"
            for place, each in enumerate(listed, 1)
        ),
        choices=tuple(choices),
        answer=choices[got],
    )


def _because(response: ErrorResponse) -> str:
    return who_retries(response.exception, response.status_code).because


# --- all of them ----------------------------------------------------------------------------


def _family(catalogue: Catalogue, code: str) -> str:
    return explained(catalogue)[code].family


def _carries(catalogue: Catalogue, exception: str) -> str:
    return "carrier" if catalogue.exceptions[exception].carries_code else "general"


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("causes", "What is it?", lambda it: overlaps(it, "cause"), _family, _ask_causes),
        Kind("retrying", "Is it retried?", clauses.names, _retrying_stratum, _ask_retrying),
        Kind("clauses", "Which clause?", clauses.names, _carries, clauses.ask),
        Kind("steps", "What next?", lambda it: overlaps(it, "remedy"), _family, _ask_steps),
        Kind("reading", "Read this text", reading.names, lambda *_: "log", reading.ask),
    )
}
"""All kinds by name, in the order in which new cards take turns."""

LESSONS: Final = {
    "00": ("causes",),
    "01": ("reading", "retrying"),
    "02": ("causes", "reading"),
    "03": ("steps", "retrying"),
    "04": ("clauses", "steps", "retrying"),
    "05": ("clauses", "reading"),
}
"""The kinds of new cards at the end of each lesson."""
