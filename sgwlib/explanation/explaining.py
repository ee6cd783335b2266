"""From any error text to what it means."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sgwlib.catalogue import load_catalogue
from sgwlib.explanation.caught import text_of
from sgwlib.explanation.concluding import NOTHING, conclude
from sgwlib.explanation.explanation import Explanation
from sgwlib.explanation.grouping import group
from sgwlib.explanation.knowledge import knowledge
from sgwlib.explanation.reading import read
from sgwlib.explanation.views import View, rejoined

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.explanation.knowledge import Known

__all__ = ["explain"]

_FACTS: Final = ("exception", "code", "operation", "http_status", "request_id", "attempts")
_EMPTY: Final = "the text is empty"


def explain(
    error: str | bytes | BaseException, *, catalogue: Catalogue | None = None
) -> Explanation:
    """Say what an error text, or a caught exception, means.

    Parameters
    ----------
    error
        What a client printed, as it came: a line of a log, a traceback, a response. Or the
        exception object itself.
    catalogue
        The bundled one by default.

    Returns
    -------
    Explanation
        Of the first error that is certainly of Storage Gateway, else of the first that may be;
        further ones are in its ``others``. Where there is none, ``found`` is false.

    Examples
    --------
    >>> told = explain(
    ...     '{"__type":"InvalidGatewayRequestException","error":{"errorCode":"VolumeInUse'
    ... )
    >>> told.code, told.code_basis, told.certain
    ('VolumeInUse', 'read', True)
    >>> explain("The specified volume was not found.").found
    False
    """
    catalogue = catalogue or load_catalogue()
    known = knowledge(catalogue)
    text = _as_text(error)
    found = _errors(View(text), text, known)
    if "\n" in text and not (found and all(map(_is_whole, found))):
        joined = rejoined(View(text))
        if joined is not None:
            found = max(found, _errors(joined, text, known), key=_told)
    return _answer(found, text, catalogue)


def _as_text(error: str | bytes | BaseException) -> str:
    if isinstance(error, str):
        return error
    if isinstance(error, BaseException):
        return text_of(error)
    # What Windows PowerShell writes into a file.
    coding = "utf-16" if error[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8"
    return bytes(error).decode(coding, errors="replace")


def _errors(view: View, text: str, known: Known) -> list[Explanation]:
    return [conclude(each, text, known) for each in group(read(view, known), text)]


def _is_whole(error: Explanation) -> bool:
    """Say whether no broken line can hide anything of an error."""
    return error.certain and error.code_basis == "read" and error.request_id is not None


def _told(found: list[Explanation]) -> tuple[int, ...]:
    """Return how much is told: how many errors, and what is known of them; certain ones first."""
    certain = _apart([each for each in found if each.certain])
    possible = _apart([each for each in found if each.found])
    return len(certain), _known_of(certain), len(possible), _known_of(possible)


def _apart(errors: list[Explanation]) -> list[Explanation]:
    """Drop errors that tell only a part of what their neighbour does: one that a break cut off."""
    neighbours = zip([None, *errors], errors, [*errors[1:], None], strict=False)
    return [
        each
        for before, each, after in neighbours
        if not any(other and _is_part(each, other) for other in (before, after))
    ]


def _is_part(one: Explanation, other: Explanation) -> bool:
    pairs = [(getattr(one, name), getattr(other, name)) for name in _FACTS]
    return all(own in {None, theirs} for own, theirs in pairs) and any(
        own != theirs for own, theirs in pairs
    )


def _known_of(errors: list[Explanation]) -> int:
    kinds = {(number, sign.what) for number, each in enumerate(errors) for sign in each.evidence}
    return len(kinds) + sum(each.code is not None for each in errors)


def _answer(found: list[Explanation], text: str, catalogue: Catalogue) -> Explanation:
    errors = sorted((each for each in found if each.found), key=lambda each: not each.certain)
    if not errors:
        reason = NOTHING if text.strip() else _EMPTY
        nothing = Explanation(text, reason=reason, catalogue=catalogue)
        nearest = tuple(sign for each in found for sign in each.nearest)
        first = next(iter(found), nothing)
        telling = (each.reason for each in found if each.reason != NOTHING)
        return replace(first, reason=next(telling, first.reason), nearest=nearest)
    main, *others = errors
    return replace(main, others=tuple(others))
