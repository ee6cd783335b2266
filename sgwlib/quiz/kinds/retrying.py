"""Whether botocore sends a request again by itself after an error, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.question import Choice, Place, Subject, raw_http
from sgwlib.response import error_response
from sgwlib.retries import who_retries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue, ExceptionType
    from sgwlib.quiz.question import Question

__all__ = ["CLIENT", "RETRYING"]

CLIENT: Final = "botocore and boto3"
"""What :mod:`sgwlib.retries` calls the client that is asked about."""

_HARMLESS: Final = 400  # a status that no client retries for itself


def _names(catalogue: Catalogue) -> Iterable[str]:
    return catalogue.exceptions


def _ask(catalogue: Catalogue, name: str, chance: Random) -> Question:
    about = catalogue.exceptions[name]
    code = chance.choice([*catalogue.codes]) if about.carries_code and catalogue.codes else None
    message = catalogue.codes[code].message if code else about.sample_message or about.message
    response = error_response("", about, message, code)
    subject = Subject(
        text="botocore gets this response. Does it send the request again by itself, and why?",
        known_by="measured: botocore 1.44.5 against a counting endpoint",
        place=Place(code=code or "", exception=name),
        raw=raw_http(response, chance),
    )
    choices = _choices(about, code)
    return subject.among(choices.values(), choices[_fate(about)])


def _fate(about: ExceptionType) -> str:
    """Return for what botocore sends a request again: its name, its status, or for nothing."""
    if CLIENT in who_retries(about.name, _HARMLESS).clients:
        return "name"
    return "status" if _status_counts(about) else "nothing"


def _status_counts(about: ExceptionType) -> bool:
    return CLIENT in who_retries(None, about.status).clients


def _choices(about: ExceptionType, code: str | None) -> dict[str, Choice]:
    told = who_retries(about.name, about.status).sentence
    does = "does" if _status_counts(about) else "does not"
    choices = {
        "status": Choice(f"Yes, for its status, {about.status}", f"For that alone it {does}."),
        "name": Choice("Yes, for the exception's name", "It knows some names, not this one."),
        "code": Choice("Yes, for its error code", "No client looks at the error code."),
        "nothing": Choice("No: nothing in it asks for that", "Something in it does ask for that."),
    }
    fate = _fate(about)
    choices[fate] = Choice(choices[fate].text, told)
    if code is None:
        del choices["code"]
    if fate == "name" and _status_counts(about):
        del choices["status"]
    return choices


RETRYING = Kind("retrying", "whether botocore tries again, and why", _names, _ask)
"""Asks about each exception; a carrier brings any code, since the page never says which."""
