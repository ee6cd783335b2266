"""Which exceptions bring a code, with which status, and what follows from that for retries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sgwlib.retries import who_retries
from sgwlib.ui.detail.markup import NOTHING, heading, paragraph, select_button, source

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue, ErrorCode, ExceptionType

__all__ = ["about_carriers", "carriers_of", "retry_sentence"]

_SERVER_ERROR = 500


def about_carriers(
    catalogue: Catalogue, code: ErrorCode, operation: str = "", selected: str = ""
) -> Markup:
    """Return both carriers of a code, the default first, each with its fate."""
    items = NOTHING.join(
        _carrier(catalogue.exceptions[name], code, operation, selected=name == selected)
        for name in carriers_of(catalogue, code)
    )
    return (
        heading("Carriers, and who sends the request again")
        + Markup('<ul class="sgw-carriers">{}</ul>').format(items)
        + paragraph(
            f"The page never says which of them brings {code.name}. "
            "The code itself changes nothing about retries."
        )
    )


def carriers_of(catalogue: Catalogue, code: ErrorCode) -> list[str]:
    """Return the names of both carriers, the code's default first."""
    return sorted(catalogue.carriers, key=lambda name: name != code.carrier.text)


def retry_sentence(about: ExceptionType) -> str:
    """Say which clients send a request again after an exception, and why."""
    sentence = who_retries(about.name, about.status).sentence
    if about.carries_code and about.status >= _SERVER_ERROR:
        sentence += " AWS's API reference gives it status 400 instead, with which no client would."
    return sentence


def _carrier(about: ExceptionType, code: ErrorCode, operation: str, *, selected: bool) -> Markup:
    by_default = NOTHING
    if about.name == code.carrier.text:
        by_default = Markup(', by default <span class="sgw-evidence">{}</span> {}').format(
            code.carrier.evidence.value, source(code.carrier.source, "carrier")
        )
    selection = {"operation": operation, "code": code.name, "exception": about.name}
    button = select_button(about.name, f"carrier/{about.name}", selection, selected=selected)
    return Markup("<li>{} {} {}{}. {}</li>").format(
        button, about.status, about.reason, by_default, retry_sentence(about)
    )
