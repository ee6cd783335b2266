"""Exercises of lesson 02: what operations share, what to test, and what coverage hides."""

from __future__ import annotations

from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from sgwlib.graph import covering_operations, equal_operations, error_graph
from sgwlib.running import Run, failure, run
from sgwlib.text import counted, nearest
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part, called, joined, shown
from sgwlib.tutorial.kinds import Judged, Names, Number
from sgwlib.tutorial.kinds.programs import refusal
from sgwlib.tutorial.kinds.values import is_pair, names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import networkx as nx

    from sgwlib.catalogue import Catalogue


_LARGEST: Final = ("CreateStorediSCSIVolume", "CreateCachediSCSIVolume")
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


def _covers(given: Collection[object], catalogue: Catalogue) -> Iterator[Part]:
    """Judge a choice of operations by the codes they can return and by their number."""
    names = set(names_in(given) or ())
    known = names & set(catalogue.operations)
    for name in sorted(names - known)[:3]:
        near = nearest(name, catalogue.operations, 1)
        guess = f" Did you mean `{near[0]}`?" if near else ""
        yield Part(Mark.WRONG, f"There is no operation `{name}`.{guess}")
    if not known:
        yield Part(Mark.WRONG, "Expected names of operations.")
        return
    left = [code for code in catalogue.codes if code not in _met(catalogue, known)]
    met, fewest = len(catalogue.codes) - len(left), len(covering_operations(_graph(catalogue)))
    if left:
        owners = joined(list(catalogue.operations_of(left[0])), most=1)
        yield Part(Mark.NEAR, f"They cover {met} error codes. `{left[0]}` needs {owners}.")
    elif len(known) > fewest:
        yield Part(Mark.RIGHT, "They cover every error code.")
        yield Part(Mark.NEAR, f"{len(known)} operations are more than needed: {fewest} can do it.")
    else:
        yield Part(Mark.RIGHT, f"They cover every error code with {fewest} operations.")


# --- functions that are right in several ways -----------------------------------------------


def _next_ones(answer: FunctionType, catalogue: Catalogue) -> Iterator[Part]:
    """Judge a function that chooses the next operation to test. Equally good ones are right."""
    refused = refusal(answer, "best_next(tested)")
    if refused:
        yield Part(Mark.WRONG, refused)
        return
    for name, tested in (
        ("nothing tested", []),
        ("the two largest tested", list(_LARGEST)),
        ("the service of lesson 05 tested", list(_SERVICE)),
        ("all but one tested", [o for o in catalogue.operations if o != "ActivateGateway"]),
    ):
        done = run(answer, list(tested))
        wrong = _wrong_next(done, tested, catalogue)
        mark = Mark.WRONG if wrong else Mark.RIGHT
        yield Part(mark, f"With {name}: {wrong or f'{shown(done.value)} adds the most.'}")


def _wrong_next(done: Run, tested: list[str], catalogue: Catalogue) -> str:
    if done.error is not None:
        return f"{failure(done)}."
    if not isinstance(done.value, str) or done.value not in catalogue.operations:
        nothing = " Does it `return`?" if done.value is None else ""
        return f"it returned {called(done.value)}, expected the name of an operation.{nothing}"
    met = _met(catalogue, tested)
    adds = {name: len(_met(catalogue, [name]) - met) for name in catalogue.operations}
    best = max(adds, key=adds.__getitem__)
    if adds[done.value] == adds[best]:
        return ""
    return f"`{done.value}` adds {counted(adds[done.value], 'code')}, `{best}` adds {adds[best]}."


def _test_lists(answer: FunctionType, catalogue: Catalogue) -> Iterator[Part]:
    """Judge a choice of pairs: each code of a service exactly once, and nothing else."""
    every = list(catalogue.operations)
    refused = refusal(answer, "tests_for(operations)")
    if refused:
        yield Part(Mark.WRONG, refused)
        return
    for operations in (list(_SERVICE), ["AddCache", "AddUploadBuffer"], every):
        name = "all operations" if operations == every else ", ".join(operations)
        done = run(answer, list(operations))
        wrong = _wrong_choice(done.value, operations, catalogue)
        if done.error is not None:
            wrong = f"{failure(done)}."
        mark = Mark.WRONG if wrong else Mark.RIGHT
        yield Part(mark, f"{name}: {wrong or 'each error code is in exactly one pair.'}")


def _wrong_choice(value: object, operations: list[str], catalogue: Catalogue) -> str:
    """Return what is wrong about the pairs that were chosen; empty if nothing is."""
    if not isinstance(value, list | tuple | set) or not all(is_pair(each) for each in value):
        nothing = " Does it `return`?" if value is None else ""
        return f"it returned {called(value)}, expected a list of pairs.{nothing}"
    pairs: list[Any] = [tuple(each) for each in value]
    strange = [each for each in pairs if each[0] not in operations]
    if strange:
        return f"{joined(strange[:1])} has an operation that the service doesn't call."
    unknown = [each for each in pairs if not catalogue.documents(*each)]
    if unknown:
        return f"{joined(unknown[:1])} is not documented."
    met = [code for _, code in pairs]
    missing = _met(catalogue, operations) - set(met)
    if missing:
        return f"no pair has {joined(sorted(missing), most=3)}."
    more = len(met) - len(set(met))
    return f"{counted(more, 'pair')} more than needed: a code is in two of them." if more else ""


EXERCISES: Final = (
    Exercise(
        name="02-1",
        kind=Number(lambda catalogue: len(_met(catalogue, _LARGEST))),
        learned=lambda catalogue: (
            f"That's {len(_met(catalogue, _LARGEST))} of {len(catalogue.codes)}. The rest belongs "
            "to operations that nobody proposed, such as `DeleteVolume`."
        ),
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
        name="02-2",
        kind=Judged(
            list | tuple | set | frozenset | dict, "a list of names of operations", _covers
        ),
        learned=lambda catalogue: (
            "A greedy choice can need more operations. An exact method finds the fewest: "
            f"{len(covering_operations(_graph(catalogue)))} of {len(catalogue.operations)}."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: list(catalogue.operations),
                "That's every operation. Leave out what adds nothing.",
            ),
            Mistake(lambda _: list(_LARGEST), "Those are the two of the exercise before."),
        ),
    ),
    Exercise(
        name="02-3",
        kind=Names("operation", _like_list_volumes, _why_unlike),
        learned=lambda catalogue: (
            f"One handler is enough for {len(_like_list_volumes(catalogue)) + 1} operations."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: [*_like_list_volumes(catalogue), "ListVolumes"],
                "Leave out `ListVolumes` itself.",
            ),
        ),
    ),
    Exercise(
        name="02-4",
        kind=Judged(FunctionType, "the function `best_next(tested)`", _next_ones),
        learned=lambda _: (
            "Repeat it, and you have a greedy cover. It's quick, and rarely far from the best."
        ),
    ),
    Exercise(
        name="02-5",
        kind=Judged(FunctionType, "the function `tests_for(operations)`", _test_lists),
        learned=lambda catalogue: (
            f"For three operations: {len(_met(catalogue, _SERVICE))} tests instead of "
            f"{sum(len(catalogue.codes_of(name)) for name in _SERVICE)}. But each operation has "
            "its own handler, so use the short list for smoke tests only."
        ),
    ),
)
