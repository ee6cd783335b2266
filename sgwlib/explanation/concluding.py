"""From the signs of one error to what they mean together, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.explanation.bare import BARE
from sgwlib.explanation.explanation import Explanation
from sgwlib.explanation.knowledge import squeezed
from sgwlib.explanation.objects import CODE_IN_ERROR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.signs import Sighting

__all__ = ["NOTHING", "conclude"]

NOTHING: Final = "nothing in the text names an error of Storage Gateway"
"""The weakest of all reasons."""


def conclude(error: Sighting, text: str, known: Known) -> Explanation:
    """Return what the signs of one error mean.

    Parameters
    ----------
    error
        All signs of the error.
    text
        The text as it was given.
    known
        The names and messages to recognise.
    """
    certain, reason = next(_verdicts(error, known))
    facts = _certain_facts(error, known) if certain else _possible_facts(error, known)
    found = certain or not facts.keys().isdisjoint({"exception", "code"})
    signs = tuple(sorted(set(error.signs), key=lambda sign: (sign.start, sign.end, sign.what)))
    return Explanation(
        text,
        certain=certain,
        reason=reason,
        evidence=signs if found else (),
        nearest=() if found else signs,
        catalogue=known.catalogue,
        message=error.get("message"),
        http_status=_number(error.get("http_status")),
        request_id=error.get("request_id"),
        attempts=_number(error.get("attempts")),
        **facts,
    )


def _verdicts(error: Sighting, known: Known) -> Iterator[tuple[bool, str]]:
    """Yield whether an error is of Storage Gateway and why, the strongest reason first."""
    exception, operation = error.get("exception"), error.get("operation")
    code, other = error.get("code"), error.get("other_service")
    service = _service(error, known)
    if other is not None:
        yield False, f"{other} shows that it is of another service"
    if not error.names_error:
        yield False, _of_name(error.get("code_name"), known)
    if exception is not None and known.exceptions.get(exception) is False:
        yield True, f"no other service has {exception}"
    if service is not None:
        yield True, f"{service} is of Storage Gateway"
    if operation is not None and operation not in known.operations:
        yield False, f"Storage Gateway has no operation {operation}"
    if operation is not None and not known.operations[operation]:
        yield True, f"no other service has {operation}"
    if exception in known.catalogue.carriers and _has_our_shape(error, known):
        yield True, f"no other service has {exception} with {code} in this shape"
    if _is_bare(error):
        yield False, f"only the name {code} is read, and nothing shows where it comes from"
    yield False, "nothing shows that it is of Storage Gateway: other services have these names too"


def _of_name(code: str | None, known: Known) -> str:
    """Return why what names no error is none, although the name of a code may stand there."""
    if code is None:
        return NOTHING
    told = f" (sgw show {code} tells of it)" if code in known.catalogue.codes else ""
    return f"Storage Gateway has an error code {code}{told}, but nothing shows that this is it"


def _service(error: Sighting, known: Known) -> str | None:
    """Return the sign of the service: a denied action is one in our own exceptions only."""
    ours = error.get("exception") in known.exceptions
    return next(
        (sign.value for sign in error if sign.what == "service" and (ours or sign.how != "IAM")),
        None,
    )


def _has_our_shape(error: Sighting, known: Known) -> bool:
    """Say whether a code of ours stands where only our responses have one."""
    return any(
        sign.what == "code" and sign.how == CODE_IN_ERROR and known.is_code(sign.value)
        for sign in error
    )


def _is_bare(error: Sighting) -> bool:
    """Say whether all that is known is the name of a code."""
    return any(sign.what == "code" and sign.how == BARE for sign in error)


def _certain_facts(error: Sighting, known: Known) -> dict[str, Any]:
    exception, code = error.get("exception"), error.get("code")
    key = squeezed(error.get("message") or "")
    facts = _operation(error)
    if exception is None and code is None:
        # A client names its own class for what it has no class for; the message tells more.
        exception = known.exception_messages.get(key)
    if exception is not None:
        facts["exception"] = exception
    if code is not None:
        return facts | {"code": code, "code_basis": "read"}
    by_message = known.code_messages.get(key)
    if by_message is not None and (exception is None or exception in known.catalogue.carriers):
        return facts | {"code": by_message, "code_basis": "message"}
    return facts


def _possible_facts(error: Sighting, known: Known) -> dict[str, Any]:
    """Return what may be said although it may be another service's: what was read, no more."""
    if error.get("other_service") is not None or _foreign_operation(error, known):
        return {}
    facts = _operation(error)
    if error.get("exception") in known.catalogue.exceptions:
        facts["exception"] = error.get("exception")
    if "exception" in facts or _has_our_shape(error, known) or _is_bare(error):
        code = error.get("code")
        if code is not None and known.is_code(code):
            facts |= {"code": code, "code_basis": "read"}
    return facts


def _foreign_operation(error: Sighting, known: Known) -> bool:
    operation = error.get("operation")
    return operation is not None and operation not in known.operations


def _operation(error: Sighting) -> dict[str, Any]:
    for sign in error:
        if sign.what == "operation":
            basis = "words" if sign.how == "Terraform" else "read"
            return {"operation": sign.value, "operation_basis": basis}
    return {}


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)
