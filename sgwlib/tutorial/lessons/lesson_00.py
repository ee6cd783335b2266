"""Exercises of lesson 00: the first look at the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.kinds import Case, Names, Number, OneName, Program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue


_MESSAGE = "The specified volume is not ready."
_ALONE = "UnsupportedOperationForGatewayType"


def _not_documented(catalogue: Catalogue, pair: str) -> str:
    if catalogue.documents(*pair.split(" with ")):
        return "the page lists this pair."
    return "the catalogue knows no report of this pair."


def _more_than_one(catalogue: Catalogue, operation: str) -> str:
    codes = catalogue.codes_of(operation)
    if _ALONE not in codes:
        return f"it is not documented to return `{_ALONE}` at all."
    return f"it is documented to return {len(codes)} error codes."


def _others(catalogue: Catalogue) -> Iterator[Case]:
    for operation, code in catalogue.pairs:
        names = [name for name in catalogue.operations_of(code) if name != operation]
        yield Case(f'others("{operation}", "{code}")', (operation, code), names)


EXERCISES: Final = (
    Exercise(
        name="00-1",
        kind=Number(lambda catalogue: len(catalogue.operations_of("VolumeNotFound"))),
        learned=lambda catalogue: (
            "Each of them takes the name of a volume: "
            f"{', '.join(catalogue.operations_of('VolumeNotFound'))}."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: len(catalogue.codes_of("DeleteVolume")),
                "That is the number of error codes that `DeleteVolume` can return. Turn it around.",
            ),
        ),
    ),
    Exercise(
        name="00-2",
        kind=OneName(
            "error code",
            lambda catalogue: [c.name for c in catalogue.codes.values() if c.message == _MESSAGE],
            lambda catalogue, code: f"its message reads “{catalogue.codes[code].message}”",
        ),
        learned=lambda catalogue: (
            f"What to do about it: {catalogue.codes['VolumeNotReady'].remedy.text}"
        ),
        mistakes=(
            Mistake(
                lambda _: "InvalidGatewayRequestException",
                "That is the exception, which carries the error code.",
            ),
        ),
    ),
    Exercise(
        name="00-3",
        kind=Names(
            "operation",
            lambda catalogue: [
                name for name in catalogue.operations if catalogue.codes_of(name) == (_ALONE,)
            ],
            _more_than_one,
        ),
        learned=lambda _: (
            "This is an oddity of the page: even `InternalError` is missing for these two. Expect "
            "more errors than the page lists."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: catalogue.operations_of(_ALONE),
                "Those are all the operations that can return it. Which return nothing else?",
            ),
        ),
    ),
    Exercise(
        name="00-4",
        kind=Names("pair", lambda catalogue: catalogue.undocumented_observed, _not_documented),
        learned=lambda catalogue: (
            "Where it was reported: "
            f"{catalogue.observed[catalogue.undocumented_observed[0]].source}"
        ),
        mistakes=(
            Mistake(
                lambda catalogue: list(catalogue.observed),
                "Those are all observed pairs. The page lists some of them.",
            ),
        ),
    ),
    Exercise(
        name="00-5",
        kind=Program("others(operation, code)", _others),
        learned=lambda catalogue: (
            f"It was right for each of the {len(catalogue.pairs)} documented pairs."
        ),
    ),
)
