"""Exercises of lesson 01: the fields of an error response, its carriers, what boto3 raises."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sgwlib.response import build_response
from sgwlib.retries import who_retries
from sgwlib.running import new_client
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part, joined, shown
from sgwlib.tutorial.kinds import Case, Judged, Names, OneName, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse


_BOTO3: Final = "botocore and boto3"
_SERVER: Final = 500  # the least status of an error of the server


def _every_response(catalogue: Catalogue) -> Iterator[ErrorResponse]:
    for operation, code in catalogue.pairs:
        yield build_response(operation, code)
    for exception in catalogue.general_exceptions:
        yield build_response("ListGateways", exception)


def _bodies(catalogue: Catalogue) -> Iterator[Case]:
    for response in _every_response(catalogue):
        expected = (response.exception, response.code)
        yield Case(_named(response), (response.body.decode(),), expected)


def _raised(catalogue: Catalogue) -> Iterator[Case]:
    from sgwlib.simulation.boto import raised_by_boto3

    for response in _every_response(catalogue):
        yield Case(_named(response), (raised_by_boto3(response),), _innermost(response))


def _named(response: ErrorResponse) -> str:
    return f"{response.operation} with {_innermost(response)}"


def _innermost(response: ErrorResponse) -> str:
    return response.code or response.exception or ""


@cache
def _known_to_boto3() -> list[str]:
    return list(new_client().meta.service_model.shape_for("ErrorCode").enum)


def _follow(keys: list[object] | tuple[object, ...], _: Catalogue) -> Iterable[Part]:
    """Follow the keys in what boto3 raises, and yield where they lead."""
    from sgwlib.simulation.boto import raised_by_boto3

    response = build_response("DeleteVolume", "VolumeInUse")
    found: Any = raised_by_boto3(response).response
    for key in keys:
        if not isinstance(found, dict) or not isinstance(key, str) or key not in found:
            there = f"; the keys are {joined(list(found))}" if isinstance(found, dict) else ""
            yield Part(Mark.WRONG, f"There is no {shown(key)} there{there}.")
            return
        found = found[key]
        if isinstance(found, dict):
            yield Part(Mark.NOTE, f"`{key}` leads to {joined(list(found))}.")
    if found == response.code:
        yield Part(Mark.RIGHT, f"That leads to `{found}`.")
    elif found == response.exception:
        yield Part(Mark.WRONG, f"That leads to `{found}`, which is the exception.")
    else:
        yield Part(Mark.WRONG, "That does not lead to the error code yet.")


EXERCISES: Final = (
    Exercise(
        name="01-1",
        kind=OneName(
            "exception",
            lambda _: [build_response("ListLocalDisks", "GatewayNotConnected").exception or ""],
            lambda _, name: f"`{name}` is not in the body.",
        ),
        learned=lambda catalogue: (
            "It is the coarse name. By default it carries "
            f"{sum(c.carrier.text == catalogue.carriers[1] for c in catalogue.codes.values())} "
            "different error codes."
        ),
        mistakes=(
            Mistake(
                lambda _: "GatewayNotConnected",
                "That is the error code. The exception is what carries it.",
            ),
        ),
    ),
    Exercise(
        name="01-2",
        kind=Names(
            "exception",
            lambda catalogue: catalogue.carriers,
            lambda _, name: f"`{name}` comes alone.",
        ),
        learned=lambda catalogue: (
            f"The other {len(catalogue.general_exceptions)} come alone, from any operation."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: catalogue.general_exceptions,
                "Those are the exceptions that come without a code.",
            ),
        ),
    ),
    Exercise(
        name="01-3",
        kind=Names(
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
        learned=lambda catalogue: (
            f"Three because of their status, {_SERVER} or more. `ThrottlingException` because of "
            f"its name: its status is {catalogue.exceptions['ThrottlingException'].status}."
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
    Exercise(
        name="01-4",
        kind=Judged(
            list | tuple,
            'the keys as a list, such as `["Error", "Code"]`',
            _follow,
        ),
        learned=lambda _: (
            'So a handler reads `error.response["error"]["errorCode"]`, and not '
            '`error.response["Error"]["Code"]`.'
        ),
        mistakes=(
            Mistake(
                lambda _: ("Error", "Code"),
                "boto3 calls the exception `Code`, in every service.",
            ),
        ),
    ),
    Exercise(
        name="01-5",
        kind=Names(
            "error code",
            lambda catalogue: [name for name in catalogue.codes if name not in _known_to_boto3()],
            lambda _, name: f"the model has `{name}`.",
        ),
        learned=lambda _: "boto3 passes such codes on. It never checks whether it knows a code.",
        mistakes=(
            Mistake(
                lambda catalogue: [
                    name for name in _known_to_boto3() if name not in catalogue.codes
                ],
                "Those are in boto3's model and not on the page. Subtract the other way around.",
            ),
            Mistake(
                lambda _: ["SnapshotInProgress"],
                "That is its name in the model. What is its name on the page?",
            ),
        ),
    ),
    Exercise(
        name="01-6",
        kind=Program("read(body)", _bodies),
        learned=lambda catalogue: (
            f"It reads all {len(catalogue.pairs)} pairs and the "
            f"{len(catalogue.general_exceptions)} exceptions that come alone."
        ),
    ),
    Exercise(
        name="01-7",
        kind=Program("name_of(error)", _raised),
        learned=lambda _: "With that name a handler can decide what to do.",
    ),
)
