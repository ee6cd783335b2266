"""Handling errors in boto3: what to catch, where to look, what to repeat, and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.simulation.faults import Fault
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds import Case, Handler, Names, Program, Scene, Table
from sgwlib.tutorial.kinds.expecting import all_of, calls, raises, returns, waits
from sgwlib.tutorial.kinds.handlers import new_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.kinds import Attempt

__all__ = ["EXERCISES"]

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


def _requests(_: Catalogue) -> dict[str, int]:
    """Count the requests of a client as the learner's is, error by error."""
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
    """Expect False where the volume is not found; say where the code stands if it is raised."""
    yield from returns(expected=False)(attempt)
    if isinstance(attempt.run.error, new_client().exceptions.ClientError):
        yield Part(
            Mark.NOTE,
            'in `error.response["Error"]["Code"]` stands the exception; the code is in '
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
    yield Scene("`ThrottlingException`, again and again", (throttled,), said, arn)


def _pauses(_: Catalogue) -> Iterator[Case]:
    for attempt in range(8):
        yield Case(f"pause({attempt})", (attempt,), min(2**attempt, _LONGEST))


def _snapshots(_: Catalogue) -> Iterator[Scene]:
    def met(error: str, times: int | None = None) -> tuple[Fault, ...]:
        return (Fault("CreateSnapshot", error, times=times),)

    def made(count: int) -> Any:
        return calls("CreateSnapshot", count)

    arn = (_ARN.format(1),)
    identity = returns(_snapshot_id())
    yield Scene("All is well", (), all_of(identity, made(1), waits(0)), arn)
    yield Scene(
        "`VolumeNotReady` twice",
        met("VolumeNotReady", 2),
        all_of(identity, made(3), waits(2)),
        arn,
    )
    yield Scene(
        "`VolumeNotReady` for ever",
        met("VolumeNotReady"),
        all_of(raises("VolumeNotReady"), made(_TRIES), waits(_TRIES - 1)),
        arn,
    )
    yield Scene(
        "`InvalidParameters`",
        met("InvalidParameters"),
        all_of(raises("InvalidParameters"), made(1), waits(0)),
        arn,
    )
    yield Scene(
        "`ThrottlingException`, which boto3 repeats by itself",
        met("ThrottlingException"),
        all_of(raises("ThrottlingException"), made(3), waits(0)),
        arn,
    )


def _snapshot_id() -> object:
    """Return what a snapshot is called that succeeds."""
    from sgwlib import FaultPlan, inject

    client = new_client()
    with inject(client, FaultPlan()):
        made = client.create_snapshot(VolumeARN=_ARN.format(1), SnapshotDescription="nightly")
    return made["SnapshotId"]


def _clean_ups(_: Catalogue) -> Iterator[Scene]:
    one, two, three = arns = [_ARN.format(number) for number in (1, 2, 3)]
    done = dict.fromkeys(arns, "deleted")
    given = (arns,)

    def second(error: str, times: int = 1) -> Fault:
        return Fault("DeleteVolume", error, after=1, times=times)

    yield Scene("All is well", (), returns(done), given)
    yield Scene(
        "The second volume is gone already",
        (second("VolumeNotFound"),),
        returns({one: "deleted", two: "gone", three: "deleted"}),
        given,
    )
    yield Scene(
        "The second volume is in use",
        (second("VolumeInUse"),),
        returns({one: "deleted", two: "VolumeInUse", three: "deleted"}),
        given,
    )
    yield Scene(
        "The second volume meets `GatewayInternalError`, which `InternalServerError` carries",
        (second("GatewayInternalError", 3),),  # boto3 tries three times
        returns({one: "deleted", two: "GatewayInternalError", three: "deleted"}),
        given,
    )
    yield Scene(
        "A deletion works, but its answer is lost, and boto3 repeats it",
        (second("InternalError"), Fault("DeleteVolume", "VolumeNotFound", after=2, times=1)),
        all_of(returns({one: "deleted", two: "gone", three: "deleted"}), calls("DeleteVolume", 4)),
        given,
    )
    yield Scene(
        "The key is not known",
        (Fault("DeleteVolume", "InvalidClientTokenId"),),
        all_of(raises("InvalidClientTokenId"), calls("DeleteVolume", 1)),
        given,
    )


EXERCISES: Final = (
    Exercise(
        name="05-1",
        question="Which exceptions of the page can be caught by a class of their own?",
        kind=Names(
            "exception",
            _with_a_class,
            lambda _, name: f"`client.exceptions.{name}` is not there.",
        ),
        hints=(
            "The error above lists all classes. One of them is not on the page.",
            "`hasattr(gateway.exceptions, name)` says whether there is a class of a name.",
            "`[n for n in catalogue.exceptions if hasattr(gateway.exceptions, n)]` finds them.",
        ),
        learned=lambda catalogue: (
            f"The other {len(catalogue.exceptions) - len(_with_a_class(catalogue))} are raised as "
            "a plain `ClientError`, and told by their name."
        ),
        mistakes=(
            Mistake(
                lambda _: [shape.name for shape in _model().error_shapes],
                "Those are the classes that boto3 has. One of them is not on the page.",
            ),
            Mistake(
                lambda catalogue: catalogue.general_exceptions,
                "Those come without an error code. Has boto3 a class for them?",
            ),
        ),
    ),
    Exercise(
        name="05-2",
        question=(
            "Write `delete(client, arn)`, which deletes the volume and returns True; it returns "
            "False if the volume is not found, and raises every other error."
        ),
        kind=Handler("delete(client, arn)", _deletions),
        hints=(
            "Put the call into `try`, and catch the one class that carries the code.",
            "In the `except`, look at the code. If it is not the one you mean: `raise`, alone.",
            'The code is `error.response["error"]["errorCode"]`; compare it with "VolumeNotFound".',
        ),
        learned=lambda _: (
            "Catch what you mean, and let all else go on. `raise` alone keeps the error as it was."
        ),
    ),
    Exercise(
        name="05-3",
        question=(
            "How many requests does a boto3 client without settings send in all, if `DeleteVolume` "
            "is always answered with `GatewayNotConnected`, `InternalError`, `ServiceUnavailable` "
            "or `VolumeNotFound`?"
        ),
        kind=Table(_requests, of="error", to="number of requests"),
        hints=(
            "What decides is the status of the response, and it follows from the exception.",
            "`sgwlib.simulate(...).status_code` tells it; from 500 on, boto3 tries again.",
            "Use `requests`, from the cell above: `{error: requests(error) for error in errors}`.",
        ),
        learned=lambda catalogue: (
            "What a retry would help most, a gateway that comes back, is not retried: "
            f"{catalogue.codes['GatewayNotConnected'].carrier.text} has status "
            f"{catalogue.exceptions['InvalidGatewayRequestException'].status}."
        ),
        mistakes=(
            Mistake(
                lambda _: dict.fromkeys(_ERRORS, 3),
                "Not each of them is sent again. What is the status of each response?",
            ),
            Mistake(
                lambda catalogue: {error: made - 1 for error, made in _requests(catalogue).items()},
                "Those are the retries. The first request counts, too.",
            ),
        ),
    ),
    Exercise(
        name="05-4",
        question=(
            "Write `pause(attempt)`, which returns the seconds to wait after the attempt: 1 after "
            "attempt 0, then twice as many each time, but never more than 20."
        ),
        kind=Program("pause(attempt)", _pauses),
        hints=(
            "Twice as many each time is a power: `2**attempt`.",
            "Of two numbers, `min` takes the smaller one.",
            "Put together: `return min(2**attempt, 20)`.",
        ),
        learned=lambda _: (
            "In production, multiply it with a random number, so that a hundred clients do not "
            "come back in the same second."
        ),
    ),
    Exercise(
        name="05-5",
        question=(
            "Write `snapshot(client, arn)`, which creates a snapshot and returns its id; while the "
            "volume is not ready it waits and tries again, longer each time, five calls in all; "
            "then, and after any other error, it raises."
        ),
        kind=Handler("snapshot(client, arn)", _snapshots),
        hints=(
            "In a loop, count the attempts: return if the call works, or else wait.",
            "Raise if the code is another one, or if it was the last attempt: then wait no more.",
            'The test: `if code != "VolumeNotReady" or attempt == 4: raise`; then `time.sleep`.',
        ),
        learned=lambda _: (
            "An error that boto3 repeats by itself you did not repeat: three times five requests "
            "would only have added to the load."
        ),
    ),
    Exercise(
        name="05-6",
        question="Which operations of the page take a client token?",
        kind=Names(
            "operation",
            _with_a_token,
            lambda _, name: f"the input of `{name}` has no such member.",
        ),
        hints=(
            "Ask boto3's model about each operation of the catalogue, as the cell above does.",
            "The members of its input: `model.operation_model(name).input_shape.members`.",
            '`[n for n in catalogue.operations if "ClientToken" in members(n)]` finds them.',
        ),
        learned=lambda catalogue: (
            f"Of {len(catalogue.operations)} operations, only this one can be told that a request "
            "is the same again. With the others, look first what is there: `ListVolumes` tells."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: [
                    name for name in catalogue.operations if name.startswith("Create")
                ],
                "They all create something. But only some can be told that it is the same again.",
            ),
            Mistake(
                lambda _: ["CreateTapes"],
                "It does take one, but it is an operation of today, and not of the page.",
            ),
        ),
    ),
    Exercise(
        name="05-7",
        question=(
            "Write `clean_up(client, arns)`, which deletes every volume and returns a dictionary: "
            'for each ARN "deleted", "gone" if it was not found, or else the error code; an error '
            "without a code is raised."
        ),
        kind=Handler("clean_up(client, arns)", _clean_ups),
        hints=(
            "One `try` for each volume, within the loop: then one that fails stops no other.",
            "Catch `client.exceptions.ClientError`, for both carriers. Then find the code.",
            'Without a code, `error.response.get("error")` is None: then `raise`.',
        ),
        learned=lambda _: (
            "An error with a code is about one volume, so the next one gets its turn. One without "
            "a code is about you, and would meet every call."
        ),
    ),
)
