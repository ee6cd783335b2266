"""Exercises of lesson 03: the graph, what operations share, and what to test."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final

from sgwlib.graph import (
    covering_operations,
    equal_operations,
    error_graph,
    operation_similarity,
    sharing,
    sides,
    similar,
)
from sgwlib.text import counted, nearest
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part, joined
from sgwlib.tutorial.kinds import Case, Judged, Names, Number, OneName, Program
from sgwlib.tutorial.kinds.values import names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import networkx as nx

    from sgwlib.catalogue import Catalogue


_TESTED: Final = ("CreateStorediSCSIVolume", "CreateCachediSCSIVolume")


@cache
def _graph(catalogue: Catalogue) -> nx.Graph[str]:
    return error_graph(catalogue)


def _own(catalogue: Catalogue, operation: str) -> str:
    own = sum(code in sharing(_graph(catalogue)).one for code in catalogue.codes_of(operation))
    return f"it has {counted(own, 'code')} of its own."


def _most_own(catalogue: Catalogue) -> list[str]:
    own = sharing(_graph(catalogue)).one
    owners = Counter(catalogue.operations_of(code)[0] for code in own)
    return [name for name, _ in owners.most_common(1)]


def _most_codes(catalogue: Catalogue) -> str:
    return max(catalogue.operations, key=lambda name: len(catalogue.codes_of(name)))


def _like_list_volumes(catalogue: Catalogue) -> list[str]:
    groups = equal_operations(_graph(catalogue))
    group = next(group for group in groups if "ListVolumes" in group)
    return [name for name in group if name != "ListVolumes"]


def _why_unlike(catalogue: Catalogue, operation: str) -> str:
    if operation == "ListVolumes":
        return "its handler is the one you have."
    one, other = set(catalogue.codes_of("ListVolumes")), set(catalogue.codes_of(operation))
    more, fewer = len(other - one), len(one - other)
    return f"it has {counted(more, 'code')} more and {fewer} fewer."


def _similarity(catalogue: Catalogue) -> float:
    return float(operation_similarity(_graph(catalogue))["AddCache"]["AddUploadBuffer"]["weight"])


def _shared(catalogue: Catalogue) -> set[str]:
    return set(catalogue.codes_of("AddCache")) & set(catalogue.codes_of("AddUploadBuffer"))


def _without(graph: nx.Graph[str], tested: Iterable[str]) -> list[str]:
    met = {code for operation in tested for code in graph[operation]}
    return [code for code in sides(graph)[1] if code not in met]


def _added(catalogue: Catalogue) -> set[str]:
    """Return the codes of the second tested operation that the first one lacks."""
    first, second = (set(catalogue.codes_of(name)) for name in _TESTED)
    return second - first


def _covers(given: Collection[object], catalogue: Catalogue) -> Iterator[Part]:
    """Judge a choice of operations by the codes they can meet and by their number."""
    names = set(names_in(given) or ())
    known = names & set(catalogue.operations)
    for name in sorted(names - known)[:3]:
        near = nearest(name, catalogue.operations, 1)
        guess = f" Did you mean `{near[0]}`?" if near else ""
        yield Part(Mark.WRONG, f"There is no operation `{name}`.{guess}")
    if not known:
        yield Part(Mark.WRONG, "Expected names of operations.")
        return
    left = _without(_graph(catalogue), known)
    met, fewest = len(catalogue.codes) - len(left), len(covering_operations(_graph(catalogue)))
    if left:
        count = counted(len(catalogue.operations_of(left[0])), "operation")
        missing = f"`{left[0]}` is missing, for instance, which {count} can return."
        yield Part(Mark.NEAR, f"They meet {met} error codes. {missing}")
    elif len(known) > fewest:
        yield Part(Mark.RIGHT, "Every error code can be met.")
        yield Part(Mark.NEAR, f"{len(known)} operations are more than needed: {fewest} can do it.")
    else:
        yield Part(Mark.RIGHT, f"Every error code can be met with {fewest} operations.")


def _parts_of_the_graph(catalogue: Catalogue) -> Iterator[Case]:
    """Yield random parts of the graph with lists of operations, always the same ones."""
    chance = Random(1)  # noqa: S311 - no secret
    whole = _graph(catalogue)
    yield Case("nothing tested", (whole, []), _without(whole, []))
    yield Case("everything tested", (whole, list(catalogue.operations)), [])
    for number in range(20):
        pairs = chance.sample(catalogue.pairs, 60)
        part = error_graph(catalogue, pairs)
        tested = chance.sample(sides(part)[0], 3)
        yield Case(f"part {number + 1} of the graph", (part, tested), _without(part, tested))


EXERCISES: Final = (
    Exercise(
        name="03-1",
        kind=Number(lambda catalogue: len(catalogue.operations_of("TargetNotFound"))),
        learned=lambda catalogue: (
            f"Among them is `{catalogue.operations_of('TargetNotFound')[-1]}`: the degree counts "
            "them, the neighbours name them."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: len(catalogue.operations_of("TargetInvalid")),
                "That is the degree of `TargetInvalid`.",
            ),
            Mistake(
                lambda catalogue: len(catalogue.codes),
                "That is how many error codes there are.",
            ),
        ),
    ),
    Exercise(
        name="03-2",
        kind=OneName("operation", _most_own, _own),
        learned=lambda catalogue: (
            f"`{_most_own(catalogue)[0]}`: {_own(catalogue, _most_own(catalogue)[0])}"
        ),
        mistakes=(
            Mistake(
                _most_codes, "That is the one with the most codes, but it shares most of them."
            ),
        ),
    ),
    Exercise(
        name="03-3",
        kind=Names("operation", _like_list_volumes, _why_unlike),
        learned=lambda catalogue: (
            f"One handler serves {len(_like_list_volumes(catalogue)) + 1} operations."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: [*_like_list_volumes(catalogue), "ListVolumes"],
                "`ListVolumes` is the one you have.",
            ),
        ),
    ),
    Exercise(
        name="03-4",
        kind=Number(_similarity),
        learned=lambda catalogue: (
            f"They share {len(_shared(catalogue))} codes. What keeps them apart: the page does not "
            f"list {joined(sorted(set(catalogue.codes_of('AddCache')) - _shared(catalogue)))} for "
            "`AddUploadBuffer`."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: similar(_graph(catalogue), "AddCache", 3),
                "You want the number next to `AddUploadBuffer` in that list.",
            ),
            Mistake(
                lambda catalogue: len(_shared(catalogue)),
                "That is how many they share. Divide by how many either of them has.",
            ),
        ),
    ),
    Exercise(
        name="03-5",
        kind=Names(
            "error code",
            lambda catalogue: _without(_graph(catalogue), _TESTED),
            lambda _, __: "one of the tested operations can return it.",
        ),
        learned=lambda catalogue: (
            f"The second operation adds {len(_added(catalogue)) or 'nothing'}: the first one can "
            "return all of its codes. The largest are not the most useful."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: {code for name in _TESTED for code in catalogue.codes_of(name)},
                "Those are the codes that you have met.",
            ),
        ),
    ),
    Exercise(
        name="03-6",
        kind=Judged(
            list | tuple | set | frozenset | dict,
            "a list of names of operations",
            _covers,
        ),
        learned=lambda catalogue: (
            "A greedy choice can need more operations. An exact method finds the fewest: "
            f"{len(covering_operations(_graph(catalogue)))} of {len(catalogue.operations)}."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: list(catalogue.operations),
                "That is every operation. Leave out what adds nothing.",
            ),
            Mistake(lambda _: list(_TESTED), "Those are the two of the exercise before."),
        ),
    ),
    Exercise(
        name="03-7",
        kind=Program("never_met(graph, tested)", _parts_of_the_graph),
        learned=lambda _: "With a report of what a client has met, `sgw coverage` says the same.",
    ),
)
