"""The kinds of answers: names, values, a learner's function, a handler of errors, a fault plan."""

from __future__ import annotations

from sgwlib.tutorial.kinds.good_tests import GoodTest, Subject
from sgwlib.tutorial.kinds.handlers import Attempt, Handler, Scene
from sgwlib.tutorial.kinds.judged import Judged
from sgwlib.tutorial.kinds.names import Names, OneName
from sgwlib.tutorial.kinds.planners import Planned, Planner
from sgwlib.tutorial.kinds.plans import Plan
from sgwlib.tutorial.kinds.programs import Case, Program
from sgwlib.tutorial.kinds.values import Number, Table, YesNo

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
