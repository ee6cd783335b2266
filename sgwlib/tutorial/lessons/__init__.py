"""The exercises, one module per lesson: ``lesson_01`` has those of notebook 01."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgwlib.tutorial.exercise import Exercise


@cache
def all_exercises() -> tuple[Exercise, ...]:
    """Return the exercises of all lessons, in order."""
    modules = sorted(module.name for module in iter_modules(__path__, f"{__name__}."))
    return tuple(each for module in modules for each in import_module(module).EXERCISES)


def find(name: object) -> Exercise | None:
    """Return the exercise of this name, if there is one."""
    return next((each for each in all_exercises() if each.name == name), None)
