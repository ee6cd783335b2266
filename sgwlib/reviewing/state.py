"""What a run changes in the objects of a module, and how it is undone.

Each run begins as if it were the first: a counter is at zero, a list of failures is empty.
"""

from __future__ import annotations

import copy
import functools
from collections import deque
from types import CellType, CodeType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.standins import REVIEWED, Anything, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CONTAINERS: Final = (list, dict, set, deque)
_Cached: Final = functools._lru_cache_wrapper
_WRAPPERS: Final = (
    *(MethodType, classmethod, staticmethod, property),
    *(functools.cached_property, functools.partial, _Cached),
)
_WRAPPED: Final = "__func__ __self__ __wrapped__ fget fset func args keywords".split()


class State:
    """What some objects, and all that can be reached from them, are like before a run.

    Functions reach the names of the module that they use.
    """

    def __init__(self, things: Iterable[Any], names: Mapping[str, Any]) -> None:
        self._saved = [(each, _content(each)) for each in _changeable(things, names)]

    def restore(self) -> None:
        """Undo what a run has changed."""
        for each, content in self._saved:
            _put_back(each, content)

    def added(self) -> Iterator[Any]:
        """Yield what a run has put into the containers. A stand-in there may have changed."""
        for each, content in self._saved:
            if isinstance(each, _CONTAINERS):
                known = {id(it) for it in inside(content)}
                new = (it for it in inside(each) if id(it) not in known or type(it) is Anything)
                yield from new


def _changeable(things: Iterable[Any], names: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what a run can change, and can reach from some things."""
    waiting, seen = list(things), set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, (*_CONTAINERS, Anything, _Cached)):
            yield each
        if isinstance(each, (*_CONTAINERS, tuple)):
            waiting += each.values() if isinstance(each, dict) else each
        elif isinstance(each, _WRAPPERS):
            waiting += [getattr(each, name, None) for name in _WRAPPED]
        elif isinstance(each, CodeType):
            waiting += [names[name] for name in each.co_names if name in names]
            waiting += each.co_consts  # the code of inner functions
        elif isinstance(each, FunctionType) and each.__module__ == REVIEWED:
            waiting += [each.__code__, vars(each), each.__defaults__, each.__kwdefaults__]
            waiting += each.__closure__ or ()
        elif isinstance(each, CellType) and _is_bound(each):
            yield each
            waiting.append(each.cell_contents)
        elif isinstance(each, type) and each.__module__ == REVIEWED:
            yield each
            waiting += [*vars(each).values(), *each.__bases__]
        elif type(each).__module__ == REVIEWED and hasattr(each, "__dict__"):
            waiting += [type(each), vars(each)]


def _is_bound(cell: CellType) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False


def _content(each: Any) -> Any:
    if isinstance(each, Anything):
        return each._told
    if isinstance(each, CellType):
        return each.cell_contents
    if isinstance(each, type):
        return dict(vars(each))
    return copy.copy(each)


def _put_back(each: Any, content: Any) -> None:
    if isinstance(each, list):
        each[:] = content
    elif isinstance(each, Anything):
        vars(each)["_told"] = content
    elif isinstance(each, CellType):
        each.cell_contents = content
    elif isinstance(each, _Cached):
        each.cache_clear()
    elif isinstance(each, type):
        now = vars(each)
        for name in now.keys() - content.keys():
            type.__delattr__(each, name)
        for name in [it for it in content if it not in now or now[it] is not content[it]]:
            type.__setattr__(each, name, content[name])
    else:
        each.clear()
        (each.extend if isinstance(each, deque) else each.update)(content)
