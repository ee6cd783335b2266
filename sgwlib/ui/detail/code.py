"""What is known of an error code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sgwlib.text import counted
from sgwlib.ui.detail.alike import equals, nearly
from sgwlib.ui.detail.carriers import about_carriers
from sgwlib.ui.detail.markup import names, quoted, statement

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue, ErrorCode

__all__ = ["about_code", "meaning"]


def about_code(catalogue: Catalogue, code: str, carrier: str = "") -> Markup:
    """Return what is known of a code, whichever operation returns it."""
    about, operations = catalogue.codes[code], catalogue.operations_of(code)
    title = f"Returned by {counted(len(operations), 'operation')}"
    return (
        Markup("<h3>{}</h3>").format(code)
        + meaning(about)
        + names(title, operations, "operation", key="of", code=code)
        + about_carriers(catalogue, about, selected=carrier)
        + names("Codes of the same operations", equals(catalogue, code), "code", key="like")
        + names("Codes of nearly the same operations", nearly(catalogue, code), "code", key="near")
    )


def meaning(code: ErrorCode) -> Markup:
    """Return message, cause and remedy of a code."""
    return (
        quoted(code.message) + statement("Cause", code.cause) + statement("What to do", code.remedy)
    )
