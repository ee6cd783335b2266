"""How an explanation is shown: in one line, as plain text, as HTML, with its evidence marked.

Everything here works on a `Finding` and on the plain values of `Explanation.to_dict`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.diagnosis.decoding import View, strip_colours
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.diagnosis.candidates import Candidate
    from sgwlib.diagnosis.evidence import Evidence
    from sgwlib.diagnosis.finding import Finding

Fact = tuple[str, str, tuple[str, ...]]
"""A label, its text, and how it is known."""

_SHOWN: Final = 5
_LONGEST_VALUE: Final = 200
_AROUND: Final = 300  # characters shown before and after each piece of evidence
_LEFT_OUT: Final = "…"
_CELL: Final = 'style="text-align:left;vertical-align:top"'
_WRAPS: Final = 'style="overflow-wrap:anywhere"'  # an address may be longer than a line
_WHAT: Final = {
    "code_name": "error code",
    "http_status": "HTTP status",
    "request_id": "request id",
    "other_service": "other service",
}
_LABELS: Final = {"http_status": "status", "request_id": "request id"}


def summary(finding: Finding, candidates: Iterable[Candidate] = ()) -> str:
    """Return the answer in one line; what a message alone may mean is a guess."""
    if not finding.found:
        code = next((each.code for each in candidates if each.code), None)
        guess = f"; perhaps {code}, a guess from the message" if code and finding.message else ""
        return f"no Storage Gateway error found{guess}"
    parts = [finding.operation and f"{finding.operation}:", finding.exception]
    if finding.code:
        parts += ["with" if finding.exception else None, finding.code]
    if finding.code_basis == "message":
        parts.append("(concluded from the message)")
    if not (finding.exception or finding.code):
        parts.append("an unnamed Storage Gateway error")
    if not finding.certain:
        parts.append("(not certain to come from Storage Gateway)")
    return " ".join(filter(None, parts))


def as_text(values: dict[str, Any]) -> str:
    """Return the summary, then one fact a line."""
    lines = [values["summary"]]
    for label, text, known_by in facts(values):
        lines.append(f"{label}: {text} ({': '.join(known_by)})" if known_by else f"{label}: {text}")
    return "\n".join(lines)


def facts(values: dict[str, Any]) -> Iterator[Fact]:
    """Yield everything that is known, with its label and how it is known."""
    yield from _found(values) if values["found"] else _not_found(values)
    if values["mentioned"] and values["found"]:
        yield "mentioned", ", ".join(values["mentioned"]), ("not as an error that happened",)
    if values["hint"]:
        yield "hint", values["hint"], ()


def _not_found(values: dict[str, Any]) -> Iterator[Fact]:
    yield "reason", values["reason"], ()
    for each in values["nearest"][:_SHOWN]:
        text, what = each["value"], _WHAT.get(each["what"], each["what"])
        short = text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
        yield "seen", f"{what} {short}", (each["how"],)
    for code in dict.fromkeys(each["code"] for each in values["candidates"] if each["code"]):
        yield "could be", code, ("a guess: other services may use this name too",)


def _found(values: dict[str, Any]) -> Iterator[Fact]:
    """Yield what to do, then what is known beyond the summary, then how certain that is."""
    if values["others"] or values["line"] > 1:
        yield "line", str(values["line"]), ()
    for label, key in (("to do", "remedy"), ("cause", "cause")):
        if statement := values[key]:
            yield label, statement["text"], (statement["evidence"], statement["source"])
    yield from (("note", remark, ()) for remark in values["remarks"])
    if retried := values["retried"]:
        yield "retried by", ", ".join(retried["clients"]) or "no client", (retried["because"],)
    yield from _read(values)
    if values["documented"] is False:
        yield "documented", "no, but it may still occur", ()
    candidates = values["candidates"]
    for each in candidates[:_SHOWN]:
        names = (each[key] for key in ("operation", "exception", "code"))
        yield "could be", " with ".join(filter(None, names)), (each["reason"],)
    if len(candidates) > _SHOWN:
        yield "could be", counted(len(candidates) - _SHOWN, "other"), ()
    yield "certain", f"{'yes' if values['certain'] else 'no'}: {values['reason']}", ()


def _read(values: dict[str, Any]) -> Iterator[Fact]:
    """Yield what the text says and the summary doesn't, then the names that need a word."""
    for key in ("message", "http_status", "request_id", "attempts"):
        if values[key] is not None:
            yield _LABELS.get(key, key), str(values[key]), ()
    for key in ("operation", "exception", "code"):
        known_by = _outside(values[key], values)
        if key == "operation" and values["operation_basis"] == "words":
            known_by = ("concluded from the tool's words", *known_by)
        if known_by:
            yield key, values[key], ("; ".join(known_by),)


def _outside(name: str | None, values: dict[str, Any]) -> tuple[str, ...]:
    """Return where a name stands that the edition doesn't have."""
    if name is None or name not in values["outside"]:
        return ()
    others = ", ".join(values["elsewhere"][name])
    if not others:
        return ("not on the reference page",)
    return (f"not in edition {values['edition']}; in {others}",)


class Piece(NamedTuple):
    """A piece of the text without colours, and the evidence that it is, if any."""

    text: str
    evidence: Evidence | None = None


def pieces(finding: Finding) -> Iterator[Piece]:
    """Yield the text around the evidence in its order, without what stands far from it."""
    text, last, shown = finding.text, 0, True
    for each in finding.evidence or finding.nearest:
        if each.start >= last:  # a piece may lie inside another one
            yield from _between(text, last, each.start, after=not shown)
            yield Piece(_plain(text[each.start : each.end]), each)
            last, shown = each.end, False
    yield from _between(text, last, len(text), after=True, before=False)


def _between(
    text: str, start: int, end: int, *, after: bool, before: bool = True
) -> Iterator[Piece]:
    """Yield what stands between two pieces of evidence, as far as it is near one of them."""
    head = start + _AROUND * after
    tail = end - _AROUND * before
    if head >= tail:
        gap = _plain(text[start:end])
    else:
        gap = f"{_plain(text[start:head])}{_LEFT_OUT}{_plain(text[tail:end])}"
    if gap:
        yield Piece(gap)


def _plain(text: str) -> str:
    return strip_colours(View(text)).text


def as_html(finding: Finding, values: dict[str, Any]) -> str:
    """Return the summary, the text with its evidence marked, and a table of facts."""
    rows, marked = "", ""
    for label, text, known_by in facts(values):
        how = f"<br><em {_WRAPS}>{escape(': '.join(known_by))}</em>" if known_by else ""
        rows += f"<tr><th {_CELL}>{escape(label)}</th><td {_CELL}>{escape(text)}{how}</td></tr>"
    for text, evidence in pieces(finding):
        if evidence is None:
            marked += escape(text)
        else:
            title = escape(f"{evidence.what.replace('_', ' ')}: {evidence.how}")
            marked += f'<mark title="{title}">{escape(text)}</mark>'
    return (
        f"<div><p><strong>{escape(values['summary'])}</strong></p>"
        f'<pre style="white-space:pre-wrap">{marked}</pre><table>{rows}</table></div>'
    )
