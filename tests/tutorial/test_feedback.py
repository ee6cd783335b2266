from __future__ import annotations

import re

import pytest

from sgwlib.tutorial import Feedback, Help, Mark, Part, Verdict

MARKS = {
    Verdict.BLANK: [],
    Verdict.RIGHT: [Mark.RIGHT, Mark.NOTE],
    Verdict.PARTLY: [Mark.RIGHT, Mark.WRONG],
    Verdict.WRONG: [Mark.WRONG, Mark.NOTE],
}


def feedback(marks: list[Mark], *more: str) -> Feedback:
    return Feedback("09-1", tuple(Part(mark, f"`{mark}` part") for mark in marks), more)


@pytest.mark.parametrize(("verdict", "marks"), MARKS.items())
def test_the_parts_decide(verdict: Verdict, marks: list[Mark]) -> None:
    assert feedback(marks).verdict is verdict
    assert feedback(marks).right == (verdict is Verdict.RIGHT)


def test_what_is_near_is_partly_right() -> None:
    assert feedback([Mark.NEAR]).verdict is Verdict.PARTLY


@pytest.mark.parametrize(("verdict", "marks"), MARKS.items())
def test_both_forms_say_the_same_with_a_sign_and_a_word(
    verdict: Verdict, marks: list[Mark]
) -> None:
    given = feedback(marks, 'Stuck? `hint("09-1")`')
    text, html = str(given), given._repr_html_()
    assert re.match(rf"\S 09-1: {verdict}\n", text)
    assert repr(given) == text
    shown = re.sub("<(?!code)[^>]+>", "", html).replace("<code>", "").replace("&quot;", '"')
    assert shown == "".join(line.strip() for line in text.splitlines()).replace("`", "")
    assert 'role="status"' in html
    assert html.count("<code>") == len(marks) + 1


def test_what_a_learner_wrote_cannot_become_html() -> None:
    part = Part(Mark.WRONG, "There is no operation `'<script>'` & no <b>.")
    html = Feedback("<09>", (part,))._repr_html_()
    assert "<script" not in html
    assert "<b>" not in html
    assert "<code>&#x27;&lt;script&gt;&#x27;</code> &amp; no" in html


def test_a_solution_is_shown_as_code() -> None:
    shown = Help("09-1: a solution", ("Yours may differ.",), "answer = 1 < 2\nanswer")
    assert str(shown) == "09-1: a solution\n  Yours may differ.\n  answer = 1 < 2\n  answer"
    assert "<pre>answer = 1 &lt; 2\nanswer</pre>" in shown._repr_html_()
    assert repr(shown) == str(shown)
