"""Exercises of lesson 01: error responses, their carriers, and what clients make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.response import build_response
from sgwlib.retries import who_retries
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Note, Part, Right, Wrong, joined, shown
from sgwlib.tutorial.kinds import Case, Judged, Names, Prediction, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse


_BOTO3: Final = "botocore and boto3"
_SERVER: Final = 500  # the least status of an error of the server
_MOST: Final = 5  # requests that the client in the question may send


def _every_response(catalogue: Catalogue) -> Iterator[ErrorResponse]:
    for operation, code in catalogue.pairs:
        yield build_response(operation, code)
    for exception in catalogue.general_exceptions:
        yield build_response("ListGateways", exception)


def _name(response: ErrorResponse) -> str:
    """Return the most specific name in a response."""
    return response.code or response.exception or ""


def _bodies(catalogue: Catalogue) -> Iterator[Case]:
    for response in _every_response(catalogue):
        expected = (response.exception, response.code)
        name = f"{response.operation} with {_name(response)}"
        yield Case(name, (response.body.decode(),), expected)


def _raised(catalogue: Catalogue) -> Iterator[Case]:
    from sgwlib.simulation.boto import raised_by_boto3

    for response in _every_response(catalogue):
        line = f"{response.operation} {_name(response)} {response.request_id}"
        name = f"{response.operation} with {_name(response)}"
        yield Case(name, (raised_by_boto3(response),), line)


def _follow(keys: list[object] | tuple[object, ...], _: Catalogue) -> Iterable[Part]:
    """Follow the keys in what boto3 raises, and yield where they lead."""
    from sgwlib.simulation.boto import raised_by_boto3

    response = build_response("DeleteVolume", "VolumeInUse")
    found: Any = raised_by_boto3(response).response
    for key in keys:
        if not isinstance(found, dict) or not isinstance(key, str) or key not in found:
            there = f", only {joined(list(found))}" if isinstance(found, dict) else ""
            yield Wrong(f"There is no {shown(key)} there{there}.")
            return
        found = found[key]
        if isinstance(found, dict):
            yield Note(f"`{key}` leads to {joined(list(found))}.")
    if found == response.code:
        yield Right(f"That leads to `{found}`.")
    elif found == response.exception:
        yield Wrong(f"That leads to `{found}`, which is the exception.")
    else:
        yield Wrong("That doesn't lead to the error code yet.")


EXERCISES: Final = (
    Exercise(
        "01-1",
        Prediction("DeleteVolume", "GatewayNotConnected", attempts=_MOST),
        mistakes=(
            Mistake(lambda _: _MOST, "That's the limit. boto3 only uses it for what it retries."),
        ),
    ),
    Exercise(
        "01-2",
        Judged(list | tuple, 'the keys as a list, such as `["Error", "Code"]`', _follow),
        mistakes=(
            Mistake(
                lambda _: ("Error", "Code"), "boto3 calls the exception `Code`, in every service."
            ),
        ),
    ),
    Exercise(
        "01-3",
        Names(
            "exception",
            lambda catalogue: [
                each.name
                for each in catalogue.exceptions.values()
                if _BOTO3 in who_retries(each.name, each.status).clients
            ],
            lambda catalogue, name: who_retries(name, catalogue.exceptions[name].status).sentence,
            lambda _, left: (
                "Does the status alone decide?" if left == ["ThrottlingException"] else ""
            ),
        ),
        mistakes=(
            Mistake(
                lambda catalogue: [
                    each.name for each in catalogue.exceptions.values() if each.status >= _SERVER
                ],
                f"Those have a status of {_SERVER} or more. Another one is retried for its name.",
            ),
        ),
    ),
    Exercise("01-4", Program("read(body)", _bodies)),
    Exercise("01-5", Program("log_line(error)", _raised)),
)
