"""One whole lesson is done in JupyterLab by the keyboard alone, as a learner does it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sgwlib.tutorial.lessons import all_exercises
from tests.browser.test_widgets import tab_to, verdict
from tools.browser import CELL_SECONDS, blameless

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tools.browser import Lab

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

LESSON = "notebooks/01_on_the_wire.ipynb"
EXERCISES = {each.name: each for each in all_exercises()}
ASKED = re.compile(r'(check|exercise)\("(\d\d-\d)"')


def test_lesson_01_from_the_first_cell_to_the_last(lab: Lab, browser: Browser) -> None:
    cells = json.loads((lab.folder / LESSON).read_text(encoding="utf-8"))["cells"]
    with blameless(browser, width=1440, height=900) as page:
        page.goto(lab.address(LESSON))
        expect(page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
        page.locator(".jp-Notebook").focus()
        done = []
        for place, cell in enumerate(cells):
            source = "".join(cell["source"])
            shown = page.locator(".jp-Notebook .jp-Cell").nth(place)
            expect(shown).to_have_class(re.compile("jp-mod-active"))
            asked = ASKED.search(source)
            if asked and asked[1] == "check":
                page.keyboard.press("Enter")
                page.keyboard.press("Control+A")
                page.keyboard.insert_text(answered(source, asked[2]))
            page.keyboard.press("Shift+Enter")
            if cell["cell_type"] == "code":
                prompt = shown.locator(".jp-InputPrompt")
                expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=CELL_SECONDS * 1000)
            if asked and asked[1] == "exercise":
                predict(page, shown, EXERCISES[asked[2]])
                expect(page.locator(".jp-Cell").nth(place + 1)).to_have_class(
                    re.compile("jp-mod-active")
                )
            if asked:
                expect(shown).to_contain_text(f"✓ {asked[2]}: Right")
                done.append(asked[2])
            if source.startswith("sgwlib.practice("):
                practise(page, shown)
        assert done == [name for name in EXERCISES if name.startswith("01-")]


def answered(source: str, name: str) -> str:
    """Return the cell with the solution in place of the blank."""
    return f"{EXERCISES[name].texts.solution}\n{source.splitlines()[-1]}"


def predict(page: Page, shown: Locator, exercise: Any) -> None:
    """Answer in the widget of the cell before, and go on."""
    page.keyboard.press("ArrowUp")
    widget = shown.locator(".sgw-exercise")
    expect(widget).to_be_visible(timeout=CELL_SECONDS * 1000)
    tab_to(widget, widget.get_by_label("How many requests"))
    page.keyboard.type(f"{len(exercise.kind.revealed()['requests'])}")
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text(f"✓ {exercise.name}: Right")
    leave(widget)


def practise(page: Page, shown: Locator) -> None:
    """Answer four cards, those that were missed once more, and go on."""
    practice = shown.locator(".sgw-practice")
    expect(practice).to_be_visible(timeout=CELL_SECONDS * 1000)
    page.keyboard.press("ArrowUp")
    tab_to(practice, practice.locator(".sgw-answers button").first)
    heading, following = (
        practice.get_by_role("heading", level=3),
        practice.locator("[data-key=next]"),
    )
    learned: dict[str, str] = {}
    for _ in range(60):  # a few, but for questions whose choices have no text of their own
        if heading.inner_text() == "Session done":
            break
        question = practice.locator(".sgw-asked").inner_text()
        choices = practice.locator(".sgw-answers .sgw-choice").all_inner_texts()
        known = learned.get(question, "")  # of a card that was missed; its choices can be others
        known = known if known in choices else choices[0]
        page.keyboard.press(f"{choices.index(known) + 1}")
        expect(following).to_be_focused()
        learned[question] = practice.locator(".sgw-right .sgw-choice").inner_text()
        page.keyboard.press("Enter")
        expect(following).to_have_count(0)
    expect(heading).to_have_text("Session done")
    leave(practice)


def leave(widget: Locator) -> None:
    """Tab back until the focus has left a widget, and go to the next cell."""
    inside = "widget => widget.contains(document.activeElement)"
    for _ in range(60):
        if not widget.evaluate(inside):
            break
        widget.page.keyboard.press("Shift+Tab")
    widget.page.keyboard.press("ArrowDown")
