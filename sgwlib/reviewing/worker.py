"""The process in which reviewed sources are read and run in slices.

It starts with nothing but its pipes. After its imports it gives up what it doesn't need: memory,
files, processes. From then on, the first event that reaches outside ends it.
"""

from __future__ import annotations

import ast
import encodings.unicode_escape  # noqa: F401 - ast.unparse needs it for a text with a line break
import json
import os
import signal
import sys
import time
import unicodedata  # noqa: F401 - the parser needs it for names that aren't ASCII
import warnings
from collections import defaultdict
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from botocore import xform_name
from botocore.exceptions import ClientError

from sgwlib.reviewing.outcomes import Outcome, Reviewed
from sgwlib.reviewing.program import Program
from sgwlib.reviewing.receivers import Method, Receivers, Site
from sgwlib.reviewing.standins import RUN, Spec, Stop, outside_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SECONDS: Final = 2.0  # of computing, for one call
_MOST_FORCED: Final = 12
_DEEP, _SHALLOW = 5_000, 1_000  # levels of recursion: for the tree, and for what runs
_LIMITS: Final = {"AS": 1 << 30, "CPU": 600, "NOFILE": 3, "FSIZE": 0, "NPROC": 0, "CORE": 0}
# What reading and compiling a source do. Every other audited event reaches outside.
_INSIDE: Final = frozenset(
    "compile exec builtins.id code.__new__ function.__new__ object.__getattr__ object.__setattr__ "
    "object.__delattr__ sys._getframe sys._getframemodulename sys.unraisablehook".split()
)
_WARMING: Final = """
import datetime
X = datetime.datetime.strptime("1", "%d")
def f(é):
    try: é.refresh_cache(FileShareARN=é)
    except KeyError as e: print(f"{e:5}")
"""
_TOO_DEEP, _TOO_LONG = "it is nested too deeply", "it takes too long"


def review(
    source: str, facts: dict[str, Any], request: dict[str, Any], say: Callable[[str], None]
) -> dict[str, Any]:
    """Return what becomes of each error of each call in a source."""
    say("read")
    try:
        with _limited(_DEEP):
            program = Program(source)
            known = facts["operations"].items()
            methods = {xform_name(name): Method(name, *each) for name, each in known}
            receivers = Receivers(program, methods, facts["own_names"], request["clients"])
            sites, doubtful = receivers.sites()
    except SyntaxError as error:
        return {"refused": error.msg or "it isn't Python", "line": error.lineno}
    except ValueError as error:
        return {"refused": str(error), "line": None}
    except (RecursionError, MemoryError):
        return {"refused": _TOO_DEEP, "line": None}
    tries = [it for it in program.nodes if isinstance(it, (ast.Try, ast.TryStar))]
    # One of `except*` has a group, with an error that has no name.
    handlers = [
        [it.lineno, "e" if isinstance(each, ast.TryStar) else it.name or ""]
        for each in tries
        for it in each.handlers
    ]
    reached = _reached(program, request.get("function"))
    only = request.get("operation")
    sites = [it for it in sites if _is_wanted(program, it, only, reached)]
    doubtful = [it for it in doubtful if _is_wanted(program, it, only, reached)]
    skip, reviewed = request.get("skip", {}), None
    say("define")
    outside_class.cache_clear()
    with suppress(RecursionError, MemoryError, SyntaxError, ValueError, Stop), _limited(_DEEP):
        if sites and "prepare" not in skip:
            reviewed = Reviewed(program, receivers, sites, reached, plain="define" in skip)
    calls: list[dict[str, Any]] = []
    for number, site in enumerate(sites):
        call = {**_place(program, site), "outcomes": {}, "compared": []}
        names = [each[0] for each in facts["errors"][site.operation]]
        why = skip.get(str(number)) or skip.get("prepare") or _TOO_DEEP
        if reviewed is None or str(number) in skip:
            call["outcomes"] = dict.fromkeys(names, Outcome("unknown", call["line"], why))
        else:
            _follow(reviewed, number, _specs(facts, site, request), call, say)
            found = call["outcomes"]
            call["outcomes"] = {name: found[name] for name in names if name in found}
        calls.append(call)
    calls.sort(key=lambda call: call["line"])
    doubts = [_place(program, each) for each in doubtful]
    fallbacks = sorted(program.fallbacks) if any(call["compared"] for call in calls) else []
    return {"calls": calls, "doubtful": doubts, "handlers": handlers, "fallbacks": fallbacks}


def _follow(
    reviewed: Reviewed,
    number: int,
    specs: list[Spec],
    call: dict[str, Any],
    say: Callable[[str], None],
) -> None:
    """Answer a call with each of its errors, and with what its comparisons look for in vain."""
    strings = reviewed.program.strings
    alike: defaultdict[tuple[Any, ...], list[tuple[set[str], Outcome]]] = defaultdict(list)
    compared: dict[Any, bool] = {}
    asked: dict[Any, Spec] = {}
    began = time.process_time()
    say(str(number))

    def outcome(spec: Spec) -> Outcome:
        try:
            with _limited(_SHALLOW):
                return reviewed.follow(number, spec)
        except RecursionError:
            return Outcome("unknown", call["line"], _TOO_DEEP)
        except (MemoryError, Stop):
            return Outcome("unknown", call["line"], "it needs too much time or memory")

    for spec in specs:
        # The source may meet the name of an error that it writes itself.
        named = any(_is_in(spec, text) for text in strings)
        kind = (
            spec.exception if spec.modelled else "",
            spec.code is None,
            spec.status if "HTTPStatusCode" in strings else 0,
            spec.name if named else "",
        )
        same = (it for names, it in alike[kind] if not _names_any(spec, names))
        if (found := next(same, None)) is not None:
            call["outcomes"][spec.name] = found
        elif time.process_time() - began > _SECONDS:
            call["outcomes"][spec.name] = Outcome("unknown", call["line"], _TOO_LONG)
        else:
            RUN.compared, RUN.names, RUN.looked = {}, set(), False
            found = call["outcomes"][spec.name] = outcome(spec)
            for each, hit in RUN.compared.items():
                compared[each] = compared.get(each, False) or hit
                asked.setdefault(each, spec)
            if not (RUN.looked or _names_any(spec, RUN.names) or _is_in(spec, found.note)):
                alike[kind].append((RUN.names, found))
    vain = [each for each, hit in compared.items() if not hit and each.place[0] != "c"]
    for each, hit in sorted(compared.items()):
        forced = None
        if each in vain[:_MOST_FORCED] and time.process_time() - began < _SECONDS:
            RUN.force = each
            forced = outcome(asked[each])
            RUN.force = None
        lines = reviewed.program.strings.get(each.name, ())  # where the name is written
        line = next(iter(lines)) if len(lines) == 1 else each.line
        call["compared"].append([line, each.place, each.name, hit, forced])


def _names_any(spec: Spec, names: set[str]) -> bool:
    """Return whether an error can match a name. If not, it ends as another one that can't."""
    text = f"{ClientError.MSG_TEMPLATE} {spec.exception} {spec.code} {spec.message}".lower()
    return any(each.lower() in text for each in names)


def _is_in(spec: Spec, text: str) -> bool:
    return (spec.code or spec.exception) in text or spec.message in text


def _specs(facts: dict[str, Any], site: Site, request: dict[str, Any]) -> list[Spec]:
    specs = [Spec(*each) for each in facts["errors"][site.operation]]
    return [specs[place] for place in request.get("order", range(len(specs)))]


def _place(program: Program, site: Site) -> dict[str, Any]:
    node: Any = getattr(site.node, "func", site.node)  # where the method is named
    return {
        "operation": site.operation,
        "line": node.end_lineno,
        "function": program.name_of(site.node),
    }


def _reached(program: Program, function: list[Any] | None) -> set[Any] | None:
    """Return a function and those that it uses; None without a function."""
    if function is None:
        return None
    found = []
    for each in program.functions:
        line = min(it.lineno for it in (each, *each.decorator_list))
        found += [each] if [each.name, line] == function else []
    for one in found:  # grows while it is read
        used = {getattr(it, "id", getattr(it, "attr", "")) for it in ast.walk(one)}
        for each in program.functions:
            names = {each.name, getattr(program.class_of(each), "name", each.name)}
            if each not in found and not names.isdisjoint(used):
                found.append(each)
    return set(found)


def _is_wanted(program: Program, site: Site, only: str | None, reached: set[Any] | None) -> bool:
    inside = reached is None or not reached.isdisjoint(program.around(site.node))
    return inside and only in (None, site.operation)


# --- the process ----------------------------------------------------------------------------


@contextmanager
def _limited(levels: int) -> Iterator[None]:
    """Limit the computing time and the recursion of a block."""
    sys.setrecursionlimit(levels)
    _alarm(_SECONDS)
    try:
        yield
    finally:
        _alarm(0)
        sys.setrecursionlimit(_SHALLOW)


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):  # Windows has none: there, the other process is patient
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds / 40)


def _ring(*_: object) -> None:
    raise RUN.end(f"unknown: {_TOO_LONG}")


def _shut() -> None:
    """Give up what the process doesn't need, and end it at the first event that reaches outside."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        for name, most in _LIMITS.items():
            kind = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(kind)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901
            resource.setrlimit(kind, (most, most))
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
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for good
    facts = json.loads(requests.readline())
    for name in facts["modelled"]:  # as botocore makes them
        RUN.classes[name] = type(name, (ClientError,), {})
    if hasattr(signal, "SIGVTALRM"):
        signal.signal(signal.SIGVTALRM, _ring)

    def write(value: object) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    review(_WARMING, facts, {"clients": []}, lambda _: None)  # so that nothing is imported later
    _shut()
    for line in requests:
        request = json.loads(line)
        write(review(request["source"], facts, request, lambda step: write({"at": step})))
