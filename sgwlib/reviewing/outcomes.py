"""Run slices with errors, tell what became of each, and compose functions into their callers."""

from __future__ import annotations

import ast
import enum
import itertools
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from inspect import CO_VARARGS
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.reviewing.hooks import HOOKS
from sgwlib.reviewing.instrument import Instrument
from sgwlib.reviewing.outside import BUILTINS, drive, unimported
from sgwlib.reviewing.program import FUNCTIONS, last_name
from sgwlib.reviewing.slicing import Slicer, stored
from sgwlib.reviewing.standins import (
    FAILING,
    FILE,
    REVIEWED,
    RUN,
    Anything,
    Base,
    Left,
    Spec,
    Stop,
    all_ways,
    error_of,
    is_function,
    leaves,
    mentions,
    number_of,
    renew,
    tells,
)
from sgwlib.reviewing.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.reviewing.program import Function, Program
    from sgwlib.reviewing.receivers import Receivers, Site
    from sgwlib.reviewing.standins import Leaves

_DEEPEST, _MOST_CALLERS, _MOST_SUCCESSES = 8, 12, 24
_SECONDS_OF_SUCCESS: Final = 0.3
_LONGEST: Final = 100  # characters of what a mistake says
_ENDLESS: Final = "endless"
_RECURSION: Final = 20  # calls; a RecursionError after fewer is no retry
_DEFINING: Final = (ast.Assign, ast.AnnAssign, ast.AugAssign, *FUNCTIONS, ast.ClassDef)


class Outcome(NamedTuple):
    """What becomes of one error."""

    word: str
    line: int = 0
    note: str = ""
    certain: tuple[Outcome, ...] = ()  # of an unknown one: how each caller surely ends


class End(NamedTuple):
    """How a function ends in one way: with an outcome, and perhaps with an exception."""

    outcome: Outcome
    raised: BaseException | None = None
    matched: bool = False
    answers: tuple[tuple[bool, str], ...] = ()  # to the questions of this way


class Reviewed:
    """A program that is ready to be run in slices."""

    def __init__(
        self,
        program: Program,
        receivers: Receivers,
        sites: Sequence[Site],
        reached: set[Any] | None,
        *,
        plain: bool,
    ) -> None:
        self.program, self.sites = program, sites
        # Each reference to a function, and whether it is sure. Of a function that is reviewed
        # alone, nobody is a caller.
        self._references: dict[Any, list[Any]] = {}
        for function in program.functions:
            found = (
                (each, means is True)
                for each in program.references(function)
                if reached is None or program.outermost(each) in reached
                if (means := receivers.means(each, function)) is not False
            )
            self._references[function] = list(itertools.islice(found, _MOST_CALLERS))
        RUN.groups = {
            number: [program.numbers[it] for it in program.groups(each)]
            for each, number in program.numbers.items()
        }
        outermost = dict.fromkeys(map(program.outermost, program.functions))
        self._others = list(outermost)[:_MOST_CALLERS]
        self._slicer = Slicer(program)
        self._codes: dict[ast.AST, Any] = {}
        self._unset: dict[ast.AST, set[str]] = {}  # names of the module that have no value yet
        self._goods: dict[Any, list[Any]] = {}
        # The answers in runs that didn't reach the call, which are alike for all errors, and why.
        self._missed: dict[tuple[Any, ...], tuple[Any, str]] = {}
        self._whys: list[str] = []  # it wasn't reached
        self._direct = False  # whether an inner function that nobody calls is called
        self._places: dict[int, list[Any]] = {}  # from which a call is reached
        self._forever: set[Any] = set()  # that never end, even if the call succeeds
        self._objects: list[State] = []  # that a run makes
        self._self: tuple[dict[str, Any], dict[str, Any]] = {}, {}  # one, now and before
        self._again: list[Any] = []  # what makes an iterator, which a run uses up
        tree = ast.fix_missing_locations(Instrument(program, sites).visit(program.tree))
        known = {**BUILTINS, **HOOKS}
        self.names: dict[str, Any] = {"__builtins__": known, "__name__": REVIEWED}
        RUN.functions, RUN.texts = {}, frozenset(program.strings)
        RUN.begin(None, None)
        for statement in tree.body:
            self._define(statement, plain=plain)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id not in (*BUILTINS, *HOOKS):
                self.names.setdefault(node.id, unimported(node.id))
        RUN.functions = dict(RUN.made)
        self._saved = dict(self.names)
        self._states: dict[Any, State] = {}  # that a slice reaches
        self._state = State((), {})  # that the last run reached

    def _define(self, statement: Any, *, plain: bool) -> None:
        """Run a statement of the module that gives names their values."""
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            for each in statement.body:
                self._define(each, plain=plain)
            handlers = [it for each in getattr(statement, "handlers", ()) for it in each.body]
            others = (getattr(statement, name, ()) for name in ("orelse", "finalbody"))
            for each in itertools.chain(handlers, *others):  # such as after an import that fails
                if self.names.keys().isdisjoint(stored(each)):
                    self._define(each, plain=plain)
            return
        try:
            registers = isinstance(statement, ast.Expr) and self._registers(statement.value)
            if not (registers or isinstance(statement, _DEFINING)) or (
                plain and not isinstance(statement, (*FUNCTIONS, ast.ClassDef))
            ):
                raise ValueError  # noqa: TRY301 - as if it had failed
            code = compile(ast.Module([statement], []), FILE, "exec")
            RUN.asked.clear()
            exec(code, self.names)  # noqa: S102 - restricted
            for name in stored(statement) if RUN.asked else ():
                if isinstance(self.names.get(name), bool):  # `DRY_RUN = "DRY_RUN" in os.environ`
                    self.names[name] = Anything(name, outer=True)  # a choice of each run
            made = map(self.names.get, stored(statement))
            if any(
                isinstance(it, Iterator) and not isinstance(it, (Anything, Base)) for it in made
            ):
                self._again.append(code)
        except (Exception, Stop, SystemExit, Left):  # noqa: BLE001 - then they are stand-ins
            RUN.stop = None

    def _registers(self, call: ast.expr) -> bool:
        """Return whether a call gives a function to an object here: ``JOBS.append(run)``."""
        match call:
            case ast.Call(ast.Attribute(ast.Name(id=name)), [*given]):
                own = {*(each.name for each in self.program.functions), *self.program.classes}
                inside = [it for each in given for it in ast.walk(each)]
                gives = [
                    isinstance(it, ast.Lambda) or getattr(it, "id", "") in own for it in inside
                ]
                return any(gives) and not isinstance(self.names.get(name, Anything()), Anything)
        return False

    def follow(self, number: int, spec: Spec) -> Outcome:
        """Return what becomes of an error of a call."""
        site = self.sites[number]
        owner = self.program.outermost(site.node)
        self._spec, self._operation = spec, site.operation
        self._whys.clear()
        self._certain: dict[Outcome, None] = {}
        self._error = error_of(spec, site.operation)
        start = End(Outcome("propagates"), self._error)
        # What is kept in a table or an object is called by another function, or by nobody here.
        direct = self.program.owner(site.node) is owner  # and not in an inner function
        inside: list[Any] = [(it, it, False) for it in self._others] if direct else []
        places = [(site.node, owner, False), *inside, (site.node, owner, True)]
        for place in self._places.get(number, places):
            node, owner, self._direct = place
            if ends := self._ends(node, owner, ~number, start):
                self._places[number] = [place]
                break
        else:
            known = sorted(filter(None, self._whys), key=lambda it: not it.startswith("passed"))
            return Outcome("unknown", 0, next(iter(known), "nothing leads to the call"))
        found: dict[Outcome, dict[str, bool]] = {}
        for end in ends:
            answered = {question: answer for answer, question in end.answers}
            for each in self._escaped(owner, end, ()):
                found.setdefault(each, answered)
        for end in [] if found else ends:  # functions that only call each other
            found.setdefault(end.outcome, {})
        outcome = _agreed(found)
        certain = tuple(self._certain) if outcome.word == "unknown" else ()
        return outcome._replace(certain=certain)

    def _escaped(self, owner: Any, end: End, seen: tuple[Any, ...]) -> Iterator[Outcome]:
        """Yield the outcomes of how a function ends, in its callers if it raises."""
        met, missed = False, 0
        references = [] if end.raised is None else self._references.get(owner, [])
        for reference, sure in references:
            caller: Any = self.program.outermost(reference)
            if caller is owner or caller in seen or len(seen) > _DEEPEST:
                met = met or caller in seen  # it is called by another, too
                continue
            ends = self._ends(reference, caller, self.program.numbers[owner], end)
            around = list(self.program.around(reference))
            tries = any(isinstance(it, ast.Try) or _replaces(it, owner) for it in around)
            found: list[Outcome] = []
            for each in ends:
                again = each.raised is end.raised and each.outcome.word != "handled"
                above = each._replace(outcome=end.outcome) if again else each  # one level up
                found += self._escaped(caller, above, (*seen, owner))
            if not sure and any(each.word != end.outcome.word for each in found):
                ends, found, tries = [], [], True
            if len({each.word for each in found}) == 1:
                self._certain[found[0]] = None
            missed = missed or (not ends and tries and reference.lineno)
            met = met or bool(ends)
            yield from found
        if not met and missed:
            yield Outcome("unknown", missed, f"perhaps line {missed} calls it, and handles it")
        elif not met:
            yield end.outcome

    def _ends(self, node: ast.AST, owner: Function | None, source: int, start: End) -> list[End]:
        """Return how a function ends if a call in it raises; empty if it doesn't reach the call."""
        ends: dict[tuple[Any, ...], End] = {}
        raised: Any = start.raised
        goods = self._successes(node, owner, source)
        for prefix in all_ways():
            way = (node, source, self._direct, *prefix)
            if way in self._missed:
                RUN.answers, why = self._missed[way]
                self._whys.append(why)
                continue
            RUN.begin(self._spec, raised, prefix, source)
            RUN.matched = start.matched
            if raised is self._error:
                renew(raised, self._spec, self._operation)
            raised.__traceback__ = raised.__context__ = None
            end = self._end(node, owner, goods)
            if isinstance(end, str):
                self._whys.append(end)
                if str(RUN.stop) in {"None", _ENDLESS}:  # and not for the time that it takes
                    self._missed[way] = RUN.answers, end
                continue
            key = (end.outcome, type(end.raised), end.raised is raised, end.matched)
            ends.setdefault(key, end)
            if len({it.outcome.word for it in ends.values() if it.raised is None}) > 1:
                break  # it is unknown, whatever the other ways say
        return list(ends.values())

    def _successes(self, node: ast.AST, owner: Function | None, source: int) -> list[Any]:
        """Return what a function returns if the call succeeds, with the flags that it sets."""
        place = (node, source, self._direct)
        if place not in self._goods:
            goods, ends = self._goods.setdefault(place, []), True
            clean: list[Any] = []
            began = time.process_time()
            for prefix in itertools.islice(all_ways(), _MOST_SUCCESSES):
                if time.process_time() - began > _SECONDS_OF_SUCCESS:
                    break
                RUN.begin(None, None, prefix, source)
                try:
                    value = self._run(node, owner)
                except SystemExit as left:
                    value = left
                except BaseException:  # noqa: BLE001 - only results count
                    ends = str(RUN.stop) != _ENDLESS and ends
                    continue
                if RUN.calls and not RUN.stop:
                    (goods if RUN.meant else clean).append((value, self._seen(value, owner)))
            goods[:] = clean or goods  # best without any other failure
            if not goods and not ends:
                self._forever.add((node, source))
        return self._goods[place]

    def _end(self, node: ast.AST, owner: Function | None, goods: list[Any]) -> End | str:
        """Run a slice once. Return how it ends, or why it doesn't reach the call."""
        error, raised, value = RUN.raised, None, None
        try:
            value = self._run(node, owner)
        except BaseException as caught:  # noqa: BLE001 - it is what is looked for
            raised = caught
        if not RUN.calls:
            if RUN.passed:
                return f"passed to {RUN.passed}, which may call it"
            early = _mistake(raised, 0) if isinstance(raised, Exception) else None
            return f"line {early.line} fails before the call: {early.note}" if early else ""
        after = raised is not error and raised is not None and raised.__context__ is None
        if isinstance(raised, SystemExit) and after:  # not in the handler
            codes = {str(it.code): it for it, _ in goods if isinstance(it, SystemExit)}
            value = codes.get(str(raised.code))
            raised = None if value is not None else raised
        line = RUN.line or self._line(node)
        if str(RUN.stop) == _ENDLESS and (node, RUN.source) in self._forever:
            RUN.stop = raised = None  # it isn't the error for which it goes on and on
        if RUN.stop is not None:
            word, _, note = str(RUN.stop).partition(": ")
            outcome, raised = Outcome(word, line, note), None
        elif raised is None:
            states = (self._state, *self._objects)
            left = [it for each in states for it in each.added()]
            seen = self._seen(value, owner)
            told = RUN.reported or mentions([left, value, seen])
            told = told or tells(seen, [it for _, it in goods])
            word = "handled" if RUN.matched else "reported" if told else "swallowed"
            outcome = Outcome(word, line)
        elif raised is error:
            again = RUN.calls > 1 and RUN.matched and error is self._error
            outcome = (
                Outcome("handled", line, "it is raised after retries")
                if again
                else Outcome("propagates")
            )
        elif isinstance(raised, RecursionError) and RUN.calls > _RECURSION:
            outcome = Outcome(_ENDLESS, line)
        elif isinstance(raised, MemoryError):
            outcome, raised = Outcome("unknown", line, "it needs too much memory"), None
        elif any(raised is each for each in RUN.meant):
            outcome = Outcome("translated", line, type(raised).__name__)
        else:
            outcome = _mistake(raised, line)
        return End(outcome, raised, RUN.matched, tuple(RUN.answers))

    def _seen(self, value: Any, owner: Function | None) -> Leaves:
        """Return what a caller sees: the result, and what has changed: ``self.ok = False``."""
        known = [self._self, (self.names, self._saved)] if owner is not None else []
        counts = {  # `self.stats["failed"] += 1`
            f"{name}[{key}]": it
            for name, table in self._self[0].items()
            for key, it in (table.items() if isinstance(table, dict) else ())
            if isinstance(key, str) and isinstance(it, int) and FAILING.search(f"{key} {name}")
        }
        flags = counts | {
            name: it
            for now, before in known
            for name, it in now.items()
            if _is_new(it, before.get(name))
            and (
                isinstance(it, bool | str | list | dict | set)
                or mentions(it)
                or (isinstance(it, int) and FAILING.search(name))
            )
        }
        return [*leaves(value), *leaves(flags, "self")]

    def _line(self, node: ast.AST) -> int:
        """Return the line of what stops an error without a handler: a with, a return in finally."""
        for each in self.program.around(node):
            if isinstance(each, (ast.With, ast.AsyncWith)):
                return each.lineno
            for statement in getattr(each, "finalbody", ()):
                if isinstance(statement, ast.Return):
                    return statement.lineno
        return 0

    # --- running

    def _run(self, node: ast.AST, owner: Function | None) -> Any:
        """Run a slice, and what it returns, until the call is reached."""
        if node not in self._codes:
            self._codes[node] = compile(self._slicer.slice(node, owner), FILE, "exec")
            self._unset[node] = self._names_unset(node) if owner is None else set()
        self._restore(node, owner)
        for name in self._unset[node]:
            self.names.pop(name, None)
        RUN.wanted = self._wanted(node)
        made: dict[str, Any] = {}
        try:
            exec(self._codes[node], self.names, made if owner is not None else self.names)  # noqa: S102
            value: Any = self._wrapped(node) if owner is None and not RUN.calls else None
            if owner is not None:
                arguments = self._arguments(RUN.made[self.program.numbers[owner]], owner)
                function = made[owner.name]
                code = getattr(function, "__code__", None)  # of a decorator that takes others
                if code and not code.co_flags & CO_VARARGS and code.co_argcount != len(arguments):
                    first = self.program.class_of(owner) is not None
                    arguments = arguments[:first] + _values(function)[first:]
                value = drive(function(*arguments))
            for _ in range(2):  # a factory or a decorator returns the function
                if not RUN.calls and is_function(value):
                    value = drive(_with_stand_ins(value))
            if not RUN.calls and self._direct and self._followed() is None:
                around: Any = self.program.owner(self.sites[~RUN.source].node)
                number = RUN.source if around is owner else self.program.numbers[around]
                if number in RUN.made:
                    value = drive(_with_stand_ins(RUN.made[number]))
        except Left as left:
            return left.args[0]
        except Exception:
            if self._direct and RUN.passed:
                RUN.end(f"unknown: passed to {RUN.passed}, which may call it")
            raise
        return value

    def _wrapped(self, node: ast.AST) -> Any:
        """Call what the module makes of a function: ``stop = retrying(_stop)``."""
        around = self.program.around(node)
        names = [last_name(it) for each in around for it in getattr(each, "targets", ())]
        wrapped: Any = self.names.get(names[0]) if names and RUN.source in RUN.made else None
        if not is_function(wrapped) or wrapped is RUN.made[RUN.source]:
            return None
        return drive(wrapped(*_values(RUN.made[RUN.source])))

    def _names_unset(self, node: ast.AST) -> set[str]:
        """Return the names of the module that only a ``try`` around a call gives a value."""
        around = [node, *self.program.around(node)]
        tried = [it for each in around if isinstance(each, ast.Try) for it in each.body]
        own = {name for each in tried if each in around for name in stored(each)}
        others = [it for it in self.program.tree.body if it not in around]
        return own.difference(*map(stored, others))

    def _wanted(self, node: Any) -> str:
        """Return the method that is the source of the error if an unknown object has it."""
        if self._followed() is None:
            site: Site = self.sites[~RUN.source]
            return site.via
        name = getattr(node, "attr", "")
        return "" if hasattr(dict, name) else name

    def _restore(self, node: ast.AST, owner: Function | None) -> None:
        """Undo what the last run did to the names and objects of the module."""
        for each in self._objects:
            each.restore()
        self._objects, self._self = [], ({}, {})
        self.names.clear()
        self.names.update(self._saved)
        self._state.restore()
        if (node, RUN.source) not in self._states:
            functions = [owner, self._followed()]  # which may be a method of a subclass
            around = [self.program.class_of(it) for it in functions if it is not None]
            things = [self.names.get(each.name) for each in around if each is not None]
            state = State([self._codes[node], *things], self.names)
            self._states[node, RUN.source] = state
        self._state = self._states[node, RUN.source]
        for each in self._again:
            exec(each, self.names)  # noqa: S102 - restricted

    def _followed(self) -> Function | None:
        """Return the function that raises in this run, if it isn't the call itself."""
        source = RUN.source
        return None if source is None or source < 0 else self.program.functions[source]

    def _arguments(self, function: Any, owner: Function) -> list[Any]:
        """Return arguments for a function: a number stays as it is, anything else is a choice."""
        given = _values(function)
        missing = len(given) - len(function.__defaults__ or ())
        given, function.__defaults__ = given[:missing], tuple(given[missing:])
        holder = self.program.class_of(owner)
        followed = self._followed()
        if followed is not None and holder is not None:
            # A method that calls a method of a subclass has an object of the subclass.
            its = self.program.class_of(followed)
            holder = its if its and holder in self.program.ancestors(its.name) else holder
        inside: list[Any] = [getattr(it, "args", [it])[0] for it in owner.decorator_list]  # hooks
        kinds = {getattr(each, "id", "") for each in inside}
        if holder is not None and given and "staticmethod" not in kinds:
            own = "classmethod" in kinds
            given[0] = self.names[holder.name] if own else self._object(holder.name, owner)
        return given

    def _object(self, name: str, owner: Function) -> Any:
        """Return an object of a class of the source, as its own ``__init__`` makes it.

        If another method keeps the call in it, ``self.undo.append(lambda: ...)``, that has run.
        """
        kind: Any = self.names.get(name)
        followed, source = self._followed(), RUN.source
        keepers = [self.program.outermost(self.sites[~source].node)] if source < 0 else []
        keepers += self.program.keepers(followed) if followed is not None else []
        RUN.source = None
        made: Any = Base()
        known = [it for it in self._saved.values() if type(it) is kind]  # such as a registry
        with suppress(Exception, Left, SystemExit):  # what is missing is a stand-in
            made = known[0] if known else _new(kind)
            if not known:
                made.__init__(*_values(kind.__init__)[1:])
        own: dict[str, Any] = getattr(made, "__dict__", {})
        for key, it in [pair for each in type(made).__mro__ for pair in vars(each).items()]:
            if type(it) is Anything:  # `problems: list = attrs.field(factory=list)`
                own.setdefault(key, Anything(f"self.{key}", outer=True))
        self._objects.append(State([own], {}))
        with suppress(Exception, Left, SystemExit):
            lineage: list[Any] = list(self.program.ancestors(name))
            for keeper in [it for it in keepers if it is not None and it is not owner]:
                if self.program.class_of(keeper) in lineage:
                    drive(_with_stand_ins(getattr(made, keeper.name)))
        RUN.source = source
        sizes = {key: len(it) for key, it in own.items() if isinstance(it, list | dict | set)}
        self._self = own, own | sizes
        return made


def _mistake(raised: BaseException, line: int) -> Outcome:
    """Return where and how a slice fails by itself."""
    frames = traceback.walk_tb(raised.__traceback__)
    lines = [it for frame, it in frames if frame.f_code.co_filename == FILE]
    said = [shorten(str(each), _LONGEST, placeholder=" ...") for each in raised.args[:1]]
    text = ", ".join(map(repr, said))
    return Outcome("crashes", (lines or [line])[-1], f"{type(raised).__name__}({text})")


def _new(kind: Any) -> Any:
    """Return an object of a class, before its ``__init__``."""
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    return kind(*map(Anything, kind._fields)) if issubclass(kind, tuple) else kind.__new__(kind)


def _argument(name: str, default: Any) -> Any:
    answer = isinstance(default, str) and name in {"default", "fallback"}  # `default="unknown"`
    choice = isinstance(default, bool | str | Anything | None) or default is ...
    return Anything(name, outer=True) if choice and not answer else default


def _values(function: Any) -> list[Any]:
    """Return the arguments of a function. Those that it only takes by name become its defaults."""
    code, function = function.__code__, getattr(function, "__func__", function)
    first, last = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    names, by_name = code.co_varnames[:first], code.co_varnames[first:last]
    defaults = function.__defaults__ or ()
    missing = len(names) - len(defaults)
    known = dict(zip(names[missing:], defaults, strict=True)) | (function.__kwdefaults__ or {})
    made = {
        each: _argument(each, known.get(each, number_of(each) or None)) for each in names + by_name
    }
    function.__kwdefaults__ = {each: made.pop(each) for each in by_name}
    return [*made.values()]


def _with_stand_ins(function: Any) -> Any:
    inner = getattr(function, "__wrapped__", function)
    given = _values(inner) if hasattr(inner, "__code__") else []
    return function(*given[hasattr(function, "__self__") :])


def _replaces(node: ast.AST, method: Function) -> bool:
    """Return whether a statement replaces a method: ``Tape.drop = safe(Tape.drop)``."""
    return any(getattr(it, "attr", "") == method.name for it in getattr(node, "targets", ()))


def _agreed(found: dict[Outcome, dict[str, bool]]) -> Outcome:
    """Return the one outcome of all ways, or say on which question it depends."""
    words = dict.fromkeys(each.word for each in found)
    unknown = [each for each in found if each.word == "unknown"]
    if len(words) == 1 or unknown:
        return (unknown or list(found))[0]
    first, *others = found.values()
    differing = (it for it in first if any(first[it] != each.get(it) for each in others))
    question = next(differing, "its caller")
    whether = "whether " if question.endswith((" raises", " items", " late")) else ""
    note = f"{' or '.join(words)}: it depends on {whether}{question}"
    return Outcome("unknown", max(each.line for each in found), note)


def _is_new(now: Any, before: Any) -> bool:
    """Return whether a value has changed, or a container has grown from the size before."""
    if isinstance(now, bool | str):
        return type(now) is not type(before) or now != before
    if isinstance(now, list | dict | set):
        return type(before) is int and len(now) != before
    return now is not before
