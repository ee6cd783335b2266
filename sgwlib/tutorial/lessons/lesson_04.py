"""Exercises of lesson 04: clauses, retries, polling, and jobs that lose nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from sgwlib.running import failure, new_client
from sgwlib.simulation.faults import Fault
from sgwlib.text import counted
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part, joined, shown
from sgwlib.tutorial.jobs import two_clauses
from sgwlib.tutorial.kinds import Faded, Handler, Outcome, Parsons, Scene, Setting, Trace, World
from sgwlib.tutorial.kinds.handlers import (
    Attempt,
    all_of,
    backs_off,
    calls,
    raises,
    returns,
    snapshot_id,
)
from sgwlib.tutorial.kinds.programs import got
from sgwlib.tutorial.kinds.worlds import bounded_client, new_volume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.kinds.handlers import Say


_ARN: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-{}"
_SHARE: Final = "arn:aws:storagegateway:us-east-1:111122223333:share/share-{}"
_TRACED: Final = (
    "VolumeInUse",
    "GatewayInternalError",
    "ThrottlingException",
    "InvalidClientTokenId",
)
_TRIES: Final = 5
_DEADLINE: Final = 600  # seconds until a poll gives up
_LEAST: Final = 1  # seconds between two polls
_LONGEST: Final = 60  # seconds by which a poll may miss the deadline


# --- one call -------------------------------------------------------------------------------


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


def _snapshots(_: Catalogue) -> Iterator[Scene]:
    def scene(name: str, *faults: Fault, end: Say, made: int, waited: int = 0) -> Scene:
        say = all_of(end, calls("CreateSnapshot", made), backs_off(waited, jitter=True))
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
        volume = new_volume(client, gateway)
        for change in changes:
            change(gateway)
        return client, volume

    return prepare


def _polls(end: Say, *, to_the_deadline: bool = False) -> Callable[[Outcome], Iterator[Part]]:
    """Expect an end, a wait between two questions, and no end of patience too early or too late."""

    def say(outcome: Outcome) -> Iterator[Part]:
        asked, waited = outcome.calls("DescribeCachediSCSIVolumes"), outcome.run.waits
        ended = list(end(Attempt(outcome.run, {})))
        problems = [part for part in ended if part.mark is not Mark.RIGHT]
        if len(waited) < asked - 1 or any(each < _LEAST for each in waited):
            text = f"it asked {counted(asked, 'time')}, and waited {counted(len(waited), 'time')}"
            problems.append(Part(Mark.WRONG, f"{text}; expected {_LEAST} s or more between two."))
        total = sum(waited)
        if to_the_deadline and abs(total - _DEADLINE) > _LONGEST:
            text = f"it gave up after {total:g} s, expected about {_DEADLINE} s."
            problems.append(Part(Mark.WRONG, text))
        yield from problems or ended

    return say


def _waits(_: Catalogue) -> Iterator[Setting]:
    done = returns(expected=True)
    yield Setting("The volume is available", _volume(), _polls(done))
    prepared = _volume(
        lambda gateway: gateway.fill_buffer(), lambda gateway: gateway.fill_buffer(0)
    )
    yield Setting("The volume is being prepared", prepared, _polls(done))
    full = _volume(lambda gateway: gateway.fill_buffer())
    late = _polls(raises("TimeoutError"), to_the_deadline=True)
    yield Setting("The upload buffer stays full", full, late)
    off = _volume(lambda gateway: gateway.power_off())
    yield Setting("The gateway is off", off, _polls(raises("GatewayNotConnected")))


# --- many calls -----------------------------------------------------------------------------


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
        "The second volume is throttled, after the first was deleted",
        second("ThrottlingException"),
        met("ThrottlingException", times=3),
    )
    yield scene(
        "The access key is unknown",
        returns(dict.fromkeys(arns, "InvalidClientTokenId")),
        Fault("DeleteVolume", "InvalidClientTokenId"),
    )


class _Lines(logging.Handler):
    """Keeps the lines of a log, and the request ids of the calls that failed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.failed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.lines.append(record.getMessage())

    def after_call(self, parsed: dict[str, Any], **_: object) -> None:
        """Keep the request id of a failed call, as botocore's event gives it."""
        if "Error" in parsed:
            self.failed.append(parsed["ResponseMetadata"]["RequestId"])


def _shares(*faults: Fault) -> Callable[[Sandbox], Iterable[object]]:
    """Return how to build a client that meets faults, three shares and a logger."""

    def prepare(sandbox: Sandbox) -> Iterable[object]:
        client, lines = sandbox.client(plan=faults), _Lines()
        log = logging.Logger("refresh")  # noqa: LOG001 - one that the learner's settings don't reach
        log.addHandler(lines)
        client.meta.events.register("after-call.storage-gateway.RefreshCache", lines.after_call)
        return client, [_SHARE.format(number) for number in (1, 2, 3)], log

    return prepare


def _refreshed(failed: dict[int, str]) -> Callable[[Outcome], Iterator[Part]]:
    """Expect the notification ids of the shares that worked, and a line for each other one."""

    def say(outcome: Outcome) -> Iterator[Part]:
        if outcome.run.error is not None:
            yield Part(Mark.WRONG, f"{failure(outcome.run)}. The results so far are lost.")
            return
        _, _, log = outcome.arguments
        recorded: _Lines = log.handlers[0]  # type: ignore[attr-defined]
        value = outcome.run.value
        started = {_SHARE.format(n): "NotificationId" for n in (1, 2, 3) if n not in failed}
        if value != started:
            ids = f"the notification ids of {counted(len(started), 'share')}"
            yield Part(Mark.WRONG, got(value, ids))
        if len(recorded.lines) != len(failed):
            text = f"{counted(len(recorded.lines), 'line')} in the log, expected {len(failed)}."
            yield Part(Mark.WRONG, text)
            return
        for (number, name), request, line in zip(
            failed.items(), recorded.failed, recorded.lines, strict=True
        ):
            arn = _SHARE.format(number)
            wanted = {"ARN": arn, "name of the error": name, "request id": request}
            missing = [what for what, text in wanted.items() if text not in line]
            if missing:
                yield Part(Mark.WRONG, f"{shown(line)} lacks the {' and the '.join(missing)}.")
                return
        if value == started:
            names = f"; the log has {joined(list(failed.values()))}" if failed else ""
            yield Part(Mark.RIGHT, f"{counted(len(started), 'share')} refreshed{names}.")

    return say


def _refreshes(_: Catalogue) -> Iterator[Setting]:
    def met(error: str, times: int = 1, **more: Any) -> Fault:
        return Fault("RefreshCache", error, after=1, times=times, **more)

    carrier, busy = "InvalidGatewayRequestException", "GatewayProxyNetworkConnectionBusy"
    key, throttled = "InvalidClientTokenId", "ThrottlingException"
    unknown = Fault("RefreshCache", key)
    for name, faults, failed in (
        ("All is well", (), {}),
        ("The second share meets an exception without a code", (met(carrier),), {2: carrier}),
        (f"The second share meets `{busy}`", (met(busy, undocumented=True),), {2: busy}),
        # boto3 tries three times
        ("The second share is throttled", (met(throttled, times=3),), {2: throttled}),
        ("The access key is unknown", (unknown,), dict.fromkeys((1, 2, 3), key)),
    ):
        yield Setting(name, _shares(*faults), _refreshed(failed))


EXERCISES: Final = (
    Exercise(
        name="04-1",
        kind=Trace(two_clauses, "DeleteVolume", _TRACED, (_ARN.format(1),)),
        learned=lambda catalogue: (
            f"{len(catalogue.exceptions) - len(catalogue.carriers)} of the "
            f"{len(catalogue.exceptions)} exceptions have no class of their own. Only "
            "`ClientError` catches them."
        ),
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
        name="04-2",
        kind=Handler("delete(client, arn)", _deletions),
        form=Parsons(
            distractors=(
                "except client.exceptions.VolumeNotFound as error:",
                'code = error.response["Error"]["Code"]',
                'if "not found" not in str(error):',
            )
        ),
        learned=lambda _: (
            "The code decides, and not the message: “The specified gateway was not found.” says "
            "“not found”, too."
        ),
    ),
    Exercise(
        name="04-3",
        kind=Handler("snapshot(client, arn)", _snapshots),
        form=Faded(
            blanks=('"VolumeNotReady"', "raise", "random.uniform(0, 2**attempt)"),
            given="import random\nimport time",
        ),
        learned=lambda _: (
            "You didn't retry an error that boto3 already retries. Three times five requests would "
            "only add to the load."
        ),
    ),
    Exercise(
        name="04-4",
        kind=World("wait_until_available(client, arn)", _waits),
        learned=lambda _: (
            "`time.monotonic` never jumps, even if somebody sets the clock. A number of attempts "
            "is a limit, too, but a deadline says what you mean."
        ),
    ),
    Exercise(
        name="04-5",
        kind=Handler("clean_up(client, arns)", _clean_ups),
        learned=lambda _: (
            "Even after `ThrottlingException` the caller knows what was deleted. Whether to "
            "stop the job is for the caller to decide."
        ),
    ),
    Exercise(
        name="04-6",
        kind=World("refresh_all(client, shares, log)", _refreshes),
        learned=lambda _: (
            "The handler works although no list of codes exists. It never assumes that there is "
            "a code."
        ),
    ),
)
