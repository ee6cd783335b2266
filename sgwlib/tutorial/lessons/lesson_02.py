"""Exercises of lesson 02: what operations share, what to test, and what coverage hides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sgwlib.graph import covering_operations, equal_operations, error_graph
from sgwlib.text import counted
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Near, Part, Right, Wrong, called, joined, shown
from sgwlib.tutorial.kinds import Case, Judged, Names, Number, Program
from sgwlib.tutorial.kinds.programs import got
from sgwlib.tutorial.kinds.values import names_in, not_names, wrong_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from sgwlib.catalogue import Catalogue


_LARGEST: Final = ("CreateStorediSCSIVolume", "CreateCachediSCSIVolume")
_TWO: Final = 2  # in a pair
_SERVICE: Final = ("ListVolumes", "CreateSnapshot", "DeleteVolume")


@cache
def _graph(catalogue: Catalogue) -> nx.Graph[str]:
    return error_graph(catalogue)


def _met(catalogue: Catalogue, tested: Iterable[str]) -> set[str]:
    return {code for operation in tested for code in catalogue.codes_of(operation)}


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


def _covers(answer: object, catalogue: Catalogue) -> Iterator[Part]:
    """Judge a choice of operations by the codes they can return and by their number."""
    given = names_in(answer)
    if given is None:
        yield Wrong(not_names(answer, "operation"))
        return
    known = [name for name in given if name in catalogue.operations]
    unknown = [name for name in given if name not in known]
    yield from (wrong_name(name, "operation", catalogue) for name in unknown[:3])
    left = [code for code in catalogue.codes if code not in _met(catalogue, known)]
    met, fewest = len(catalogue.codes) - len(left), len(covering_operations(_graph(catalogue)))
    if left:
        owners = joined(list(catalogue.operations_of(left[0])), most=1)
        mark = Mark.NEAR if known else Mark.WRONG
        yield Part(mark, f"They cover {counted(met, 'error code')}. `{left[0]}` needs {owners}.")
    elif len(known) > fewest:
        yield Right("They cover every error code.")
        yield Near(f"{len(known)} operations are more than needed: {fewest} can do it.")
    else:
        yield Right(f"They cover every error code with {fewest} operations.")


# --- functions that are right in several ways -----------------------------------------------


def _next_ones(catalogue: Catalogue) -> Iterator[Case]:
    """Yield lists of tested operations, each with the number of codes that each one would add."""
    for name, tested in (
        ("nothing tested", []),
        ("the two largest tested", list(_LARGEST)),
        ("the service of lesson 05 tested", list(_SERVICE)),
        ("all but one tested", [o for o in catalogue.operations if o != "ActivateGateway"]),
    ):
        met = _met(catalogue, tested)
        adds = {name: len(_met(catalogue, [name]) - met) for name in catalogue.operations}
        yield Case(name, (tested,), adds)


def _wrong_next(value: object, case: Case) -> str:
    adds: dict[str, int] = case.expected
    if not isinstance(value, str) or value not in adds:
        return got(value, "the name of an operation", called)
    best = max(adds, key=adds.__getitem__)
    if adds[value] == adds[best]:
        return ""
    return f"`{value}` adds {counted(adds[value], 'code')}, `{best}` adds {adds[best]}."


def _test_lists(catalogue: Catalogue) -> Iterator[Case]:
    """Yield lists of operations, each with all documented pairs of them."""
    for operations in (list(_SERVICE), ["AddCache", "AddUploadBuffer"], list(catalogue.operations)):
        is_long = len(operations) > len(_SERVICE)
        pairs = [(name, code) for name in operations for code in catalogue.codes_of(name)]
        yield Case("all operations" if is_long else ", ".join(operations), (operations,), pairs)


def _is_pair(value: Any) -> bool:
    is_two = isinstance(value, list | tuple) and len(value) == _TWO
    return is_two and all(isinstance(name, str) for name in value)


def _wrong_choice(value: Any, case: Case) -> str:
    """Return what is wrong about the pairs that were chosen; empty if nothing is."""
    if not isinstance(value, Collection) or isinstance(value, str | Mapping):
        return got(value, "a list of pairs", called)
    odd = [each for each in value if not _is_pair(each)]
    if odd:
        such = f"such as {shown(case.expected[0])}"
        return f"its result has {shown(odd[0])} in it, expected pairs {such}."
    pairs = [tuple(each) for each in value]
    operations = {name for name, _ in case.expected}
    strange = [each for each in pairs if each[0] not in operations]
    if strange:
        return f"{joined(strange[:1])} has an operation that the service doesn't call."
    unknown = [each for each in pairs if each not in case.expected]
    if unknown:
        return f"{joined(unknown[:1])} is not documented."
    met = [code for _, code in pairs]
    missing = {code for _, code in case.expected} - {*met}
    if missing:
        return f"no pair has {joined(sorted(missing), most=3)}."
    more = len(met) - len(set(met))
    return f"{counted(more, 'pair')} more than needed: a code is in two of them." if more else ""


EXERCISES: Final = (
    Exercise(
        "02-1",
        Number(lambda catalogue: len(_met(catalogue, _LARGEST))),
        mistakes=(
            Mistake(
                lambda catalogue: sum(len(catalogue.codes_of(name)) for name in _LARGEST),
                "That counts the codes twice that both operations can return.",
            ),
            Mistake(
                lambda catalogue: len(catalogue.codes),
                "That's all of them. Can these two operations return `ActivationKeyExpired`?",
            ),
        ),
    ),
    Exercise(
        "02-2",
        Judged(object, "a list of names of operations", _covers),
        mistakes=(
            Mistake(
                lambda catalogue: list(catalogue.operations),
                "That's every operation. Leave out what adds nothing.",
            ),
            Mistake(lambda _: list(_LARGEST), "Those are the two of the exercise before."),
        ),
    ),
    Exercise(
        "02-3",
        Names("operation", _like_list_volumes, _why_unlike),
        mistakes=(
            Mistake(
                lambda catalogue: [*_like_list_volumes(catalogue), "ListVolumes"],
                "Leave out `ListVolumes` itself.",
            ),
        ),
    ),
    Exercise("02-4", Program("best_next(tested)", _next_ones, _wrong_next)),
    Exercise("02-5", Program("tests_for(operations)", _test_lists, _wrong_choice)),
)
