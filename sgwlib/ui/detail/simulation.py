"""The simulated response, what boto3 makes of it, and how often it tries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sgwlib.errors import MissingPackageError, SgwError
from sgwlib.retries import who_retries
from sgwlib.ui.detail.markup import NOTHING, choice, copyable, heading, paragraph, toggle

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.boto import Attempts
    from sgwlib.ui.model import ExplorerModel

__all__ = ["about_response"]

_USED_UP = re.compile(r"\(reached max retries: \d+\)")


def about_response(model: ExplorerModel, response: ErrorResponse) -> Markup:
    """Return choices of what is simulated, and the response as bytes and as boto3 raises it."""
    return (
        heading(f"Simulated response of {response.operation}")
        + _choices(model, response)
        + copyable("raw", "Raw HTTP", str(response))
        + copyable("boto3", "As boto3 raises it", _as_raised(response))
        + heading("How often it is sent")
        + _who_retries(model, response)
        + toggle("Call it with a real boto3 client", "called", on=model.called)
        + (_as_called(response) if model.called else NOTHING)
    )


def _who_retries(model: ExplorerModel, response: ErrorResponse) -> Markup:
    """Return who sends the request again, unless it is said already of what is selected."""
    _, code, exception = model.subject
    if (code or exception) and not model.error:
        return NOTHING
    return paragraph(who_retries(response.exception, response.status_code).sentence)


def _choices(model: ExplorerModel, response: ErrorResponse) -> Markup:
    general, chosen = model.catalogue.general_exceptions, model.simulated_error
    codes = [name for name in model.errors if name not in general]
    if chosen not in model.errors:  # selected in the matrix, and not documented for the operation
        codes.append(chosen)
    errors = choice("Error", "error", {"Error codes": codes, "General exceptions": general}, chosen)
    carriers = NOTHING
    if response.code:
        carriers = choice(
            "Carrier", "carrier", {"": model.catalogue.carriers}, str(response.exception)
        )
    return Markup('<div class="sgw-choices">{}{}</div>').format(errors, carriers)


def _as_raised(response: ErrorResponse) -> str:
    """Return what boto3 prints, and where in the exception the names are found."""
    try:
        from sgwlib.simulation.boto import raised_by_boto3

        error = raised_by_boto3(response)
    except ImportError:
        return _no_boto3()
    except SgwError as refusal:  # a catalogue may have operations that boto3 has not
        return str(refusal)
    parsed: Any = error.response
    paths = (("Error", "Code"), ("error", "errorCode"), ("ResponseMetadata", "HTTPStatusCode"))
    found = [
        f'error.response["{outer}"]["{inner}"] == {parsed[outer][inner]!r}'
        for outer, inner in paths
        if outer in parsed
    ]
    return "\n".join([f"{_class_name(error)}: {error}", "", *found])


def _as_called(response: ErrorResponse) -> Markup:
    try:
        from sgwlib.simulation.boto import attempts_by_boto3

        attempts = attempts_by_boto3(response)
    except ImportError:
        return paragraph(_no_boto3())
    except SgwError as refusal:
        return paragraph(str(refusal))
    rows = NOTHING.join(map(_row, attempts))
    return Markup(
        '<table class="sgw-attempts"><caption>Each attempt got this response. The settings are '
        "botocore's own; the waits between attempts were left out.</caption>"
        '<thead><tr><th scope="col">Retry mode</th><th scope="col">Attempts</th>'
        '<th scope="col">Raised</th><th scope="col">Its text says</th></tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(rows)


def _row(attempts: Attempts) -> Markup:
    used_up = _USED_UP.search(str(attempts.error))
    return Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
        attempts.mode,
        f"{attempts.made} of at most {attempts.most}",
        type(attempts.error).__name__,
        used_up[0] if used_up else "nothing of retries",
    )


def _class_name(error: ClientError) -> str:
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"


def _no_boto3() -> str:
    return str(MissingPackageError("What boto3 raises", "botocore", "boto"))
