"""What the evidence of one error means together, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from sgwlib.explanation.knowledge import normalized
from sgwlib.explanation.lines import CODE_NAME
from sgwlib.explanation.objects import CODE_IN_ERROR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.explanation.evidence import Cluster, Evidence
    from sgwlib.explanation.knowledge import Known

NOTHING: Final = "nothing in the text names a Storage Gateway error"
"""The weakest of all reasons."""


@dataclass(frozen=True)
class Finding:
    """What was found of one error, without what follows from it. See `Explanation`."""

    text: str = field(repr=False)
    exception: str | None = None
    code: str | None = None
    operation: str | None = None
    message: str | None = None
    http_status: int | None = None
    request_id: str | None = None
    attempts: int | None = None
    certain: bool = False
    reason: str = ""
    code_basis: Literal["read", "message"] | None = None
    operation_basis: Literal["read", "words"] | None = None
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    nearest: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def found(self) -> bool:
        """Whether an error was found that may come from Storage Gateway; see `certain` too."""
        return self.certain or self.exception is not None or self.code is not None


def conclude(error: Cluster, text: str, known: Known) -> Finding:
    """Return what the evidence of one error means."""
    certain, reason = next(_verdicts(error, known))
    facts = _certain_facts(error, known) if certain else _possible_facts(error, known)
    found = certain or not facts.keys().isdisjoint({"exception", "code"})
    evidence = tuple(sorted(set(error), key=lambda each: (each.start, each.end, each.what)))
    return Finding(
        text,
        certain=certain,
        reason=reason,
        evidence=evidence if found else (),
        nearest=() if found else evidence,
        message=error.get("message"),
        http_status=_number(error.get("http_status")),
        request_id=error.get("request_id"),
        attempts=_number(error.get("attempts")),
        **facts,
    )


def _verdicts(error: Cluster, known: Known) -> Iterator[tuple[bool, str]]:
    """Yield whether an error comes from Storage Gateway and why, the strongest reason first."""
    exception, operation = error.get("exception"), error.get("operation")
    code, other = error.get("code"), error.get("other_service")
    service = _service(error, known)
    if other is not None:
        yield False, f"{other} belongs to another service"
    if not error.names_error:
        yield False, _only_named(error.get("code_name"), known)
    if exception is not None and known.exceptions.get(exception) is False:
        yield True, f"no other service has {exception}"
    if service is not None:
        yield True, f"{service} belongs to Storage Gateway"
    if operation is not None and operation not in known.operations:
        yield False, f"Storage Gateway has no operation {operation}"
    if operation is not None and not known.operations[operation]:
        yield True, f"no other service has {operation}"
    if exception in known.catalogue.carriers and _has_our_shape(error, known):
        yield True, f"no other service sends {exception} with {code} in this shape"
    if _is_name_alone(error):
        yield False, f"the text has only the name {code}, and nothing shows where it comes from"
    yield False, "nothing shows that it comes from Storage Gateway: other services use these names"


def _only_named(code: str | None, known: Known) -> str:
    if code is None:
        return NOTHING
    see = f" (see sgw show {code})" if code in known.catalogue.codes else ""
    return f"Storage Gateway has an error code {code}{see}, but nothing shows that this is it"


def _service(error: Cluster, known: Known) -> str | None:
    """Return what names our service. A denied action counts only beside our own exceptions."""
    ours = error.get("exception") in known.exceptions
    return next(
        (each.value for each in error if each.what == "service" and (ours or each.how != "IAM")),
        None,
    )


def _has_our_shape(error: Cluster, known: Known) -> bool:
    """Return whether a code of ours stands where only our responses have one."""
    return any(
        each.what == "code" and each.how == CODE_IN_ERROR and known.is_code(each.value)
        for each in error
    )


def _is_name_alone(error: Cluster) -> bool:
    return any(each.what == "code" and each.how == CODE_NAME for each in error)


def _certain_facts(error: Cluster, known: Known) -> dict[str, Any]:
    exception, code = error.get("exception"), error.get("code")
    key = normalized(error.get("message") or "")
    facts = _operation(error)
    if exception is None and code is None:
        # A client names its own class if it has none for the exception; the message shows more.
        exception = known.exception_messages.get(key)
    if exception is not None:
        facts["exception"] = exception
    if code is not None:
        return facts | {"code": code, "code_basis": "read"}
    by_message = known.code_messages.get(key)
    if by_message is not None and (exception is None or exception in known.catalogue.carriers):
        return facts | {"code": by_message, "code_basis": "message"}
    return facts


def _possible_facts(error: Cluster, known: Known) -> dict[str, Any]:
    """Return what was read and no more, because the error may come from another service."""
    operation, code = error.get("operation"), error.get("code")
    foreign = operation is not None and operation not in known.operations
    if foreign or error.get("other_service") is not None:
        return {}
    facts = _operation(error)
    if error.get("exception") in known.catalogue.exceptions:
        facts["exception"] = error.get("exception")
    ours = "exception" in facts or _has_our_shape(error, known) or _is_name_alone(error)
    if ours and code is not None and known.is_code(code):
        facts |= {"code": code, "code_basis": "read"}
    return facts


def _operation(error: Cluster) -> dict[str, Any]:
    for each in error:
        if each.what == "operation":
            basis = "words" if each.how == "Terraform" else "read"
            return {"operation": each.value, "operation_basis": basis}
    return {}


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)
