"""The kinds of answers: values, functions, error handlers and fault plans."""

from __future__ import annotations

from sgwlib.tutorial.kinds.handlers import Attempt, Handler, Scene
from sgwlib.tutorial.kinds.plans import Plan, Planned, Planner
from sgwlib.tutorial.kinds.programs import Case, GoodTest, Program, Subject
from sgwlib.tutorial.kinds.values import Judged, Names, Number, OneName, Table, YesNo

__all__ = [
    "Attempt",
    "Case",
    "GoodTest",
    "Handler",
    "Judged",
    "Names",
    "Number",
    "OneName",
    "Plan",
    "Planned",
    "Planner",
    "Program",
    "Scene",
    "Subject",
    "Table",
    "YesNo",
]
