"""The kinds of questions. Each asks about one fact of the catalogue."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.catalogue import Pair
from sgwlib.quiz.question import PAGE, Choice, Place, Subject, apart, known_by, plausible, raw_http
from sgwlib.response import build_response, error_response
from sgwlib.retries import who_retries
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue, ExceptionType
    from sgwlib.quiz.question import Question

YES: Final = "Documented"
NO: Final = "Not documented"
NONE: Final = "None: it comes without an error code"

_CLIENT: Final = "botocore and boto3"  # as `sgwlib.retries` names it
_COMMON: Final = 10  # ask about this many undocumented codes, those of the most operations
_FEW: Final = 6  # operations that an explanation lists
_HARMLESS: Final = 400  # a status that no client retries
_UNUSED: Final = (404, 409, 429)  # statuses of other services that the page never has


class Kind(NamedTuple):
    """A way to ask about a catalogue."""

    name: str  # such as "causes"; progress files hold it
    names: Callable[[Catalogue], Iterable[str]]  # the facts it can ask about, in page order
    ask: Callable[[Catalogue, str, Random], Question]


# --- which operation can return a code ------------------------------------------------------


def _returning_names(catalogue: Catalogue) -> list[str]:
    return [
        code
        for code in catalogue.codes
        if catalogue.operations_of(code) and _strangers(catalogue, code)
    ]


def _strangers(catalogue: Catalogue, code: str) -> list[str]:
    """Return the operations that are neither documented nor observed to return a code."""
    return [
        name
        for name in catalogue.operations
        if not catalogue.documents(name, code) and (name, code) not in catalogue.observed
    ]


def _ask_returning(catalogue: Catalogue, code: str, chance: Random) -> Question:
    operations = catalogue.operations_of(code)
    right = chance.choice(operations)
    subject = Subject(f"Which operation is documented to return {code}?", PAGE, Place(right, code))
    some, more = ", ".join(operations[:_FEW]), len(operations) - _FEW
    rest = f" and {counted(more, 'other')}" if more > 0 else ""
    why = f"{code} is documented for {counted(len(operations), 'operation')}: {some}{rest}."
    wrong = [
        Choice(name, f"{name} is neither documented nor known to return {code}.")
        for name in plausible(right, _strangers(catalogue, code), chance)
    ]
    return subject.ask(Choice(right, why), wrong, chance)


# --- which code fits a cause ----------------------------------------------------------------


def _causes_names(catalogue: Catalogue) -> list[str]:
    return [code for code in catalogue.codes if apart(catalogue, code, "cause")]


def _ask_causes(catalogue: Catalogue, code: str, chance: Random) -> Question:
    about = catalogue.codes[code]
    subject = Subject(
        text="Which error code fits this cause?",
        known_by=known_by(about.cause),
        place=Place(code=code),
        quoted=about.cause.text,
    )
    right = Choice(code, f"Its message: “{about.message}” What to do: {about.remedy.text}")
    wrong = [
        Choice(name, f"{name} has another cause: {catalogue.codes[name].cause.text}")
        for name in plausible(code, apart(catalogue, code, "cause"), chance)
    ]
    return subject.ask(right, wrong, chance)


# --- whether botocore retries, and why ------------------------------------------------------


def _ask_retrying(catalogue: Catalogue, name: str, chance: Random) -> Question:
    about = catalogue.exceptions[name]
    # The page never says which carrier a code comes with, so a carrier brings any code.
    code = chance.choice([*catalogue.codes]) if about.carries_code and catalogue.codes else None
    message = catalogue.codes[code].message if code else about.sample_message or about.message
    response = error_response("", about, message, code)
    subject = Subject(
        text="botocore gets this response. Does it retry the request, and why?",
        known_by="measured: botocore 1.44.5 against a counting endpoint",
        place=Place(code=code or "", exception=name),
        raw=raw_http(response, chance),
    )
    by_name = _CLIENT in who_retries(about.name, _HARMLESS).clients
    by_status = _CLIENT in who_retries(None, about.status).clients
    reason = "name" if by_name else "status" if by_status else "nothing"
    does = "does" if by_status else "doesn't"
    choices = {
        "status": Choice(
            f"Yes, because of its status, {about.status}", f"It {does} retry this status."
        ),
        "name": Choice(
            "Yes, because of the exception's name", "It knows some names, but not this one."
        ),
        "code": Choice("Yes, because of its error code", "No client looks at the error code."),
        "nothing": Choice(
            "No: nothing in it asks for a retry", "Something in it asks for a retry."
        ),
    }
    sentence = who_retries(about.name, about.status).sentence
    choices[reason] = Choice(choices[reason].text, sentence)
    if code is None:
        del choices["code"]
    if by_name and by_status:
        del choices["status"]  # it would be right as well
    return subject.among(choices.values(), choices[reason])


# --- which exception can carry a code -------------------------------------------------------


def _carrying_names(catalogue: Catalogue) -> Iterable[str]:
    return catalogue.codes if catalogue.general_exceptions else ()


def _ask_carrying(catalogue: Catalogue, code: str, chance: Random) -> Question:
    # Both carriers are never choices: the page doesn't say which of them it is.
    carrier = catalogue.codes[code].carrier
    default = catalogue.exceptions[carrier.text]
    subject = Subject(
        text=f"Which exception can carry the error code {code}?",
        known_by=known_by(carrier),
        place=Place(code=code, exception=carrier.text),
    )
    why = (
        f"The default carrier of {code} is {default.name}, status {default.status}. The page "
        f"allows {' and '.join(catalogue.carriers)} for every code, and doesn't say which."
    )
    wrong = [
        Choice(name, f"{name} is a general exception: it comes without an error code.")
        for name in plausible(carrier.text, catalogue.general_exceptions, chance)
    ]
    return subject.ask(Choice(carrier.text, why), wrong, chance)


# --- which status an exception has ----------------------------------------------------------


def _ask_statuses(catalogue: Catalogue, name: str, chance: Random) -> Question:
    about = catalogue.exceptions[name]
    subject = Subject(
        text=f"Which HTTP status does the page list for {name}?",
        known_by=PAGE,
        place=Place(exception=name),
        quoted="" if about.carries_code else about.message,
    )
    line = _status_line(about.status)
    why = f"{line}. {who_retries(about.name, about.status).sentence}"
    if about.carries_code and about.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        why += " AWS's API reference gives this exception status 400 instead."
    others = _other_statuses(catalogue, about)
    chance.shuffle(others)
    wrong = [Choice(_status_line(status), _owners(catalogue, status)) for status in others]
    return subject.ask(Choice(line, why), wrong, chance)


def _other_statuses(catalogue: Catalogue, about: ExceptionType) -> list[int]:
    """Return wrong statuses, without the one that AWS's API reference gives the carriers."""
    known = {each.status for each in catalogue.exceptions.values()}
    carried = {each.status for each in catalogue.exceptions.values() if each.carries_code}
    doubtful = carried if about.carries_code else set()
    return sorted((known | set(_UNUSED)) - {about.status} - doubtful)


def _owners(catalogue: Catalogue, status: int) -> str:
    having = [each.name for each in catalogue.exceptions.values() if each.status == status]
    if not having:
        return f"No exception of the page has {status}."
    more = " and others" if having[3:] else ""
    return f"{status} is the status of {', '.join(having[:3])}{more}."


def _status_line(status: int) -> str:
    with suppress(ValueError):
        return f"{status} {HTTPStatus(status).phrase}"
    return str(status)


# --- which code a response has --------------------------------------------------------------


def _reading_names(catalogue: Catalogue) -> list[str]:
    return [*catalogue.exceptions] if catalogue.pairs else []


def _ask_reading(catalogue: Catalogue, exception: str, chance: Random) -> Question:
    operation, code = chance.choice(catalogue.pairs)
    if catalogue.exceptions[exception].carries_code:
        response = build_response(operation, code, exception=exception, catalogue=catalogue)
    else:
        response = build_response(operation, exception, catalogue=catalogue)
    subject = Subject(
        text=f"{response.operation} returns this. Which error code does it have?",
        known_by="documented: the reference page, fields of a response",
        place=Place(str(response.operation), response.code or "", exception),
        raw=raw_http(response, chance),
    )
    others = [name for name in catalogue.codes if name != response.code]
    of_exception = Choice(exception, f"{exception} is the exception; it is in __type.")
    of_another = [
        Choice(name, f"{name} is not in the response.")
        for name in plausible(response.code or exception, others, chance)
    ]
    if response.code is None:
        why = f"{exception} is general: any operation can return it, without an error code."
        return subject.ask(Choice(NONE, why), [of_exception, *of_another], chance)
    right = Choice(response.code, "The error code is in error.errorCode, and nowhere else.")
    none = Choice(NONE, "The body has one in error.errorCode.")
    return subject.ask(right, [of_exception, none, *of_another], chance)


# --- what to do after a response ------------------------------------------------------------


def _steps_names(catalogue: Catalogue) -> list[str]:
    return [
        code
        for code in catalogue.codes
        if catalogue.operations_of(code) and apart(catalogue, code, "remedy")
    ]


def _ask_steps(catalogue: Catalogue, code: str, chance: Random) -> Question:
    about = catalogue.codes[code]
    operation = chance.choice(catalogue.operations_of(code))
    subject = Subject(
        text=f"{operation} returns this. What is the next step?",
        known_by=known_by(about.remedy),
        place=Place(operation, code),
        raw=raw_http(build_response(operation, code, catalogue=catalogue), chance),
    )
    others = plausible(code, apart(catalogue, code, "remedy"), chance)
    others.sort(key=lambda other: not catalogue.documents(operation, other))
    wrong = [Choice(catalogue.codes[name].remedy.text, f"This is for {name}.") for name in others]
    right = Choice(about.remedy.text, f"The cause of {code}: {about.cause.text}")
    return subject.ask(right, wrong, chance)


# --- whether a pair is documented -----------------------------------------------------------


def _documented_names(catalogue: Catalogue) -> list[str]:
    return [name for name in catalogue.operations if catalogue.codes_of(name)]


def _ask_documented(catalogue: Catalogue, operation: str, chance: Random) -> Question:
    has, lacks = catalogue.codes_of(operation), _plausible_codes(catalogue, operation)
    code = chance.choice(lacks if lacks and chance.random() < 1 / 2 else has)
    text = f"Is it documented that {operation} can return {code}?"
    subject = Subject(text, PAGE, Place(operation, code))
    count = f"{operation} is documented to return {counted(len(has), 'error code')}"
    if code in has:
        yes = Choice(YES, f"{count}, and {code} is one of them.")
        return subject.among([yes, Choice(NO, "The page lists the pair.")], yes)
    observed = catalogue.observed.get(Pair(operation, code))
    seen = "That doesn't make it impossible."
    if observed is not None:
        seen = f"It has been observed, though: “{observed.message}” ({observed.source})"
    no = Choice(NO, f"{count}, but not {code}. {seen}")
    return subject.among([Choice(YES, "The page doesn't list the pair."), no], no)


def _plausible_codes(catalogue: Catalogue, operation: str) -> list[str]:
    """Return undocumented codes: observed ones first, then those of the most operations."""
    lacking = [code for code in catalogue.codes if not catalogue.documents(operation, code)]
    lacking.sort(
        key=lambda code: (
            (operation, code) not in catalogue.observed,
            -len(catalogue.operations_of(code)),
        )
    )
    return lacking[:_COMMON]


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("returning", _returning_names, _ask_returning),
        Kind("causes", _causes_names, _ask_causes),
        Kind("retrying", lambda catalogue: catalogue.exceptions, _ask_retrying),
        Kind("carrying", _carrying_names, _ask_carrying),
        Kind("statuses", lambda catalogue: catalogue.exceptions, _ask_statuses),
        Kind("reading", _reading_names, _ask_reading),
        Kind("steps", _steps_names, _ask_steps),
        Kind("documented", _documented_names, _ask_documented),
    )
}
"""All kinds by name, in the order in which new cards take turns."""
