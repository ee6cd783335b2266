"""An explanation in words: one line, a short account, and what JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Statement
    from sgwlib.explanation.explanation import Explanation
    from sgwlib.explanation.signs import Sign

__all__ = ["NOT_FOUND", "account", "as_dict", "facts", "summary"]

NOT_FOUND: Final = "no Storage Gateway error found"
_SHOWN: Final = 5
_LONGEST: Final = 200
_WHAT: Final = {
    "code_name": "error code",
    "http_status": "HTTP status",
    "request_id": "request id",
    "other_service": "other service",
}


def summary(explanation: Explanation) -> str:
    """Return the answer in one line.

    Examples
    --------
    >>> from sgwlib import explain
    >>> summary(explain("InvalidGatewayRequestException: The specified gateway is not connected"))
    'InvalidGatewayRequestException with GatewayNotConnected (concluded from the message)'
    >>> summary(explain("all is well"))
    'no Storage Gateway error found'
    """
    if not explanation.found:
        return NOT_FOUND
    parts = [explanation.operation and f"{explanation.operation}:", explanation.exception]
    if explanation.code:
        parts += ["with" if explanation.exception else None, explanation.code]
    if explanation.code_basis == "message":
        parts.append("(concluded from the message)")
    if not (explanation.exception or explanation.code):
        parts.append("an error of Storage Gateway that is not named")
    if not explanation.certain:
        parts.append("(not certain to be of Storage Gateway)")
    return " ".join(filter(None, parts))


def account(explanation: Explanation) -> str:
    """Return a short account, one fact a line.

    Examples
    --------
    >>> from sgwlib import explain
    >>> print(account(explain("InternalFailure")))  # doctest: +ELLIPSIS
    InternalFailure (not certain to be of Storage Gateway)
    certain: no: nothing shows that it is of Storage Gateway: other services have these names too
    exception: InternalFailure
    ...
    """
    lines = [summary(explanation)]
    lines += [
        f"{label}: {text}{_in_brackets(known_by)}" for label, text, known_by in facts(explanation)
    ]
    for other in explanation.others:
        lines += ["", account(other)]
    return "\n".join(lines)


def _in_brackets(known_by: tuple[str, ...]) -> str:
    return f" ({': '.join(known_by)})" if known_by else ""


def facts(explanation: Explanation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield all that is known, by its label, and how it is known."""
    yield from _known(explanation)
    if explanation.hint:
        yield "hint", explanation.hint, ()


def _known(explanation: Explanation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if not explanation.found:
        yield "reason", explanation.reason, ()
        for sign in explanation.nearest[:_SHOWN]:
            yield "seen", f"{_WHAT.get(sign.what, sign.what)} {_short(sign.value)}", (sign.how,)
        for code in dict.fromkeys(each.code for each in explanation.candidates if each.code):
            yield "could be", code, ("a guess: the page has it, but others may, too",)
        return
    yield "certain", f"{'yes' if explanation.certain else 'no'}: {explanation.reason}", ()
    yield from _names(explanation)
    yield from _details(explanation)
    yield from _consequences(explanation)


def _names(explanation: Explanation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    outside = explanation.outside
    for label, name, basis in (
        ("operation", explanation.operation, explanation.operation_basis),
        ("exception", explanation.exception, None),
        ("error code", explanation.code, explanation.code_basis),
    ):
        if name is not None:
            known_by = [] if basis in {None, "read"} else [f"concluded from the {basis}"]
            known_by += ["not on the reference page"] if name in outside else []
            yield label, name, tuple(known_by)
    documented = explanation.documented
    if documented is not None:
        said = "yes" if documented else "no, which does not make the pair impossible"
        yield "documented", said, ()


def _details(explanation: Explanation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for label, value in (
        ("message", explanation.message),
        ("status", explanation.http_status),
        ("request id", explanation.request_id),
        ("attempts", explanation.attempts),
    ):
        if value is not None:
            yield label, str(value), ()


def _consequences(explanation: Explanation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    retried = explanation.retried
    if retried is not None:
        yield "retried by", ", ".join(retried.clients) or "no client", (retried.because,)
    for label, statement in (("cause", explanation.cause), ("remedy", explanation.remedy)):
        if statement is not None:
            yield label, statement.text, (statement.evidence.value, statement.source)
    candidates = explanation.candidates
    for each in candidates[:_SHOWN]:
        names = " with ".join(filter(None, (each.operation, each.exception, each.code)))
        yield "could be", names, (each.reason,)
    if len(candidates) > _SHOWN:
        yield "could be", f"{counted(len(candidates) - _SHOWN, 'other')}", ()


def as_dict(explanation: Explanation) -> dict[str, Any]:
    """Return everything as what JSON can hold."""
    retried = explanation.retried
    names = (
        "found", "certain", "reason", "exception", "code", "code_basis", "operation",
        "operation_basis", "documented", "message", "http_status", "request_id", "attempts",
    )  # fmt: skip
    return {name: getattr(explanation, name) for name in names} | {
        "outside": list(explanation.outside),
        "cause": _statement(explanation.cause),
        "remedy": _statement(explanation.remedy),
        "hint": explanation.hint,
        "retried": retried and {"clients": list(retried.clients), "because": retried.because},
        "candidates": [each._asdict() for each in explanation.candidates],
        "evidence": _signs(explanation.evidence),
        "nearest": _signs(explanation.nearest),
        "others": [as_dict(other) for other in explanation.others],
    }


def _statement(statement: Statement | None) -> dict[str, str] | None:
    return statement and {
        "text": statement.text,
        "evidence": statement.evidence.value,
        "source": statement.source,
    }


def _signs(signs: tuple[Sign, ...]) -> list[dict[str, Any]]:
    return [sign._asdict() for sign in signs]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
