"""What is known of an operation together with an error code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sgwlib.catalogue import Pair
from sgwlib.text import counted
from sgwlib.ui.detail.alike import equals
from sgwlib.ui.detail.carriers import about_carriers
from sgwlib.ui.detail.code import meaning
from sgwlib.ui.detail.markup import NOTHING, each_alone, heading, names, quoted, source
from sgwlib.ui.sentences import pair_sentence

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue

__all__ = ["about_pair"]


def about_pair(catalogue: Catalogue, operation: str, code: str, carrier: str = "") -> Markup:
    """Return what is known of a pair, whether the page lists it or not."""
    about = catalogue.codes[code]
    return (
        Markup("<h3>{}</h3>").format(pair_sentence(catalogue, operation, code))
        + meaning(about)
        + _seen_live(catalogue, operation, code)
        + _others(catalogue, operation, code)
        + about_carriers(catalogue, about, operation, carrier)
        + names(
            "Codes of the same operations",
            equals(catalogue, code),
            "code",
            key="like",
            operation=operation,
        )
        + each_alone(operation=operation, code=code)
    )


def _seen_live(catalogue: Catalogue, operation: str, code: str) -> Markup:
    seen = catalogue.observed.get(Pair(operation, code))
    if seen is None:
        return NOTHING
    text = quoted(seen.message) + Markup("<p>{}</p>").format(source(seen.source, "seen"))
    return heading("Seen live, with this message") + text


def _others(catalogue: Catalogue, operation: str, code: str) -> Markup:
    others = [name for name in catalogue.operations_of(code) if name != operation]
    count = counted(len(others), "operation")
    documented = catalogue.documents(operation, code)
    title = f"Also returned by {count}" if documented else f"Documented for {count}"
    return names(title, others, "operation", key="of", code=code)
