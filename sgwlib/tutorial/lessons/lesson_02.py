"""Exercises of lesson 02: the catalogue as objects, as a table, filtered, in the explorer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sgwlib.catalogue import Evidence
from sgwlib.filters import Filter
from sgwlib.text import counted
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.kinds import Case, Names, Number, OneName, Program, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue


_CLIENT, _SERVER = 400, 500  # the two statuses with which codes come by default


def _only_deleting(catalogue: Catalogue) -> set[str]:
    return set(catalogue.codes_of("DeleteVolume")) - set(catalogue.codes_of("CreateSnapshot"))


def _why_not_only_deleting(catalogue: Catalogue, code: str) -> str:
    if not catalogue.documents("DeleteVolume", code):
        return "`DeleteVolume` is not documented to return it."
    return "`CreateSnapshot` can return it, too."


def _pairs_by_kind(catalogue: Catalogue) -> dict[str, int]:
    return Counter(catalogue.operations[pair.operation].kind for pair in catalogue.pairs)


def _how_many_codes(catalogue: Catalogue, operation: str) -> str:
    return f"it can return {counted(len(catalogue.codes_of(operation)), 'error code')}."


def _most_codes(catalogue: Catalogue) -> list[str]:
    return [max(catalogue.operations, key=lambda name: len(catalogue.codes_of(name)))]


def _own_codes(catalogue: Catalogue) -> list[str]:
    return [code for code in catalogue.codes if len(catalogue.operations_of(code)) == 1]


def _with_own_codes(catalogue: Catalogue) -> list[str]:
    return list(dict.fromkeys(catalogue.operations_of(code)[0] for code in _own_codes(catalogue)))


def _first_aid(catalogue: Catalogue) -> Iterator[Case]:
    for operation in catalogue.operations:
        codes = [catalogue.codes[name] for name in catalogue.codes_of(operation)]
        expected = {
            code.name: code.remedy.text
            for code in codes
            if catalogue.exceptions[code.carrier.text].status == _CLIENT
        }
        yield Case(f'first_aid("{operation}")', (operation,), expected)


EXERCISES: Final = (
    Exercise(
        name="02-1",
        kind=Names("error code", _only_deleting, _why_not_only_deleting),
        learned=lambda catalogue: (
            "Your second handler has to add these. The other "
            f"{len(catalogue.codes_of('DeleteVolume')) - len(_only_deleting(catalogue))} are equal."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: catalogue.codes_of("DeleteVolume"),
                "Those are all codes of `DeleteVolume`. `CreateSnapshot` can return some of them.",
            ),
            Mistake(
                lambda catalogue: (
                    set(catalogue.codes_of("CreateSnapshot"))
                    - set(catalogue.codes_of("DeleteVolume"))
                ),
                "Subtract the other way around.",
            ),
        ),
    ),
    Exercise(
        name="02-2",
        kind=Names(
            "error code",
            lambda catalogue: [
                code.name
                for code in catalogue.codes.values()
                if code.cause.evidence is Evidence.OBSERVED
            ],
            lambda catalogue, code: f"its cause is {catalogue.codes[code].cause.evidence}.",
        ),
        learned=lambda catalogue: (
            "For the others, the cause is documented by AWS or inferred from the wording. "
            f"All {len(catalogue.codes)} have one."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: [
                    code.name
                    for code in catalogue.codes.values()
                    if code.carrier.evidence is Evidence.OBSERVED
                ],
                "Those are the codes with an observed *carrier*. The cause has its own evidence.",
            ),
            Mistake(
                lambda catalogue: {pair.code for pair in catalogue.observed},
                "Those are in observed pairs. Look at the causes instead.",
            ),
        ),
    ),
    Exercise(
        name="02-3",
        kind=Table(_pairs_by_kind, "kind", "number of pairs"),
        learned=lambda _: "Reading fails in many ways, too. It needs handlers just as much.",
        mistakes=(
            Mistake(
                lambda catalogue: Counter(each.kind for each in catalogue.operations.values()),
                "That counts operations. Each operation has several pairs.",
            ),
        ),
    ),
    Exercise(
        name="02-4",
        kind=OneName("operation", _most_codes, _how_many_codes),
        learned=lambda catalogue: (
            f"`{_most_codes(catalogue)[0]}`: "
            f"{_how_many_codes(catalogue, _most_codes(catalogue)[0])}"
        ),
        mistakes=(
            Mistake(
                lambda catalogue: max(
                    catalogue.codes, key=lambda code: len(catalogue.operations_of(code))
                ),
                "That is the code that most operations can return. Turn it around.",
            ),
        ),
    ),
    Exercise(
        name="02-5",
        kind=Number(
            lambda catalogue: len(Filter(resource="volume", outcome=str(_SERVER)).pairs(catalogue))
        ),
        learned=lambda catalogue: (
            f"Of {len(Filter(resource='volume').pairs(catalogue))} pairs on volumes, boto3 retries "
            "only these by itself."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: len(Filter(outcome=str(_SERVER)).pairs(catalogue)),
                "That counts all resources.",
            ),
            Mistake(
                lambda catalogue: len(Filter(resource="volume").pairs(catalogue)),
                "That counts every status.",
            ),
        ),
    ),
    Exercise(
        name="02-6",
        kind=Names(
            "operation",
            _with_own_codes,
            lambda _, __: "other operations return each of its codes as well.",
        ),
        learned=lambda catalogue: f"They share {len(_own_codes(catalogue))} such codes among them.",
        mistakes=(Mistake(_own_codes, "Those are the codes. Which operations return them?"),),
    ),
    Exercise(
        name="02-7",
        kind=Program("first_aid(operation)", _first_aid),
        learned=lambda catalogue: (
            f"Print `first_aid(...)` for any of the {len(catalogue.operations)} operations, and "
            "you have a page of a runbook."
        ),
    ),
)
