"""Run slices with errors, tell what became of each, and compose functions into their callers."""

from __future__ import annotations

import ast
import copy
import functools
import traceback
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.reviewing.instrument import Instrument, hooks_of
from sgwlib.reviewing.outside import BUILTINS, MODULES, SNIPPET, Module, classes, drive, imported
from sgwlib.reviewing.slicing import Slicer
from sgwlib.reviewing.standins import (
    FILE,
    RUN,
    Anything,
    Base,
    Choices,
    Left,
    OutsideError,
    Run,
    Said,
    Stop,
    all_ways,
    error_of,
    is_function,
    mentions,
    number_of,
    tells,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sgwlib.reviewing.program import Function, Program
    from sgwlib.reviewing.receivers import Site
    from sgwlib.reviewing.standins import Spec

_STRIPPED: Final = ("property", "classmethod", "staticmethod", "abstractmethod", "setter")
_DEEPEST: Final = 8  # callers of callers
_MOST_CALLERS: Final = 12
# A decorator from outside that may change where an error goes: `@handle_errors`, `@safe(...)`.
_CATCHING: Final = ("retry", "retries", "suppress", "ignore", "catch", "handle", "safe", "except", "error", "fallback")
_HARMLESS: Final = ("handler", "AWSRetry", "error_handler_ok", "lambda_handler")


class Outcome(NamedTuple):
    """What becomes of one error."""

    word: str
    line: int = 0
    note: str = ""


class End(NamedTuple):
    """How a function ends in one way: what it raises, or the outcome of what it returns."""

    outcome: Outcome
    raised: BaseException | None = None
    matched: bool = False
    questions: tuple[str, ...] = ()


class Reviewed:
    """A program that is ready to be run in slices."""

    def __init__(self, program: Program, sites: Sequence[Site], reached: set[Any] | None = None, *, plain: bool = False) -> None:
        self.program, self.sites = program, sites
        # Of a function that is reviewed alone, nobody is a caller.
        self.references = {
            each: [it for it in program.references(each) if reached is None or program.outermost(it) in reached]
            for each in program.functions
        }
        self._slicer = Slicer(program)
        self._codes: dict[ast.AST, Any] = {}
        self._goods: dict[ast.AST, list[Any]] = {}
        tree = Instrument(program, sites).visit(program.tree)
        ast.fix_missing_locations(tree)
        self.names: dict[str, Any] = {"__builtins__": {**BUILTINS, **_HOOKS}, "__name__": "reviewed"}
        RUN.functions = {}
        RUN.begin(None, None, Choices([]))
        RUN.paused = True
        for statement in tree.body:
            self._define(statement, plain=plain)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id not in self.names and node.id not in BUILTINS:
                if not node.id.startswith("@"):
                    self.names[node.id] = _unimported(node.id)
        RUN.paused = False
        RUN.functions = dict(RUN.made)
        self._saved = dict(self.names)
        self._state = [(each, copy.copy(each)) for each in _containers(self.names)]

    def _define(self, statement: Any, *, plain: bool) -> None:
        """Run a statement of the module that defines names."""
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            for block in ("body", "orelse", "handlers", "finalbody"):
                for each in getattr(statement, block, ()):
                    inner = each.body if isinstance(each, ast.ExceptHandler) else [each]
                    for it in inner:
                        if block == "body" or not _names_in(it) & set(self.names):
                            self._define(it, plain=plain)
            return
        if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for name in _names_in(statement) - set(self.names):
                self.names[name] = Anything(name, outer=True)
            return
        try:
            if plain and isinstance(statement, (ast.Assign, ast.AugAssign)):
                raise ValueError  # noqa: TRY301 - as if it had failed
            exec(compile(ast.Module([statement], []), FILE, "exec"), self.names)  # noqa: S102 - restricted
        except (Exception, Stop, SystemExit, Left):
            RUN.stop = None
            for name in _names_in(statement):
                self.names[name] = Anything(name, outer=True)

    def _restore(self) -> None:
        """Undo what a run did to names and containers of the module."""
        self.names.clear()
        self.names.update(self._saved)
        for each, saved in self._state:
            if isinstance(each, list):
                each[:] = saved
            else:
                each.clear()
                each.update(saved)

    # --- one call

    def follow(self, number: int, spec: Spec) -> Outcome:
        """Return what becomes of an error of a call."""
        site = self.sites[number]
        owner = self.program.outermost(site.node)
        ends = self._ends(site.node, owner, number, spec, error_of(spec, site.operation), matched=False)
        if not ends:
            return self._driven(number, owner, spec)
        found: dict[Outcome, tuple[str, ...]] = {}
        for end in ends:
            for each in self._escaped(owner, end, spec, ()):
                found.setdefault(each, end.questions)
        return _agreed(found)

    def _driven(self, number: int, owner: Function | None, spec: Spec) -> Outcome:
        """Return the outcome for a call in an inner function that the slice doesn't call."""
        why = RUN.passed
        return Outcome("unknown", 0, f"passed to {why}, which may call it" if why else "nothing leads to the call")

    def _escaped(self, owner: Function | None, end: End, spec: Spec, seen: tuple[Any, ...]) -> Iterator[Outcome]:
        """Yield the outcomes of what a function raises, in its callers."""
        if end.raised is None or owner is None or len(seen) > _DEEPEST:
            yield end.outcome
            return
        met = False
        for reference in self.references.get(owner, ())[:_MOST_CALLERS]:
            caller = self.program.outermost(reference)
            if caller in seen or caller is owner:
                continue
            source = self.program.numbers[owner]
            for each in self._ends(reference, caller, ("function", source), spec, end.raised, matched=end.matched):
                met = True
                if each.raised is end.raised and end.outcome.word != "propagates":
                    each = each._replace(outcome=end.outcome)  # noqa: PLW2901 - the same, one level up
                elif end.outcome.word == "handled" and each.raised is end.raised:
                    each = each._replace(outcome=end.outcome)  # noqa: PLW2901
                yield from self._escaped(caller, each, spec, (*seen, owner))
        if not met:
            yield end.outcome

    def _ends(self, node: ast.AST, owner: Function | None, source: Any, spec: Spec, raised: BaseException, *, matched: bool) -> list[End]:
        """Return how a function ends if a call in it raises; empty if it doesn't reach the call."""
        code = self._code(node, owner)
        goods = self._successes(node, owner, source)
        ends: dict[tuple[Any, ...], End] = {}
        passed = ""
        for choices in all_ways():
            RUN.begin(spec, raised, choices)
            RUN.source, RUN.matched = source, matched
            raised.__traceback__ = raised.__context__ = None
            end = self._end(code, owner, goods)
            passed = passed or RUN.passed
            if end is not None:
                key = (end.outcome, type(end.raised), end.raised is raised, end.matched)
                ends.setdefault(key, end)
        RUN.passed = passed
        return list(ends.values())

    def _successes(self, node: ast.AST, owner: Function | None, source: Any) -> list[Any]:
        """Return what a function returns if the call succeeds."""
        if node not in self._goods:
            self._goods[node] = goods = []
            for count, choices in enumerate(all_ways()):
                if count > 15:
                    break
                RUN.begin(None, None, choices)
                RUN.source = source
                try:
                    value = self._run(self._code(node, owner), owner)
                except Left as left:
                    value = left.value
                except BaseException:  # noqa: S112, BLE001 - only results count
                    continue
                if RUN.calls and not RUN.stop:
                    goods.append(value)
        return self._goods[node]

    def _end(self, code: Any, owner: Function | None, goods: list[Any]) -> End | None:
        """Run a slice once; None if it doesn't reach the call."""
        error = RUN.raised
        raised: BaseException | None = None
        value: Any = None
        try:
            value = self._run(code, owner)
        except Left as left:
            value = left.value
        except Stop:
            pass
        except BaseException as caught:  # noqa: BLE001 - it is what is looked for
            raised = caught
        if not RUN.calls:
            return None
        questions = tuple(question for _, _, question in RUN.choices.made)
        if RUN.stop is not None:
            word, _, note = str(RUN.stop).partition(": ")
            return End(Outcome(word, RUN.line, note), None, RUN.matched, questions)
        if raised is None:
            if RUN.matched:
                word = "handled"
            elif RUN.reported or self._left_behind() or tells(value, goods):
                word = "reported"
            else:
                word = "swallowed"
            return End(Outcome(word, RUN.line), None, RUN.matched, questions)
        return End(self._outcome_of(raised, error), raised, RUN.matched, questions)

    def _outcome_of(self, raised: BaseException, error: BaseException | None) -> Outcome:
        if raised is error:
            again = RUN.calls > 1 and RUN.matched
            return Outcome("handled", RUN.line, "tries again, then raises it") if again else Outcome("propagates")
        if isinstance(raised, RecursionError) and RUN.calls > 20:
            return Outcome("endless", RUN.line)
        if isinstance(raised, MemoryError):
            return Outcome("unknown", RUN.line, "it needs too much memory")
        if any(raised is each for each in RUN.meant):
            return Outcome("translated", RUN.line, type(raised).__name__)
        lines = [line for frame, line in traceback.walk_tb(raised.__traceback__) if frame.f_code.co_filename == FILE]
        return Outcome("crashes", lines[-1] if lines else RUN.line, _described(raised))

    def _left_behind(self) -> bool:
        """Return whether the error is in what outlives the function: an object, or the module."""
        return any(mentions(each) for each in (*self._objects, *(it for it, _ in self._state)))

    # --- running

    def _code(self, node: ast.AST, owner: Function | None) -> Any:
        if node not in self._codes:
            self._codes[node] = compile(self._slicer.slice(node, owner), FILE, "exec")
        return self._codes[node]

    def _run(self, code: Any, owner: Function | None) -> Any:
        """Run a slice, and what it returns, until the call is reached."""
        self._restore()
        self._objects: list[Any] = []
        if owner is None:
            exec(code, self.names)  # noqa: S102 - restricted
            return None
        made: dict[str, Any] = {}
        exec(code, self.names, made)  # noqa: S102 - restricted
        function = made[owner.name]
        arguments = self._arguments(function, owner)
        value = drive(function(*arguments))
        for _ in range(2):
            if RUN.calls or not is_function(value):
                break
            value = drive(self._called(value))  # a factory or a decorator returns the function
        if not RUN.calls and not RUN.passed:
            inner = self._inner(owner)
            if inner is not None:
                value = drive(self._called(inner))
        return value

    def _inner(self, owner: Function) -> Any:
        """Return the inner function that has the call, if it was made and not called."""
        if isinstance(RUN.source, int):
            inside = self.program.owner(self.sites[RUN.source].node)
            if inside is not None and inside is not owner:
                return RUN.made.get(self.program.numbers[inside])
            return RUN.made.get(-1)
        return None

    def _called(self, function: Any) -> Any:
        code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
        count = code.co_argcount if code is not None else 0
        if hasattr(function, "__self__"):
            count -= 1
        names = code.co_varnames if code is not None else ()
        return function(*(Anything(name, outer=True) for name in names[:count]))

    def _arguments(self, function: Any, owner: Function) -> list[Any]:
        """Return arguments for a function: a number stays as it is, anything else is a choice."""
        inner = function
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        names = [each.arg for each in (*owner.args.posonlyargs, *owner.args.args)]
        defaults = list(getattr(inner, "__defaults__", None) or ())
        given: list[Any] = []
        for place, name in enumerate(names):
            later = place - len(names) + len(defaults)
            default = defaults[later] if 0 <= later < len(defaults) else number_of(name)
            given.append(_argument(name, default or None))
        holder = self.program.class_of(owner)
        if holder is not None and names and not any("staticmethod" in ast.dump(each) for each in owner.decorator_list):
            given[0] = self._object(holder.name)
        for each, default in (getattr(inner, "__kwdefaults__", None) or {}).items():
            inner.__kwdefaults__[each] = _argument(each, default)
        return given

    def _object(self, name: str) -> Any:
        """Return an object of a class of the source, as its own ``__init__`` makes it."""
        kind = self.names.get(name)
        if not isinstance(kind, type):
            return Anything("self", outer=True)
        RUN.paused = True
        try:
            made = kind.__new__(kind)
        except TypeError:
            made = Base()
        try:
            setup = getattr(kind, "__init__", None)
            if hasattr(setup, "__code__") or hasattr(setup, "__wrapped__"):
                code = getattr(setup, "__wrapped__", setup).__code__
                plain = [_argument(each, None) for each in code.co_varnames[1 : code.co_argcount]]
                setup(made, *plain)
        except (Exception, Left, SystemExit):  # noqa: S110 - what is missing is a stand-in
            pass
        finally:
            RUN.paused = False
        self._objects.append(made)
        return made


def _argument(name: str, default: Any) -> Any:
    if isinstance(default, bool) or default is None or isinstance(default, str):
        return Anything(name, outer=True)
    return default


def _agreed(found: dict[Outcome, tuple[str, ...]]) -> Outcome:
    """Return the one outcome of all ways, or say that it isn't known."""
    words = list(dict.fromkeys(each.word for each in found))
    if len(words) == 1:
        return next(iter(found))
    unknown = next((each for each in found if each.word == "unknown"), None)
    if unknown is not None:
        return unknown
    questions = [set(each) for each in found.values()]
    open_ = next((it for each in found.values() for it in each if any(it not in other for other in questions) or True), "")
    note = f"{' or '.join(words)}: it depends on {open_}" if open_ else " or ".join(words)
    return Outcome("unknown", next(each.line for each in found), note)


def _described(raised: BaseException) -> str:
    text = str(raised.args[0]) if raised.args else ""
    return f"{type(raised).__name__}({text[:60]!r})"


def _names_in(statement: ast.AST) -> set[str]:
    return {
        getattr(each, "id", None) or each.name  # type: ignore[attr-defined] # one of both
        for each in (ast.walk(statement) if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else [statement])
        if (isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)) or isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }


def _unimported(name: str) -> Any:
    """Return what a name means that is used without an import, as in a snippet."""
    found = SNIPPET.get(name) or imported(name)
    return Anything(name, outer=True) if type(found) is Module and name not in MODULES else found


def _containers(names: dict[str, Any]) -> Iterator[Any]:
    """Yield the containers that a run could change: of the module, of its classes and objects."""
    waiting, seen = [each for name, each in names.items() if name != "__builtins__"], set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, (list, dict, set)):
            yield each
            waiting += each.values() if isinstance(each, dict) else each
        elif isinstance(each, type) and each.__module__ == "reviewed":
            waiting += [it for it in vars(each).values() if isinstance(it, (list, dict, set))]
        elif type(each).__module__ == "reviewed" and hasattr(each, "__dict__") and not isinstance(each, type):
            waiting.append(each.__dict__)


# --- hooks ----------------------------------------------------------------------------------


def _hit(site: int, *_: Any) -> Any:
    if not RUN.paused and RUN.source == site:
        RUN.call()
    return Anything("response")


async def _later(site: int, *inner: Any) -> Any:
    return _hit(site, *inner)


def _method(site: int) -> Any:
    def method(*_: Any, **__: Any) -> Any:
        return _hit(site)

    return method


class _Paginator:
    """A paginator or a waiter: it calls when its pages are read."""

    def __init__(self, site: int) -> None:
        self._site = site

    def paginate(self, *_: Any, **__: Any) -> _Paginator:
        """Return the pages."""
        return self

    def __iter__(self) -> Any:
        _hit(self._site)
        yield Anything("page")

    async def __aiter__(self) -> Any:
        _hit(self._site)
        yield Anything("page")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def method(*_: Any, **__: Any) -> Any:
            return self if name in {"search"} else _hit(self._site)

        return method


def _function(number: int, flavour: str) -> Callable[[Any], Any]:
    """Return a decorator: the function raises if it is the one that raises in this run."""

    def reach() -> None:
        if not RUN.paused and RUN.source == ("function", number):
            RUN.call()
        elif RUN.stop:
            raise RUN.stop

    def decorate(function: Any) -> Any:
        if flavour == "plain":

            def made(*given: Any, **named: Any) -> Any:
                reach()
                return function(*given, **named)

        elif flavour == "generator":

            def made(*given: Any, **named: Any) -> Any:
                reach()
                return (yield from function(*given, **named))

        elif flavour == "async":

            async def made(*given: Any, **named: Any) -> Any:
                reach()
                return await function(*given, **named)

        else:

            async def made(*given: Any, **named: Any) -> Any:
                reach()
                async for each in function(*given, **named):
                    yield each

        RUN.made[number] = functools.wraps(function)(made)
        return made

    return decorate


def _lambda(function: Any, reaches: bool) -> Any:  # noqa: FBT001 - from the tree
    if reaches:
        RUN.made[-1] = function
    return function


def _decorate(decorator: Any) -> Any:
    """Return a decorator; one from outside changes nothing, if its name doesn't say otherwise."""
    if not isinstance(decorator, Anything):
        return decorator
    name = decorator._name.partition("(")[0]
    last = name.rpartition(".")[2].lower()
    doubtful = any(word in last for word in _CATCHING) and "AWSRetry" not in name and "handler" not in last

    def decorate(function: Any) -> Any:
        if not doubtful or not hasattr(function, "__code__"):
            return function

        @functools.wraps(function)
        def made(*given: Any, **named: Any) -> Any:
            before = RUN.calls
            try:
                return drive(function(*given, **named))
            except Exception:
                if RUN.calls > before and not RUN.paused:
                    raise RUN.end(f"unknown: the decorator {name} is outside the source") from None
                raise

        return made

    return decorate


def _raised(error: Any) -> BaseException:
    if isinstance(error, type) and issubclass(error, BaseException):
        error = error()
    if isinstance(error, Anything):
        made: BaseException = OutsideError(str(error._name))
        RUN.meant.append(made)
        return made
    if isinstance(error, BaseException) and error is not RUN.raised:
        RUN.meant.append(error)
    return error  # type: ignore[no-any-return] # Python refuses anything else


def _caught(line: int) -> None:
    if RUN.stop is not None:
        raise RUN.stop
    import sys

    error = sys.exc_info()[1]
    if error is not None and RUN.calls:
        if error is RUN.raised or not RUN.line or True:
            RUN.line = line
        if error is RUN.raised:
            RUN.note_class(RUN.kinds)
    RUN.kinds = ()


def _except(kinds: Any) -> Any:
    RUN.kinds = classes(kinds)
    return RUN.kinds


def _check() -> None:
    if RUN.stop is not None:
        raise RUN.stop


def _returned(value: Any, line: int) -> Any:
    if RUN.calls:
        RUN.line = line
    return value


def _with(manager: Any, line: int) -> Any:
    """Return a context manager that notes its line if it stops the error."""
    if isinstance(manager, Anything) or not hasattr(manager, "__exit__"):
        return manager
    return _Noting(manager, line)


class _Noting:
    def __init__(self, manager: Any, line: int) -> None:
        self._manager, self._line = manager, line

    def __enter__(self) -> Any:
        return self._manager.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Any:
        before = RUN.line
        done = self._manager.__exit__(kind, error, trace)
        if done and error is not None and RUN.calls:
            if RUN.stop is not None:
                raise RUN.stop
            RUN.line = self._line if RUN.line == before else RUN.line
        return done


def _in(value: Any, container: Any) -> bool:
    if isinstance(value, Said) and isinstance(container, (dict, set, frozenset)):
        return any([value == each for each in container])
    if isinstance(container, Anything) or isinstance(value, Anything):
        RUN.looked_ever = True
        from sgwlib.reviewing.standins import short

        return RUN.ask(f"{short(value)} in {short(container)}")
    return value in container


def _is(one: Any, other: Any) -> bool:
    if other is None and isinstance(one, Anything):
        return RUN.ask(f"{one._name} is None", first=False)
    return one is other


def _item(container: Any, key: Any) -> Any:
    if isinstance(container, dict):
        if isinstance(key, Anything) and key not in container and container:
            return _chosen(container)
        if isinstance(key, Said):
            _in(key, container)
    return container[key]


def _chosen(table: dict[Any, Any]) -> Any:
    """Return the value of an unknown key: the function that is followed, if the table has it."""
    values = list(table.values())
    wanted = RUN.made.get(RUN.source[1]) if isinstance(RUN.source, tuple) else None
    for each in values:
        inner = getattr(each, "__func__", each)
        while inner is not None and inner is not wanted:
            inner = getattr(inner, "__wrapped__", None)
        if wanted is not None and inner is wanted:
            return each
    if all(is_function(each) for each in values):
        return values[0]
    return Anything("table[...]")


def _get(container: Any, *given: Any, **named: Any) -> Any:
    if isinstance(container, dict):
        if isinstance(given[0], Said):
            _in(given[0], container)
        elif isinstance(given[0], Anything) and container:
            return _chosen(container)
    return container.get(*given, **named)


def _join(*parts: Any) -> Any:
    text = "".join(str(each) for each in parts)
    return Said.at(text, "text") if any(isinstance(each, (Said, BaseException)) for each in parts) else text


class _format:
    """``str.format`` that reads no attribute."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __call__(self, *given: Any, **named: Any) -> Any:
        if not isinstance(self._value, str):
            return self._value.format(*given, **named) if isinstance(self._value, Anything) else Anything("format")
        parts = [self._value, *map(str, given), *map(str, named.values())]
        return _join(*parts) if not any(mentions(each) for each in (*given, *named.values())) else Said.at(" ".join(parts), "text")


def _name(value: Any) -> Any:
    """Return the name of a class: of the error's, a string that notes comparisons."""
    name = getattr(value, "__name__", None)
    if RUN.raised is not None and value is type(RUN.raised):
        return Said.at(str(name), "class")
    return name if isinstance(name, str) else Anything("__name__")


def _some(items: Any) -> Iterator[Any]:
    """Yield what a loop goes through, at least one item until the call is reached."""
    found = False
    if not isinstance(items, Anything):
        for each in items:
            found = True
            yield each
    if not found:
        yield Anything("item")
        if isinstance(items, Anything) and RUN.ask(f"{items._name} has more items"):
            yield Anything("item")


class _Some:
    """The same for both kinds of loops."""

    def __init__(self, items: Any) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return _some(self._items)

    async def __aiter__(self) -> Any:
        if hasattr(self._items, "__aiter__") and not isinstance(self._items, Anything):
            async for each in self._items:
                yield each
        else:
            for each in _some(self._items):
                yield each


def _unpack(value: Any, shape: tuple[Any, ...]) -> Any:
    if isinstance(value, Anything):
        return tuple(_unpack(Anything(f"{value._name}[{n}]", outer=value._outer), each) if each else Anything(f"{value._name}[{n}]", outer=value._outer) for n, each in enumerate(shape))
    if any(shape) and isinstance(value, (tuple, list)) and len(value) == len(shape):
        return tuple(_unpack(each, it) if it else each for each, it in zip(value, shape, strict=True))
    return value


def _each(items: Any, shape: tuple[Any, ...]) -> Any:
    if hasattr(items, "__aiter__") and not hasattr(items, "__iter__"):
        return items
    return (_unpack(each, shape) for each in items)


def _leads(want: bool, test: Any) -> bool:  # noqa: FBT001 - from the tree
    return bool(test()) if RUN.calls else want


def _led(want: bool, value: Any) -> bool:  # noqa: FBT001 - from the tree
    return bool(value) if RUN.calls else want


_HOOKS: Final = hooks_of(
    {
        "Base": Base, "caught": _caught, "check": _check, "classes": _except, "decorate": _decorate,
        "each": _each, "format": _format, "function": _function, "get": _get, "hit": _hit,
        "import": imported, "in": _in, "is": _is, "item": _item, "join": _join, "lambda": _lambda,
        "later": _later, "leads": _leads, "led": _led, "method": _method, "name": _name,
        "paginator": _Paginator, "raised": _raised, "returned": _returned, "round": RUN.round,
        "some": _Some, "unbound": Anything, "unpack": _unpack, "with": _with,
    }
)  # fmt: skip

__all__ = ["Outcome", "Reviewed", "Run"]
