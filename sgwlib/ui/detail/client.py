"""What a client gets: the response, what boto3 raises, how often it tries, how to catch it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sgwlib.errors import MissingPackageError, SgwError
from sgwlib.retries import who_retries
from sgwlib.ui.detail.markup import NOTHING, choice, copyable, heading, paragraph, toggle

if TYPE_CHECKING:
    from collections.abc import Collection

    from botocore.exceptions import ClientError

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.boto import Attempts
    from sgwlib.ui.model import ExplorerModel

_USED_UP = re.compile(r"\(reached max retries: \d+\)")
_READ_CODE = '    code = error.response.get("error", {}).get("errorCode")'


def about_response(model: ExplorerModel, response: ErrorResponse) -> Markup:
    """Return the choice of what is simulated, the response, and what boto3 raises."""
    return (
        heading(f"Simulated response of {response.operation}")
        + _choices(model, response)
        + copyable("raw", "Raw HTTP", str(response))
        + copyable("boto3", "What boto3 raises", _as_raised(response))
        + heading("How often boto3 tries")
        + _retries(model, response)
        + toggle("Call it with a real boto3 client", "called", on=model.called)
        + (_as_called(response) if model.called else NOTHING)
    )


# boto3 has a class for each exception in its model, including both carriers. All other
# exceptions are ClientErrors that differ in their name.
def clause_of_code(code: str, carriers: Collection[str]) -> str:
    """Return the ``except`` clause that catches an error code and raises any other again.

    Examples
    --------
    >>> print(clause_of_code("VolumeInUse", ["InvalidGatewayRequestException"]))
    except client.exceptions.InvalidGatewayRequestException as error:
        code = error.response.get("error", {}).get("errorCode")
        if code != "VolumeInUse":
            raise
        # VolumeInUse: handle it here
    """
    return (
        f"except {_classes(carriers)} as error:\n"
        f"{_READ_CODE}\n"
        f'    if code != "{code}":\n'
        "        raise\n"
        f"    # {code}: handle it here"
    )


def clause_of_exception(exception: str, *, carries_code: bool) -> str:
    """Return the ``except`` clause that catches an exception, a carrier with any of its codes.

    Examples
    --------
    >>> print(clause_of_exception("ThrottlingException", carries_code=False))
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "ThrottlingException":
            raise
        # ThrottlingException: handle it here
    """
    if carries_code:
        return f"except {_classes([exception])} as error:\n{_READ_CODE}"
    return (
        "except client.exceptions.ClientError as error:\n"
        f'    if error.response["Error"]["Code"] != "{exception}":\n'
        "        raise\n"
        f"    # {exception}: handle it here"
    )


def _classes(exceptions: Collection[str]) -> str:
    names = [f"client.exceptions.{name}" for name in exceptions]
    if len(names) == 1:
        return names[0]
    return "\n".join(["(", *(f"    {name}," for name in names), ")"])


def _retries(model: ExplorerModel, response: ErrorResponse) -> Markup:
    """Return which clients retry the response, unless the description has already said so."""
    _, code, exception = model.subject
    if (code or exception) and not model.error:
        return NOTHING
    return paragraph(who_retries(response.exception, response.status_code).sentence)


def _choices(model: ExplorerModel, response: ErrorResponse) -> Markup:
    general, chosen = model.catalogue.general_exceptions, model.simulated_error
    codes = [name for name in model.errors if name not in general]
    if chosen not in model.errors:  # selected in the matrix, and not documented
        codes.append(chosen)
    errors = choice("Error", "error", {"Error codes": codes, "General exceptions": general}, chosen)
    carriers = NOTHING
    if response.code:
        carriers = choice(
            "Carrier", "carrier", {"": model.catalogue.carriers}, str(response.exception)
        )
    return Markup('<div class="sgw-choices">{}{}</div>').format(errors, carriers)


def _as_raised(response: ErrorResponse) -> str:
    """Return what boto3 prints, and where the exception has the names."""
    try:
        from sgwlib.simulation.boto import raised_by_boto3

        error = raised_by_boto3(response)
    except ImportError:
        return _no_boto3()
    except SgwError as refusal:  # a catalogue may have operations that boto3 does not have
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
        '<table class="sgw-attempts"><caption>Every attempt got this response. The settings are '
        "botocore's defaults; the waits between attempts were skipped.</caption>"
        '<thead><tr><th scope="col">Retry mode</th><th scope="col">Attempts</th>'
        '<th scope="col">Raised</th><th scope="col">What its message says of retries</th></tr>'
        "</thead><tbody>{}</tbody></table>"
    ).format(rows)


def _row(attempts: Attempts) -> Markup:
    used_up = _USED_UP.search(str(attempts.error))
    return Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
        attempts.mode,
        f"{attempts.made} of at most {attempts.most}",
        type(attempts.error).__name__,
        used_up[0] if used_up else "nothing",
    )


def _class_name(error: ClientError) -> str:
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"


def _no_boto3() -> str:
    return str(MissingPackageError("What boto3 raises", "botocore", "boto"))
