"""Exercises of lesson 05: what to catch, where to look, what to retry and what not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sgwlib.running import new_client
from sgwlib.simulation.faults import Fault
from sgwlib.tutorial import inherited
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds import (
    Case,
    Faded,
    Handler,
    Names,
    Parsons,
    Prediction,
    Program,
    Scene,
    Table,
    Trace,
)
from sgwlib.tutorial.kinds.handlers import all_of, backs_off, calls, raises, returns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.kinds import Attempt
    from sgwlib.tutorial.kinds.handlers import Say


_CODE_OF: Final = """\
def code_of(error):
    return error.response.get("error", {}).get("errorCode")
"""
_ARN: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-{}"
_ERRORS: Final = ("GatewayNotConnected", "InternalError", "ServiceUnavailable", "VolumeNotFound")
_LONGEST: Final = 20  # seconds, of a pause
_TRIES: Final = 5


def _model() -> Any:
    return new_client().meta.service_model


def _with_a_class(catalogue: Catalogue) -> list[str]:
    known = {shape.name for shape in _model().error_shapes}
    return [name for name in catalogue.exceptions if name in known]


def _with_a_token(catalogue: Catalogue) -> list[str]:
    model = _model()
    inputs = {name: model.operation_model(name).input_shape for name in catalogue.operations}
    return [name for name, shape in inputs.items() if shape and "ClientToken" in shape.members]


@cache
def _requests(_: Catalogue) -> dict[str, int]:
    """Count the requests of a client with default settings for each error."""
    import boto3

    from sgwlib import inject

    counted = {}
    for error in _ERRORS:
        client = boto3.client("storagegateway", region_name="us-east-1")
        with inject(client, "DeleteVolume", error, retry_waits=False) as plan:
            try:
                client.delete_volume(VolumeARN=_ARN.format(1))
            except client.exceptions.ClientError:
                counted[error] = plan.calls["DeleteVolume"]
    return counted


def _returns_false(attempt: Attempt) -> Iterator[Part]:
    """Expect False if the volume is not found; if the error is raised, say where the code is."""
    yield from returns(expected=False)(attempt)
    if isinstance(attempt.run.error, new_client().exceptions.ClientError):
        yield Part(
            Mark.NOTE,
            '`error.response["Error"]["Code"]` is the exception; the code is in '
            '`error.response["error"]["errorCode"]`.',
        )


def _deletions(_: Catalogue) -> Iterator[Scene]:
    arn = (_ARN.format(1),)
    once = calls("DeleteVolume", 1)
    yield Scene("All is well", (), all_of(returns(expected=True), once), arn)
    for error, say in {
        "VolumeNotFound": _returns_false,
        "VolumeInUse": raises("VolumeInUse"),
        "GatewayNotFound": raises("GatewayNotFound"),  # its message says "not found", too
        "InvalidClientTokenId": raises("InvalidClientTokenId"),
    }.items():
        fault = Fault("DeleteVolume", error)
        yield Scene(f"The answer is `{error}`", (fault,), all_of(say, once), arn)
    throttled = Fault("DeleteVolume", "ThrottlingException")
    said = all_of(raises("ThrottlingException"), calls("DeleteVolume", 3))
    yield Scene("`ThrottlingException` each time", (throttled,), said, arn)


def _pauses(_: Catalogue) -> Iterator[Case]:
    for attempt in range(8):
        yield Case(f"pause({attempt})", (attempt,), min(2**attempt, _LONGEST))


def _snapshots(_: Catalogue) -> Iterator[Scene]:
    from sgwlib import FaultPlan, inject

    def scene(name: str, *faults: Fault, end: Say, made: int, waited: int = 0) -> Scene:
        say = all_of(end, calls("CreateSnapshot", made), backs_off(waited))
        return Scene(name, faults, say, (_ARN.format(1),))

    client = new_client()
    with inject(client, FaultPlan()):
        answer = client.create_snapshot(VolumeARN=_ARN.format(1), SnapshotDescription="nightly")
    identity = returns(answer["SnapshotId"])
    yield scene("All is well", end=identity, made=1)
    twice = Fault("CreateSnapshot", "VolumeNotReady", times=2)
    yield scene("`VolumeNotReady` twice", twice, end=identity, made=3, waited=2)
    for name, error, made, waited in (
        ("`VolumeNotReady` forever", "VolumeNotReady", _TRIES, _TRIES - 1),
        ("`InvalidParameters`", "InvalidParameters", 1, 0),
        ("`ThrottlingException`, which boto3 retries by itself", "ThrottlingException", 3, 0),
    ):
        fault = Fault("CreateSnapshot", error)
        yield scene(name, fault, end=raises(error), made=made, waited=waited)


def _clean_ups(_: Catalogue) -> Iterator[Scene]:
    arns = [_ARN.format(number) for number in (1, 2, 3)]

    def scene(name: str, say: Say, *faults: Fault) -> Scene:
        return Scene(name, faults, say, (arns,))

    def second(outcome: str) -> Say:
        return returns(dict(zip(arns, ("deleted", outcome, "deleted"), strict=True)))

    def met(error: str, after: int = 1, times: int = 1) -> Fault:
        return Fault("DeleteVolume", error, after=after, times=times)

    yield scene("All is well", second("deleted"))
    yield scene("The second volume is already gone", second("gone"), met("VolumeNotFound"))
    yield scene("The second volume is in use", second("VolumeInUse"), met("VolumeInUse"))
    yield scene(
        "The second volume meets `GatewayInternalError`, which `InternalServerError` carries",
        second("GatewayInternalError"),
        met("GatewayInternalError", times=3),  # boto3 tries three times
    )
    yield scene(
        "A delete succeeds, but its answer is lost and boto3 retries it",
        all_of(second("gone"), calls("DeleteVolume", 4)),
        met("InternalError"),
        met("VolumeNotFound", after=2),
    )
    yield scene(
        "The access key is unknown",
        all_of(raises("InvalidClientTokenId"), calls("DeleteVolume", 1)),
        Fault("DeleteVolume", "InvalidClientTokenId"),
    )


EXERCISES: Final = (
    Exercise(
        name="05-1",
        kind=Names(
            "exception",
            _with_a_class,
            lambda _, name: f"there is no `client.exceptions.{name}`.",
        ),
        learned=lambda catalogue: (
            f"The other {len(catalogue.exceptions) - len(_with_a_class(catalogue))} are raised as "
            "a plain `ClientError`. Only the name tells them apart."
        ),
        mistakes=(
            Mistake(
                lambda _: [shape.name for shape in _model().error_shapes],
                "Those are the classes that boto3 has. One of them is not on the page.",
            ),
            Mistake(
                lambda catalogue: catalogue.general_exceptions,
                "Those come without an error code. Does boto3 have a class for them?",
            ),
        ),
    ),
    Exercise(
        name="05-2",
        kind=Handler("delete(client, arn)", _deletions),
        form=Parsons(
            distractors=(
                "except client.exceptions.VolumeNotFoundException as error:",
                'if error.response["Error"]["Code"] != "VolumeNotFound":',
                "return error",
            ),
            given=_CODE_OF,
        ),
        learned=lambda _: (
            "Catch what you mean and let everything else propagate. `raise` alone keeps the error."
        ),
    ),
    Exercise(
        name="05-3",
        kind=Table(_requests, of="error", to="number of requests"),
        learned=lambda catalogue: (
            "A retry would help most with a gateway that comes back, but boto3 doesn't: "
            f"{catalogue.codes['GatewayNotConnected'].carrier.text} has status "
            f"{catalogue.exceptions['InvalidGatewayRequestException'].status}."
        ),
        mistakes=(
            Mistake(
                lambda _: dict.fromkeys(_ERRORS, 3),
                "boto3 doesn't retry all of them. What is the status of each response?",
            ),
            Mistake(
                lambda catalogue: {error: made - 1 for error, made in _requests(catalogue).items()},
                "Those are the retries. Count the first request as well.",
            ),
        ),
    ),
    Exercise(
        name="05-4",
        kind=Program("pause(attempt)", _pauses),
        learned=lambda _: (
            "In production, multiply it by a random number, so that a hundred clients don't "
            "retry in the same second."
        ),
    ),
    Exercise(
        name="05-5",
        kind=Handler("snapshot(client, arn)", _snapshots),
        learned=lambda _: (
            "You didn't retry an error that boto3 already retries. Three times five requests would "
            "only add to the load."
        ),
    ),
    Exercise(
        name="05-6",
        kind=Names(
            "operation",
            _with_a_token,
            lambda _, name: f"the input of `{name}` has no such member.",
        ),
        learned=lambda catalogue: (
            f"Of {len(catalogue.operations)} operations, only this one can recognize a repeated "
            "request. For the others, first check what exists, for example with `ListVolumes`."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: [
                    name for name in catalogue.operations if name.startswith("Create")
                ],
                "They all create something. But only some can recognize a repeated request.",
            ),
            Mistake(
                lambda _: ["CreateTapes"],
                "It does take one, but it is an operation of today's API, not of the page.",
            ),
        ),
    ),
    Exercise(
        name="05-7",
        kind=Handler("clean_up(client, arns)", _clean_ups),
        form=Faded(blanks=("ClientError", "None", "raise", '"VolumeNotFound"'), given=_CODE_OF),
        learned=lambda _: (
            "An error with a code may concern one volume, its gateway or the service, so the next "
            "volume is worth a try. Most errors without a code would meet every call."
        ),
    ),
    Exercise(
        name="05-8",
        kind=Prediction("DeleteVolume", "InternalError", times=2, attempts=5),
        learned=lambda _: "A retry stops as soon as a request succeeds.",
        mistakes=(
            Mistake(lambda _: 5, "That is the most that it may send. Does it need all of them?"),
            Mistake(lambda _: 2, "Those are the ones that fail. What comes after them?"),
        ),
    ),
    Exercise(
        name="05-9",
        kind=Trace(
            inherited.cautious,
            "DeleteVolume",
            ("VolumeNotFound", "VolumeInUse", "InternalError", "InvalidClientTokenId"),
            (_ARN.format(1),),
        ),
        learned=lambda _: "The class decides first. The code only matters inside the clause.",
        mistakes=(
            Mistake(
                lambda _: dict.fromkeys(
                    ("VolumeNotFound", "VolumeInUse", "InternalError", "InvalidClientTokenId")
                ),
                "At least some of them have a class of their own.",
            ),
        ),
    ),
)
