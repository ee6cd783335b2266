"""The process in which reviewed sources are read and run in slices.

It starts with nothing but its pipes. After its imports it gives up what it doesn't need: memory,
files, processes. From then on, the first event that reaches outside ends it.
"""

from __future__ import annotations

import ast
import json
import os
import signal
import sys
import time
import unicodedata  # noqa: F401 - the parser needs it for names that aren't ASCII
import warnings
from typing import TYPE_CHECKING, Any, Final

from botocore import xform_name
from botocore.exceptions import ClientError

from sgwlib.reviewing.outcomes import Outcome, Reviewed
from sgwlib.reviewing.program import Program
from sgwlib.reviewing.receivers import Receivers, Site
from sgwlib.reviewing.standins import RUN, Spec, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SECONDS: Final = 2.0  # of computing, for one error of one call
_MEMORY: Final = 1 << 30
_COMPUTING: Final = 600  # seconds, for all sources together
_MOST_FORCED: Final = 12
_DEEP, _SHALLOW = 5_000, 1_000  # levels of recursion: of the tree, and of what runs
# What reading and compiling a source do; every other audited event reaches outside.
_INSIDE: Final = frozenset(
    "compile exec sys._getframe sys._getframemodulename object.__getattr__ object.__setattr__ "
    "object.__delattr__ code.__new__ function.__new__ sys.excepthook sys.unraisablehook builtins.id".split()
)


def review(
    source: str, facts: dict[str, Any], request: dict[str, Any], say: Callable[..., None]
) -> dict[str, Any]:
    """Return what becomes of each error of each call in a source."""
    say("read")
    try:
        program = Program(source)
    except SyntaxError as error:
        return {"refused": error.msg or "it isn't Python", "line": error.lineno}
    except (ValueError, RecursionError, MemoryError) as error:
        return {"refused": str(error) or "it is nested too deeply", "line": None}
    methods = {xform_name(name): (name, shared) for name, shared in facts["operations"].items()}
    try:
        sites, doubtful = Receivers(
            program, methods, facts["own_names"], request["clients"]
        ).sites()
    except RecursionError:
        return {"refused": "it is nested too deeply", "line": None}
    wanted = request.get("operations")
    reached = _reached(program, request.get("function"))
    sites = [each for each in sites if _is_wanted(program, each, wanted, reached)]
    doubtful = [each for each in doubtful if _is_wanted(program, each, wanted, reached)]
    place = {
        each: {
            "operation": each.operation,
            "line": _line(each.node),
            "function": program.name_of(each.node),
        }
        for each in (*sites, *doubtful)
    }
    found: list[dict[str, Any]] = [dict(place[each]) for each in sites]
    skip = request.get("skip", {})
    RUN.compared = {}
    try:
        say("define")
        sys.setrecursionlimit(_DEEP)
        signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS, 0.05)
        reviewed = (
            Reviewed(program, sites, reached, plain="define" in skip)
            if sites and "prepare" not in skip
            else None
        )
    except (RecursionError, MemoryError, SyntaxError, ValueError, Stop) as error:
        reviewed, skip = None, {**skip, "prepare": f"it can't be prepared: {error}"}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        sys.setrecursionlimit(_SHALLOW)
    for number, call in enumerate(found):
        call["outcomes"], call["compared"] = {}, []
        why = skip.get(str(number)) or skip.get("prepare")
        if reviewed is None or why:
            for spec in _specs(facts, call["operation"], request):
                call["outcomes"][spec.name] = Outcome("unknown", call["line"], why or "")
            continue
        _follow(reviewed, number, _specs(facts, call["operation"], request), call, say)
        names = [each[0] for each in facts["errors"][call["operation"]]]
        call["outcomes"] = {name: call["outcomes"][name] for name in names}
    return {
        "calls": sorted(found, key=lambda call: call["line"]),
        "doubtful": [place[each] for each in doubtful],
    }


def _follow(
    reviewed: Reviewed,
    number: int,
    specs: list[Spec],
    call: dict[str, Any],
    say: Callable[..., None],
) -> None:
    """Answer a call with each of its errors, and with what its comparisons look for in vain."""
    alike: dict[tuple[Any, ...], Outcome] = {}
    compared: dict[Any, bool] = {}
    asked: dict[Any, Spec] = {}
    began = time.process_time()
    for spec in specs:
        kind = (spec.exception if spec.modelled else "", spec.code is None, spec.status)
        if kind in alike:  # nothing looked at such an error, so that its name doesn't matter
            call["outcomes"][spec.name] = alike[kind]
            continue
        if time.process_time() - began > _SECONDS:
            call["outcomes"][spec.name] = Outcome("unknown", call["line"], "it takes too long")
            continue
        say(str(number))
        RUN.compared, RUN.looked = {}, False
        outcome = _limited(reviewed, number, spec)
        for each, hit in RUN.compared.items():
            compared[each] = compared.get(each, False) or hit
            asked.setdefault(each, spec)
        call["outcomes"][spec.name] = outcome
        if not RUN.looked:
            alike[kind] = outcome
    for each, hit in sorted(compared.items()):
        forced = None
        if not hit and len(call["compared"]) < _MOST_FORCED and each.place != "client.exceptions":
            RUN.force = each
            forced = _limited(reviewed, number, asked[each])
            RUN.force = None
        lines = reviewed.program.strings.get(each.name, ())  # where the name is written
        line = next(iter(lines)) if len(lines) == 1 else each.line
        call["compared"].append([line, each.place, each.name, hit, forced])


def _limited(reviewed: Reviewed, number: int, spec: Spec) -> Outcome:
    """Follow one error for so long."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS, 0.05)
    try:
        return reviewed.follow(number, spec)
    except RecursionError:
        return Outcome("unknown", 0, "it is nested too deeply")
    except MemoryError:
        return Outcome("unknown", 0, "it needs too much memory")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _specs(facts: dict[str, Any], operation: str, request: dict[str, Any]) -> list[Spec]:
    specs = [Spec(*each) for each in facts["errors"][operation]]
    order = request.get("order")
    return [specs[place] for place in order if place < len(specs)] if order else specs


def _line(node: Any) -> int:
    """Return the line of a call: where its method is named."""
    return int(getattr(getattr(node, "func", node), "end_lineno", node.lineno))


def _reached(program: Program, function: list[Any] | None) -> set[Any] | None:
    """Return a function and those that it uses; None without a function."""
    if function is None:
        return None
    reached = {
        each
        for each in program.functions
        if each.name == function[0]
        and min([each.lineno, *(it.lineno for it in each.decorator_list)]) == function[1]
    }
    waiting = list(reached)
    while waiting:
        used = {getattr(it, "id", getattr(it, "attr", "")) for it in ast.walk(waiting.pop())}
        new = {
            each
            for each in program.functions
            if each not in reached
            and (each.name in used or (holder := program.class_of(each)) and holder.name in used)
        }
        reached |= new
        waiting += new
    return reached


def _is_wanted(program: Program, site: Site, wanted: Any, reached: set[Any] | None) -> bool:
    around = {site.node, *program.around(site.node)}
    return (not wanted or site.operation in wanted) and (
        reached is None or not reached.isdisjoint(around)
    )


def _ring(*_: object) -> None:
    raise RUN.end("unknown: it takes too long")


def _shut() -> None:
    """Give up what the process doesn't need, and end it at the first event that reaches outside."""
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        for name, most in (
            ("AS", _MEMORY),
            ("CPU", _COMPUTING),
            ("NOFILE", 3),
            ("FSIZE", 0),
            ("NPROC", 0),
            ("CORE", 0),
        ):
            limit = getattr(resource, f"RLIMIT_{name}", None)
            if limit is not None:
                _, hard = resource.getrlimit(limit)
                most_allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.setrlimit(limit, (most_allowed, most_allowed))

    leave = os._exit

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        # For the message of a SyntaxError, Python looks for a file of this name, which there isn't.
        if event not in _INSIDE and (event, arguments[:1]) != ("open", ("<unknown>",)):
            leave(3)

    sys.addaudithook(watch)


def main() -> None:
    """Answer requests, one a line, until there are no more."""
    warnings.simplefilter("ignore")
    requests, answers = sys.stdin, sys.stdout
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for good
    facts = json.loads(requests.readline())
    for name in facts["modelled"]:
        RUN.classes[name] = type(name, (ClientError,), {"__module__": "botocore.errorfactory"})
    signal.signal(signal.SIGVTALRM, _ring)

    def write(value: object) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    _warm(facts)
    _shut()
    for line in requests:
        request = json.loads(line)
        write(review(request["source"], facts, request, lambda step: write({"at": step})))


def _warm(facts: dict[str, Any]) -> None:
    """Do everything once, so that nothing is imported later."""
    source = "def f(client):\n    try:\n        client.refresh_cache()\n    except ValueError as e:\n        print(f'{e:5}')\n"
    review(source, facts, {"clients": []}, lambda _: None)


if __name__ == "__main__":
    main()
