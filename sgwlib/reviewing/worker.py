"""The process in which reviewed sources are read and run in slices.

It starts with nothing but its pipes. After its imports it gives up what it doesn't need: memory,
files, processes. From then on, the first event that reaches outside ends it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING, Any, Final

from botocore import xform_name
from botocore.exceptions import ClientError

from sgwlib.reviewing.outcomes import Outcome, Reviewed
from sgwlib.reviewing.program import Program
from sgwlib.reviewing.receivers import Receivers
from sgwlib.reviewing.standins import RUN, Spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SECONDS: Final = 2.0  # of computing, for one error of one call
_MEMORY: Final = 1 << 30
_COMPUTING: Final = 600  # seconds, for all sources together
_MOST_FORCED: Final = 12
# What reading and compiling a source do; every other audited event reaches outside.
_INSIDE: Final = frozenset(
    "compile exec sys._getframe sys._getframemodulename object.__getattr__ object.__setattr__ "
    "object.__delattr__ code.__new__ function.__new__ sys.excepthook sys.unraisablehook builtins.id".split()
)


def review(source: str, facts: dict[str, Any], request: dict[str, Any], say: Callable[..., None]) -> dict[str, Any]:
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
        sites, doubtful = Receivers(program, methods, facts["own_names"], request["clients"]).sites()
    except RecursionError:
        return {"refused": "it is nested too deeply", "line": None}
    wanted = request.get("operations")
    lines = request.get("lines")
    sites = [each for each in sites if (not wanted or each.operation in wanted) and (not lines or lines[0] <= each.node.lineno <= lines[1])]  # type: ignore[attr-defined] # it has one
    place = {site: {"operation": site.operation, "line": _line(site.node), "function": program.name_of(site.node)} for site in (*sites, *doubtful)}
    receivers = [_receiver(each.node) for each in sites]
    found: list[dict[str, Any]] = [{**place[site], "receiver": receiver} for site, receiver in zip(sites, receivers, strict=True)]
    skip = request.get("skip", {})
    RUN.compared = {}
    try:
        say("define")
        reviewed = Reviewed(program, sites, plain="define" in skip) if sites and "prepare" not in skip else None
    except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
        reviewed, skip = None, {**skip, "prepare": f"it can't be prepared: {error}"}
    for number, call in enumerate(found):
        call["outcomes"], call["compared"] = {}, []
        why = skip.get(str(number)) or skip.get("prepare")
        if reviewed is None or why:
            for spec in _specs(facts, call["operation"], request):
                call["outcomes"][spec.name] = Outcome("unknown", call["line"], why or "")
            continue
        say(str(number))
        _follow(reviewed, number, _specs(facts, call["operation"], request), call)
    return {
        "calls": sorted(found, key=lambda call: call["line"]),
        "doubtful": [place[each] for each in doubtful if not wanted or each.operation in wanted],
    }


def _follow(reviewed: Reviewed, number: int, specs: list[Spec], call: dict[str, Any]) -> None:
    """Answer a call with each of its errors, and with what its comparisons look for in vain."""
    alike: dict[tuple[Any, ...], Outcome] = {}
    compared: dict[Any, bool] = {}
    asked: dict[Any, Spec] = {}
    for spec in specs:
        kind = (spec.exception if spec.modelled else "", spec.code is None)
        if kind in alike:  # nothing looked at such an error, so that its name doesn't matter
            call["outcomes"][spec.name] = alike[kind]
            continue
        RUN.compared, RUN.looked_ever = {}, False
        outcome = _limited(reviewed, number, spec)
        for each, hit in RUN.compared.items():
            compared[each] = compared.get(each, False) or hit
            asked.setdefault(each, spec)
        call["outcomes"][spec.name] = outcome
        if not RUN.looked_ever:
            alike[kind] = outcome
    for each, hit in compared.items():
        forced = None
        if not hit and len(call["compared"]) < _MOST_FORCED and each.place != "client.exceptions":
            RUN.force = each
            forced = _limited(reviewed, number, asked[each])
            RUN.force = None
        call["compared"].append([*each, hit, forced])


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


def _receiver(node: Any) -> str:
    inner = getattr(node, "func", node)
    return getattr(getattr(inner, "value", None), "id", "")


def _ring(*_: object) -> None:
    raise RUN.end("unknown: it takes too long")


def _shut() -> None:
    """Give up what the process doesn't need, and end it at the first event that reaches outside."""
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        for name, most in (("AS", _MEMORY), ("CPU", _COMPUTING), ("NOFILE", 3), ("FSIZE", 0), ("NPROC", 0), ("CORE", 0)):
            limit = getattr(resource, f"RLIMIT_{name}", None)
            if limit is not None:
                _, hard = resource.getrlimit(limit)
                most_allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.setrlimit(limit, (most_allowed, most_allowed))

    leave = os._exit

    def watch(event: str, _: object) -> None:
        if event not in _INSIDE:
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
