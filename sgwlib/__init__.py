"""Learn, look up, provoke and test against every documented AWS Storage Gateway error.

Every name below is loaded when it is first used, so that ``import sgwlib`` costs little and
needs no plotting, widget or SDK package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgwlib.catalogue.comparison import Comparison as Comparison
    from sgwlib.catalogue.loading import load_catalogue as load_catalogue
    from sgwlib.catalogue.model import Catalogue as Catalogue
    from sgwlib.coverage.client import ClientCoverage as ClientCoverage
    from sgwlib.coverage.client import recording as recording
    from sgwlib.coverage.files import load_coverage as load_coverage
    from sgwlib.coverage.files import save_coverage as save_coverage
    from sgwlib.diagnosis.counting import Scan as Scan
    from sgwlib.diagnosis.explanation import Explanation as Explanation
    from sgwlib.diagnosis.explanation import explain as explain
    from sgwlib.diagnosis.scanning import scan as scan
    from sgwlib.drills.drill import Drill as Drill
    from sgwlib.drills.drill import drill as drill
    from sgwlib.drills.drill import drill_names as drill_names
    from sgwlib.errors import SgwError as SgwError
    from sgwlib.graph.build import error_graph as error_graph
    from sgwlib.quiz.practice import practice as practice
    from sgwlib.quiz.report import class_report as class_report
    from sgwlib.response import ErrorResponse as ErrorResponse
    from sgwlib.reviewing.reader import review as review
    from sgwlib.reviewing.report import Review as Review
    from sgwlib.simulation.endpoint.server import Endpoint as Endpoint
    from sgwlib.simulation.faults import Fault as Fault
    from sgwlib.simulation.faults import FaultPlan as FaultPlan
    from sgwlib.simulation.inject import inject as inject
    from sgwlib.simulation.inject import inject_session as inject_session
    from sgwlib.simulation.plans import load_plan as load_plan
    from sgwlib.simulation.plans import save_plan as save_plan
    from sgwlib.simulation.sandbox.account import Sandbox as Sandbox
    from sgwlib.simulation.sandbox.recipes import Recipe as Recipe
    from sgwlib.simulation.sandbox.recipes import recipe as recipe
    from sgwlib.simulation.simulate import simulate as simulate
    from sgwlib.tutorial.checking import check as check
    from sgwlib.tutorial.checking import hint as hint
    from sgwlib.tutorial.checking import solution as solution
    from sgwlib.tutorial.widgets import exercise as exercise
    from sgwlib.tutorial.widgets import timeline as timeline
    from sgwlib.ui.explorer import explorer as explorer

_HOME = {
    "Catalogue": "sgwlib.catalogue.model",
    "ClientCoverage": "sgwlib.coverage.client",
    "Comparison": "sgwlib.catalogue.comparison",
    "Drill": "sgwlib.drills.drill",
    "Endpoint": "sgwlib.simulation.endpoint.server",
    "ErrorResponse": "sgwlib.response",
    "Explanation": "sgwlib.diagnosis.explanation",
    "Fault": "sgwlib.simulation.faults",
    "FaultPlan": "sgwlib.simulation.faults",
    "Recipe": "sgwlib.simulation.sandbox.recipes",
    "Review": "sgwlib.reviewing.report",
    "Sandbox": "sgwlib.simulation.sandbox.account",
    "Scan": "sgwlib.diagnosis.counting",
    "SgwError": "sgwlib.errors",
    "check": "sgwlib.tutorial.checking",
    "class_report": "sgwlib.quiz.report",
    "drill": "sgwlib.drills.drill",
    "drill_names": "sgwlib.drills.drill",
    "error_graph": "sgwlib.graph.build",
    "exercise": "sgwlib.tutorial.widgets",
    "explain": "sgwlib.diagnosis.explanation",
    "explorer": "sgwlib.ui.explorer",
    "hint": "sgwlib.tutorial.checking",
    "inject": "sgwlib.simulation.inject",
    "inject_session": "sgwlib.simulation.inject",
    "load_catalogue": "sgwlib.catalogue.loading",
    "load_coverage": "sgwlib.coverage.files",
    "load_plan": "sgwlib.simulation.plans",
    "practice": "sgwlib.quiz.practice",
    "recipe": "sgwlib.simulation.sandbox.recipes",
    "recording": "sgwlib.coverage.client",
    "review": "sgwlib.reviewing.reader",
    "save_coverage": "sgwlib.coverage.files",
    "save_plan": "sgwlib.simulation.plans",
    "scan": "sgwlib.diagnosis.scanning",
    "simulate": "sgwlib.simulation.simulate",
    "solution": "sgwlib.tutorial.checking",
    "timeline": "sgwlib.tutorial.widgets",
}
# Reached as attributes without an import of their own, as the documents name them.
_PACKAGES = ("catalogue", "coverage", "diagnosis", "graph", "plot", "reviewing", "simulation")

__all__ = sorted(_HOME)  # noqa: PLE0605 - a list of str, held by a test
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name not in _HOME and name not in _PACKAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with import_module("sgwlib.extras").needed_by(f"sgwlib.{name}"):
        home = import_module(_HOME.get(name, f"{__name__}.{name}"))
    value = getattr(home, name) if name in _HOME else home
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_PACKAGES})
