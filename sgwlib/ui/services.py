"""What only Python can do for the page: explain, call a client, run a recipe, read a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.coverage import load_coverage
from sgwlib.response import build_response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.ui.explorer import Explorer

    Content = Mapping[str, Any]


def _explain(explorer: Explorer, content: Content) -> dict[str, Any]:
    from sgwlib.diagnosis import explain  # when it is needed: it takes longer than opening the page

    found = explain(str(content.get("text", "")), catalogue=explorer.catalogue)
    page = explorer.shown
    code = found.code if found.code in page.codes else ""
    exceptions = page.carriers if code else page.exceptions
    return {
        "text": str(found),
        "operation": found.operation if found.operation in page.operations else "",
        "code": code,
        "exception": found.exception if found.exception in exceptions else "",
    }


def _call(explorer: Explorer, content: Content) -> dict[str, Any]:
    """Call a real client that always gets the same response."""
    from sgwlib.simulation.boto import attempts_by_boto3

    operation, code, exception = (
        str(content.get(name) or "") for name in ("operation", "code", "exception")
    )
    response = build_response(
        operation,
        code or exception,
        exception=(exception or None) if code else None,
        undocumented=True,
        catalogue=explorer.shown,
    )
    rows = [["Retry mode", "Attempts", "Raised"]]
    rows += [
        [each.mode, f"{each.made} of at most {each.most}", type(each.error).__name__]
        for each in attempts_by_boto3(response)
    ]
    return {"rows": rows}


def _run(_explorer: Explorer, content: Content) -> dict[str, Any]:
    from sgwlib.simulation.sandbox.recipes import recipe

    error = recipe(str(content.get("operation")), str(content.get("code"))).run()
    return {"text": f"{type(error).__name__}: {error}"}


def _coverage(explorer: Explorer, content: Content) -> dict[str, Any]:
    path = str(content.get("path", ""))
    explorer.coverage = load_coverage(path) if path else None
    return {}


SERVICES: dict[str, Callable[[Explorer, Content], dict[str, Any]]] = {
    "explain": _explain,
    "call": _call,
    "run": _run,
    "coverage": _coverage,
}
"""By the word with which the page asks."""
