"""From the signs of one error to what they mean together, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.explanation.explanation import Explanation
from sgwlib.explanation.knowledge import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.signs import Sighting

__all__ = ["conclude"]

_SHARED_ERROR: Final = "InternalServerError"
_VAGUE_CODE: Final = "InternalError"  # its message is what any software may print


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
    if facts.get("exception") is None and facts.get("code") is None:
        return Explanation(text, reason=reason, nearest=_distinct(error), catalogue=known.catalogue)
    return Explanation(
        text,
        certain=certain,
        reason=reason,
        evidence=_distinct(error),
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
    code, service = error.get("code"), error.get("service")
    other = error.get("other_service")
    if other is not None:
        yield False, f"{other} shows that it is of another service"
    if exception is not None and known.exceptions.get(exception) is False:
        yield True, f"no other service has {exception}"
    if service is not None:
        yield True, f"{service} is of Storage Gateway"
    if operation is not None and operation not in known.operations:
        yield False, f"Storage Gateway has no operation {operation}"
    if operation is not None and known.operations[operation] == "no":
        yield True, f"no other service has {operation}"
    if exception in known.catalogue.carriers:
        if code is not None and known.is_code(code):
            yield True, f"no other service has {exception} with {code}"
        if _is_ours_by_pair(error, known):
            yield True, f"no other service has {operation} with {exception} and this message"
    yield False, "nothing shows that it is of Storage Gateway: other services have these names too"


def _is_ours_by_pair(error: Sighting, known: Known) -> bool:
    operation = error.get("operation")
    if operation is None:
        return False
    if known.operations[operation] != "error" and error.get("exception") == _SHARED_ERROR:
        return True
    return known.code_messages.get(squeezed(error.get("message") or "")) not in {None, _VAGUE_CODE}


def _certain_facts(error: Sighting, known: Known) -> dict[str, Any]:
    exception, code = error.get("exception"), error.get("code")
    key = squeezed(error.get("message") or "")
    facts = _operation(error, known)
    if exception is None and code is None:
        # A client names its own class for what it has no class for; the message tells more.
        exception = known.exception_messages.get(key)
    facts["exception"] = exception
    if code is not None:
        return facts | {"code": code, "code_basis": "read"}
    by_message = known.code_messages.get(key)
    if by_message is not None and (exception is None or exception in known.catalogue.carriers):
        return facts | {"code": by_message, "code_basis": "message"}
    return facts


def _possible_facts(error: Sighting, known: Known) -> dict[str, Any]:
    """Return what may be said although it may be another service's: what was read, no more."""
    exception, code = error.get("exception"), error.get("code")
    if error.get("other_service") is not None or _foreign_operation(error, known):
        return {}
    if exception not in known.catalogue.exceptions:
        return {}
    facts = _operation(error, known) | {"exception": exception}
    if code is not None and known.is_code(code):
        facts |= {"code": code, "code_basis": "read"}
    return facts


def _foreign_operation(error: Sighting, known: Known) -> bool:
    operation = error.get("operation")
    return operation is not None and operation not in known.operations


def _operation(error: Sighting, _: Known) -> dict[str, Any]:
    for sign in error:
        if sign.what == "operation":
            basis = "words" if sign.how == "Terraform" else "read"
            return {"operation": sign.value, "operation_basis": basis}
    return {}


def _distinct(error: Sighting) -> tuple[Any, ...]:
    return tuple(sorted(set(error.signs), key=lambda sign: (sign.start, sign.end, sign.what)))


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)
