"""What of the text is shown: the evidence marked, what stands around it, and no more."""

from __future__ import annotations

from hypothesis import given

from sgwlib import explain
from sgwlib.diagnosis.render import pieces
from tests.diagnosis.test_laws import TEXTS

OWN = "InvalidGatewayRequestException"
ID = "5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e"


def test_a_short_text_is_shown_whole() -> None:
    text = f"2024-04-06 failed: {OWN}: The specified volume is not ready. Bye"
    shown = list(pieces(explain(text)))
    assert "".join(piece.text for piece in shown) == text
    marked = {piece.evidence.what: piece.text for piece in shown if piece.evidence}
    assert marked == {"exception": OWN, "message": "The specified volume is not ready."}


def test_what_stands_far_from_the_evidence_is_left_out() -> None:
    text = f"{'a' * 5000}\n{OWN}: no\n {'b' * 2000}\n  RequestID: {ID}\n{'c' * 5000}"
    shown = "".join(piece.text for piece in pieces(explain(text)))
    assert shown.startswith("…aaa")
    assert shown.endswith("ccc…")
    assert "bb…bb" in shown
    assert len(shown) < 1500


def test_colours_of_the_text_are_not_shown() -> None:
    shown = "".join(piece.text for piece in pieces(explain(f"\x1b[31m{OWN}\x1b[0m: no")))
    assert shown == f"{OWN}: no"


@given(TEXTS)
def test_what_is_shown_stands_in_the_text_in_its_order(text: str) -> None:
    place = 0
    for piece in pieces(explain(text)):
        for part in piece.text.split("…"):
            if "\x1b" not in text:
                place = text.index(part, place) + len(part)
