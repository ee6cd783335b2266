"""Exercises of lesson 04: clauses, retries, polling, and jobs that lose nothing."""

from __future__ import annotations

import logging
import sys
from logging.handlers import BufferingHandler
from typing import TYPE_CHECKING, Any, Final

from sgwlib.response import build_response
from sgwlib.running import failure, new_client
from sgwlib.simulation.faults import Fault
from sgwlib.text import counted
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Note, Part, Right, Wrong, joined, not_right, shown
from sgwlib.tutorial.jobs import two_clauses
from sgwlib.tutorial.kinds import Faded, Parsons, Scene, Trace, Tried, World
from sgwlib.tutorial.kinds.programs import difference, got
from sgwlib.tutorial.kinds.scenes import (
    Attempt,
    add_volume,
    all_of,
    backs_off,
    bounded_client,
    calls,
    raises,
    returns,
    snapshot_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.kinds.scenes import Say


_ARN: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-{}"
_SHARES: Final = tuple(
    f"arn:aws:storagegateway:us-east-1:111122223333:share/share-{number}" for number in (1, 2, 3)
)
_TRACED: Final = (
    "VolumeInUse",
    "GatewayInternalError",
    "ThrottlingException",
    "InvalidClientTokenId",
)
_TRIES: Final = 5
_DEADLINE: Final = 600  # seconds until a poll gives up
_LEAST: Final = 1  # seconds between two polls
_LONGEST: Final = 60  # seconds by which a poll may come too late


# --- one call -------------------------------------------------------------------------------


def _returns_false(attempt: Attempt) -> Iterator[Part]:
    """Expect False if the volume is not found; if the error is raised, say where the code is."""
    yield from returns(expected=False)(attempt)
    if isinstance(attempt.run.error, new_client().exceptions.ClientError):
        yield Note(
            'Which field does it compare? `error.response["Error"]["Code"]` is the exception.'
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


def _snapshots(_: Catalogue) -> Iterator[Scene]:
    def scene(name: str, *faults: Fault, end: Say, made: int, waited: int = 0) -> Scene:
        say = all_of(end, calls("CreateSnapshot", made), backs_off(waited))
        return Scene(name, faults, say, (_ARN.format(1),))

    identity = returns(snapshot_id())
    yield scene("All is well", end=identity, made=1)
    twice = Fault("CreateSnapshot", "VolumeNotReady", times=2)
    yield scene("`VolumeNotReady` twice", twice, end=identity, made=3, waited=2)
    for name, error, made, waited in (
        ("`VolumeNotReady` forever", "VolumeNotReady", _TRIES, _TRIES - 1),
        ("`InvalidParameters`", "InvalidParameters", 1, 0),
        ("`ThrottlingException`, which boto3 retries on its own", "ThrottlingException", 3, 0),
    ):
        fault = Fault("CreateSnapshot", error)
        yield scene(name, fault, end=raises(error), made=made, waited=waited)


# --- polling --------------------------------------------------------------------------------


def _volume(*changes: Callable[[Any], object]) -> Callable[[Sandbox], Iterable[object]]:
    """Return how to build a gateway with a volume, which is then changed."""

    def prepare(sandbox: Sandbox) -> Iterable[object]:
        gateway, client = sandbox.gateway("cached"), bounded_client(sandbox)
        volume = add_volume(sandbox, gateway)
        for change in changes:
            change(gateway)
        return client, volume

    return prepare


def _polls(end: Say, lasts: int | None = None) -> Say:
    """Expect an end, about so many seconds of waiting, and a wait between two questions."""

    def say(attempt: Attempt) -> Iterator[Part]:
        asked = attempt.calls["DescribeCachediSCSIVolumes"]
        waited = [each for each in attempt.run.waits if each]  # a sleep of 0 s is no wait
        ended = [*end(attempt)]
        problems = not_right(ended)
        if len(waited) < asked - 1 or any(each < _LEAST for each in waited):
            text = f"it asked {counted(asked, 'time')}, and waited {counted(len(waited), 'time')}"
            problems.append(Wrong(f"{text}; expected {_LEAST} s or more between two."))
        total = sum(waited)
        if lasts is not None and abs(total - lasts) > _LONGEST:
            problems.append(Wrong(f"it waited {total:g} s in all, expected about {lasts} s."))
        yield from problems or ended

    return say


def _waits(_: Catalogue) -> Iterator[World]:
    done = returns(expected=True)
    yield World("The volume is available", _volume(), _polls(done, lasts=0))
    prepared = _volume(
        lambda gateway: gateway.fill_buffer(), lambda gateway: gateway.fill_buffer(0)
    )
    yield World("The volume is being prepared", prepared, _polls(done))
    full = _volume(lambda gateway: gateway.fill_buffer())
    late = _polls(raises("TimeoutError"), lasts=_DEADLINE)
    yield World("The upload buffer stays full", full, late)
    off = _volume(lambda gateway: gateway.power_off())
    yield World("The gateway is off", off, _polls(raises("GatewayNotConnected")))


# --- many calls -----------------------------------------------------------------------------


def _clean_ups(_: Catalogue) -> Iterator[Scene]:
    arns, others = ([_ARN.format(each) for each in numbers] for numbers in ((1, 2, 3), (4, 5, 6)))

    def scene(name: str, second: str, made: int, *faults: Fault) -> Scene:
        outcomes = dict(zip(arns, ("deleted", second, "deleted"), strict=True))
        say = all_of(returns(outcomes), calls("DeleteVolume", made))
        return Scene(name, faults, say, ([*arns],), only=arns[1])

    def met(error: str, times: int | None = None) -> Fault:
        return Fault("DeleteVolume", error, times=times)

    yield scene("All is well", "deleted", 3)
    yield scene("The second volume is already gone", "gone", 3, met("VolumeNotFound"))
    yield scene("The second volume is in use", "VolumeInUse", 3, met("VolumeInUse"))
    yield scene(
        "The second volume meets `GatewayInternalError`, which `InternalServerError` carries",
        *("GatewayInternalError", 5),  # boto3 tries three times
        met("GatewayInternalError"),
    )
    yield scene(
        "A delete succeeds, but its answer is lost and boto3 retries it",
        *("gone", 4),
        *(met("InternalError", times=1), met("VolumeNotFound")),
    )
    throttled = met("ThrottlingException")
    yield scene("The second volume is throttled", "ThrottlingException", 5, throttled)
    unknown = "InvalidClientTokenId"
    say = all_of(returns(dict.fromkeys(others, unknown)), calls("DeleteVolume", 3))
    yield Scene("The access key is unknown", (met(unknown),), say, (others,))


def _refreshing(name: str, error: str = "", failing: Collection[str] = ()) -> World:
    """Return a world in which some shares meet an error, which belongs in the log."""
    log = logging.Logger("refresh")  # noqa: LOG001 - one that the learner's settings don't reach
    kept = BufferingHandler(sys.maxsize)
    kept.setLevel(logging.ERROR)
    log.addHandler(kept)
    requests: dict[str, str] = {}  # the request id of each share that failed

    def decide(operation: str, body: bytes) -> tuple[ErrorResponse, float] | None:
        share = next((each for each in failing if each.encode() in body), None)
        if share is None or operation != "RefreshCache":
            return None
        answer = build_response(operation, error, undocumented=True)
        requests[share] = str(answer.request_id)
        return answer, 0.0

    def prepare(sandbox: Sandbox) -> Iterable[object]:
        from sgwlib.simulation.hooks import Layer, attach  # need botocore

        client = sandbox.client()
        attach(client, Layer(decide, retry_waits=False))
        return client, [*_SHARES], log

    def say(attempt: Attempt) -> Iterator[Part]:
        if attempt.run.error is not None:
            yield Wrong(f"{failure(attempt.run)}. The results so far are lost.")
            return
        value, lines = attempt.run.value, [each.getMessage() for each in kept.buffer]
        started = {share: "NotificationId" for share in _SHARES if share not in failing}
        if value != started:
            ids = f"a dictionary with the notification ids of {counted(len(started), 'share')}"
            yield Wrong(difference(value, started) or got(value, ids))
        if wrong := _wrong_log(lines, error, failing, requests):
            yield Wrong(wrong)
        elif value == started:
            names = f"; the log has {joined([error] * len(failing))}" if failing else ""
            yield Right(f"{counted(len(started), 'share')} refreshed{names}.")

    return World(name, prepare, say)


def _wrong_log(
    lines: list[str], error: str, failing: Collection[str], requests: Mapping[str, str]
) -> str:
    """Return what is wrong about the lines of a log; empty if each share that failed has one."""
    if len(lines) != len(failing):
        return f"{counted(len(lines), 'line')} of level ERROR in the log, expected {len(failing)}."
    for share in failing:
        request = requests.get(share, "no request")
        wanted = {"ARN": share, "name of the error": error, "request id": request}
        lacks = [[what for what in wanted if wanted[what] not in line] for line in lines]
        if least := min(lacks, key=len):
            return f"{shown(lines[lacks.index(least)])} lacks the {' and the '.join(least)}."
    return ""


def _refreshes(_: Catalogue) -> Iterator[World]:
    carrier, busy = "InvalidGatewayRequestException", "GatewayProxyNetworkConnectionBusy"
    second, meets = _SHARES[1:2], "The second share meets"
    yield _refreshing("All is well")
    yield _refreshing(f"{meets} an exception without a code", carrier, second)
    yield _refreshing(f"{meets} `{busy}`", busy, second)
    yield _refreshing("The second share is throttled", "ThrottlingException", second)
    yield _refreshing("The access key is unknown", "InvalidClientTokenId", _SHARES)


EXERCISES: Final = (
    Exercise(
        "04-1",
        Trace(two_clauses, "DeleteVolume", _TRACED, (_ARN.format(1),)),
        mistakes=(
            Mistake(
                lambda _: dict.fromkeys(_TRACED),
                "Some of them do have a class. What does boto3 raise for `VolumeInUse`?",
            ),
            Mistake(
                lambda _: {"VolumeInUse": 4, "GatewayInternalError": 6, "ThrottlingException": 6},
                "One error is missing.",
            ),
        ),
    ),
    Exercise(
        "04-2",
        Tried("delete(client, arn)", _deletions),
        form=Parsons(
            distractors=(
                "except client.exceptions.VolumeNotFound as error:",
                'code = error.response["Error"]["Code"]',
                'if "not found" not in str(error):',
            )
        ),
    ),
    Exercise(
        "04-3",
        Tried("snapshot(client, arn)", _snapshots),
        form=Faded(
            blanks=('"VolumeNotReady"', "raise", "random.uniform(0, 2**attempt)"),
            given="import random\nimport time",
        ),
    ),
    Exercise("04-4", Tried("wait_until_available(client, arn)", _waits)),
    Exercise("04-5", Tried("clean_up(client, arns)", _clean_ups)),
    Exercise("04-6", Tried("refresh_all(client, shares, log)", _refreshes)),
)
