"""The document that the page gets once: the catalogue, its editions and orders, and the recipes.

The page filters, orders, folds, describes and simulates from this alone. Names are written once,
and everything else refers to them by their index. The document of the bundled catalogue is a file,
made by ``make document``: to seriate and to find the recipes takes longer than everything else
that opens an explorer.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import SgwError
from sgwlib.retries import who_retries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType

    Indices = Mapping[str, int]

FAMILIES = (
    "any operation",
    "gateway type",
    "volume",
    "snapshot",
    "iSCSI target",
    "disk and buffer",
    "network",
    "activation",
    "file system",
)
"""The families of codes from left to right. Families of another catalogue come after these."""

RESOURCES = (
    "gateway",
    "local disk",
    "volume",
    "bandwidth limit",
    "CHAP credentials",
    "maintenance",
    "snapshot schedule",
    "snapshot",
    "recovery point",
    "file system association",
)
"""The resources of operations from top to bottom, likewise."""

EXPLORER_ORDERS = ("meaning", "page", "alphabetical", "degree", "seriated")
"""The orders of the explorer: by family and resource, and those of :func:`sgwlib.graph.order`."""

BUNDLED = Path(__file__).parent / "static/document.json"
"""The document of the default edition."""


def document(catalogue: Catalogue) -> dict[str, Any]:
    """Return everything that the page needs to know of a catalogue, as JSON values.

    The other editions of the bundled catalogue come with it if it is one of them.

    Examples
    --------
    >>> made = document(load_catalogue())
    >>> len(made["editions"]), len(made["editions"][0]["pairs"])
    (6, 289)
    """
    shown = editions_of(catalogue)
    operations = {each.name: each for one in shown.values() for each in one.operations.values()}
    codes = {each.name: each for one in shown.values() for each in one.codes.values()}
    places = {name: place for names in (operations, codes) for place, name in enumerate(names)}
    return {
        "operations": [
            {
                "name": each.name,
                "resource": each.resource,
                "kind": each.kind,
                "gateways": list(each.gateway_types),
            }
            for each in operations.values()
        ],
        "codes": [
            {
                "name": each.name,
                "message": each.message,
                "family": each.family,
                "carrier": each.carrier._asdict(),
                **_explained(each),
            }
            for each in codes.values()
        ],
        "exceptions": [_exception(each) for each in catalogue.exceptions.values()],
        "families": _present(FAMILIES, (each.family for each in codes.values())),
        "resources": _present(RESOURCES, (each.resource for each in operations.values())),
        "observed": [
            {**pair._asdict(), **seen._asdict()}
            for pair, seen in catalogue.observed.items()
            if pair.operation in operations and pair.code in codes
        ],
        "editions": [_edition(name, one, places) for name, one in shown.items()],
        "edition": next(name for name, one in shown.items() if one is catalogue),
        **(_recipes(shown.values(), places) if catalogue in _bundled().values() else {}),
    }


@cache
def as_json(catalogue: Catalogue) -> str:
    """Return the document as compact JSON."""
    if catalogue == load_catalogue():
        return BUNDLED.read_text(encoding="utf-8")
    if catalogue in _bundled().values():
        made = json.loads(BUNDLED.read_text(encoding="utf-8")) | {"edition": catalogue.edition}
    else:
        made = document(catalogue)
    return compact(made)


def compact(made: Mapping[str, Any]) -> str:
    """Return JSON without blanks, in the letters that people write."""
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


@cache
def _bundled() -> dict[str, Catalogue]:
    return {name: load_catalogue(edition=name) for name in load_catalogue().editions}


def editions_of(catalogue: Catalogue) -> dict[str, Catalogue]:
    """Return the editions to choose from, by name."""
    if catalogue in _bundled().values():
        return _bundled()
    return {catalogue.edition: catalogue}


def _edition(name: str, catalogue: Catalogue, places: Indices) -> dict[str, Any]:
    from sgwlib.graph import error_graph, order  # only here: networkx takes a while to import

    graph = error_graph(catalogue)
    width = max(places.values()) + 1
    return {
        "name": name,
        "operations": [places[each] for each in catalogue.operations],
        "codes": [places[each] for each in catalogue.codes],
        "pairs": [places[one] * width + places[other] for one, other in catalogue.pairs],
        "width": width,
        "seriated": [[places[each] for each in side] for side in order(graph, "seriated")],
    }


def _exception(about: ExceptionType) -> dict[str, Any]:
    return {
        "name": about.name,
        "text": about.sample_message or about.message,
        "status": about.status,
        "reason": about.reason,
        "carries": about.carries_code,
        "retried": who_retries(about.name, about.status).sentence,
        "message": about.message,
        **_explained(about),
        "source": about.source,
    }


def _explained(about: ErrorCode | ExceptionType) -> dict[str, dict[str, str] | None]:
    """Return the cause and the remedy; None for both if the code that is carried has them."""
    statements = {"cause": about.cause, "remedy": about.remedy}
    return {name: each and each._asdict() for name, each in statements.items()}


def _present(known: tuple[str, ...], found: Iterable[str]) -> list[str]:
    """Return what occurs, the known names first."""
    names = dict.fromkeys(found)
    return [*(name for name in known if name in names), *(n for n in names if n not in known)]


def _recipes(catalogues: Iterable[Catalogue], places: Indices) -> dict[str, Any]:
    """Return the recipe of each pair. Lines and steps that several have are written once."""
    try:
        from sgwlib.simulation.sandbox.recipes import recipe
    except SgwError:  # without botocore there are no recipes
        return {}
    lines: dict[str, int] = {}

    def number(text: str) -> int:
        return lines.setdefault(text, len(lines))

    recipes = {}
    for one, other in dict.fromkeys(pair for each in catalogues for pair in each.pairs):
        found = recipe(one, other)
        recipes[f"{places[one]},{places[other]}"] = [
            [number(step) for step in found.steps],
            [number(line) for line in found.source.rstrip().split("\n")],
            [number(text) for text in found.evidence],
        ]
    return {"lines": list(lines), "recipes": recipes}
