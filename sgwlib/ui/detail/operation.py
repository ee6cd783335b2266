"""What is known of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sgwlib.text import counted
from sgwlib.ui.detail.alike import equals, nearly
from sgwlib.ui.detail.markup import names

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue

__all__ = ["about_operation"]


def about_operation(catalogue: Catalogue, operation: str) -> Markup:
    """Return what an operation does, and all it can return."""
    about, codes = catalogue.operations[operation], catalogue.codes_of(operation)
    seen = [pair.code for pair in catalogue.undocumented_observed if pair.operation == operation]
    general = catalogue.general_exceptions
    return (
        Markup(
            "<h3>{}</h3><p>Resource: {}, which it {}. It can return {} of {} error codes.</p>"
        ).format(operation, about.resource, about.kind, len(codes), len(catalogue.codes))
        + names("Error codes", codes, "code", key="codes", folds=False, operation=operation)
        + names("Not documented, but observed live", seen, "code", key="seen", operation=operation)
        + names(
            "Operations with the same codes", equals(catalogue, operation), "operation", key="like"
        )
        + names(
            "Operations with nearly the same codes",
            nearly(catalogue, operation),
            "operation",
            key="near",
        )
        + names(
            f"As any operation: {counted(len(general), 'general exception')}",
            general,
            "exception",
            key="general",
            operation=operation,
        )
    )
