"""Exercises of lesson 04: simulated responses, clients that meet them, and fault plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.response import ErrorResponse
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds import Judged, Number, Plan, Planned, Planner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue, Pair


def _is(pair: Callable[[Catalogue], tuple[str, str]]) -> Judged:
    """Judge a response by its operation and its error code."""

    def say(response: ErrorResponse, catalogue: Catalogue) -> Iterable[Part]:
        found_names = {"operation": response.operation, "error code": response.code}
        for (what, found), expected in zip(found_names.items(), pair(catalogue), strict=True):
            mark = Mark.RIGHT if found == expected else Mark.WRONG
            yield Part(mark, f"Its {what} is `{found}`.")

    expected = "a simulated response: what `sgwlib.simulate(...)` returns"
    return Judged(ErrorResponse, expected, say)


def _seen_undocumented(catalogue: Catalogue) -> Pair:
    return catalogue.undocumented_observed[0]


def _calls_made(_: Catalogue) -> int:
    """Return the number of calls of a real client that meets two faults."""
    from sgwlib import inject
    from sgwlib.running import new_client

    plan = FaultPlan([Fault("ListGateways", "InternalError", times=2)])
    client = new_client()
    with inject(client, plan, retry_waits=False):
        client.list_gateways()
    return plan.calls["ListGateways"]


def _each_once(catalogue: Catalogue) -> Iterator[Planned]:
    for operation in catalogue.operations:
        codes = catalogue.codes_of(operation)
        calls = (*((operation, code) for code in codes), (operation, None))
        yield Planned(f'each_once("{operation}")', (operation,), calls)


EXERCISES: Final = (
    Exercise(
        name="04-1",
        kind=_is(lambda _: ("CreateSnapshot", "VolumeNotReady")),
        learned=lambda catalogue: (
            f"Cause: {catalogue.codes['VolumeNotReady'].cause.text} You can see the error without "
            "any of that."
        ),
        mistakes=(
            Mistake(
                lambda _: ("CreateSnapshot", "VolumeNotReady"),
                "That is the pair. `sgwlib.simulate` returns its response.",
            ),
            Mistake(
                lambda _: "VolumeNotReady",
                "That is the error code. `sgwlib.simulate` returns a response with it.",
            ),
        ),
    ),
    Exercise(
        name="04-2",
        kind=_is(_seen_undocumented),
        learned=lambda catalogue: (
            "The body has the page's message. The live one read "
            f"“{catalogue.observed[_seen_undocumented(catalogue)].message}”: so compare codes, "
            "not messages."
        ),
        mistakes=(
            Mistake(_seen_undocumented, "That is the right pair. Now simulate its response."),
            Mistake(
                lambda catalogue: list(catalogue.undocumented_observed),
                "That is the right pair, in a list. Now simulate its response.",
            ),
        ),
    ),
    Exercise(
        name="04-3",
        kind=Number(_calls_made),
        learned=lambda catalogue: (
            f"Your one call became {_calls_made(catalogue)}: two met the error, and "
            "the client retried each time."
        ),
        mistakes=(
            Mistake(lambda _: 1, "That is the number of your calls. The client retried."),
            Mistake(lambda _: 2, "That is the number of calls that met the error."),
        ),
    ),
    Exercise(
        name="04-4",
        kind=Plan(
            lambda _: [
                ("DeleteVolume", "VolumeInUse"),
                ("ListVolumes", None),
                ("DeleteVolume", "VolumeInUse"),
                ("DeleteVolume", None),
                ("DeleteVolume", None),
            ]
        ),
        learned=lambda _: "A call that no fault answers succeeds, as `ListVolumes` did.",
    ),
    Exercise(
        name="04-5",
        kind=Plan(
            lambda _: [
                ("CreateSnapshot", None),
                ("CreateSnapshot", "VolumeNotReady"),
                ("CreateSnapshot", "ThrottlingException"),
                ("CreateSnapshot", None),
            ]
        ),
        learned=lambda _: "`after` is a place in the sequence of calls, whatever stands before it.",
    ),
    Exercise(
        name="04-6",
        kind=Plan(
            lambda _: [
                ("DescribeGatewayInformation", "GatewayNotConnected"),
                ("ListGateways", None),
                ("ListVolumes", "GatewayNotConnected"),
                ("CreateSnapshot", "GatewayNotConnected"),
                ("CreateSnapshot", "VolumeNotReady"),
                ("CreateSnapshot", None),
                ("DeleteVolume", None),
            ]
        ),
        learned=lambda catalogue: (
            "`ListGateways` succeeded: it is not one of the "
            f"{len(catalogue.operations_of('GatewayNotConnected'))} operations that are documented "
            "to return `GatewayNotConnected`."
        ),
    ),
    Exercise(
        name="04-7",
        kind=Planner("each_once(operation)", _each_once),
        learned=lambda catalogue: (
            f"The check asked it for all {len(catalogue.operations)} operations, and met all "
            f"{len(catalogue.pairs)} documented pairs."
        ),
    ),
)
