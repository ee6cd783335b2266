"""What is known of an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sgwlib.text import counted
from sgwlib.ui.detail.carriers import retry_sentence
from sgwlib.ui.detail.markup import NOTHING, each_alone, heading, names, paragraph, quoted

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue, ExceptionType

__all__ = ["about_exception", "choose_exception"]


def about_exception(catalogue: Catalogue, name: str, operation: str = "") -> Markup:
    """Return what is known of an exception, alone or as the answer of an operation."""
    about = catalogue.exceptions[name]
    title = f"{operation} answers with {name}" if operation else name
    return (
        Markup("<h3>{}</h3>").format(title)
        + quoted(about.message)
        + _sample(about)
        + paragraph(f"{about.status} {about.reason}. {_what_comes_with(catalogue, about)}")
        + heading("Who sends the request again")
        + paragraph(retry_sentence(about))
        + _codes(catalogue, about, operation)
        + (each_alone(operation=operation, exception=name) if operation else NOTHING)
    )


def choose_exception(catalogue: Catalogue) -> Markup:
    """Say what there is to select: what the matrix does not show, is here to be chosen."""
    return (
        Markup("<h3>Nothing is selected</h3>")
        + paragraph(
            "Select a cell, a row or a column to see what it means, "
            "what to do about it, and the response that a client gets. Or select an exception."
        )
        + names(
            "Exceptions that come with an error code",
            catalogue.carriers,
            "exception",
            key="carriers",
        )
        + names(
            "General exceptions, which any operation can answer with",
            catalogue.general_exceptions,
            "exception",
            key="general",
            folds=False,
        )
    )


def _sample(about: ExceptionType) -> Markup:
    if about.sample_message is None:
        return NOTHING
    return paragraph("In the page's sample of a response:") + quoted(about.sample_message)


def _what_comes_with(catalogue: Catalogue, about: ExceptionType) -> str:
    if not about.carries_code:
        return "Comes alone, without an error code, from any operation."
    others = " or ".join(name for name in catalogue.carriers if name != about.name)
    return (
        f"Comes with an error code. Any code may come with it or with {others}: the page never "
        "says which. What is taken for a code's default here, has an evidence of its own."
    )


def _codes(catalogue: Catalogue, about: ExceptionType, operation: str) -> Markup:
    """Return the codes that come with a carrier by default: of one operation, or of all."""
    of_all = catalogue.codes_of(operation) if operation else catalogue.codes
    codes = [code for code in of_all if catalogue.codes[code].carrier.text == about.name]
    title = f"By default with {counted(len(codes), 'error code')}"
    return names(title, codes, "code", key="codes", operation=operation, exception=about.name)
