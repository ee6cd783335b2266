"""Exercises in widgets and the timeline, in JupyterLab, by mouse and by the keyboard alone.

Whichever exercises of the lessons have a widget are solved here, from their solutions.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sgwlib.tutorial.forms import Faded, Parsons
from sgwlib.tutorial.kinds import Prediction, Trace
from sgwlib.tutorial.lessons import all_exercises
from tests.browser.explorers import contrast
from tools.browser import CELL_SECONDS, own_notebook, running_tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.tutorial import Exercise
    from tools.browser import Lab

pytestmark = pytest.mark.browser

ASKED = [each for each in all_exercises() if each.asked_by is not None]
# What Lab would do from a cell: insert, delete, cut, undo, change to Markdown, raw or a heading.
SHORTCUTS = ("b", "a", "x", "z", "m", "r", "d", "d", "5", "6")


def of_form(form: type) -> list[Any]:
    """Return the exercises of a form; all but the first are for the heavy tests."""
    found = [each for each in ASKED if isinstance(each.asked_by, form)]
    assert found, f"no lesson has a {form.__name__}"
    first, *others = [pytest.param(each, id=each.name) for each in found]
    heavy = [pytest.param(*each.values, id=each.id, marks=pytest.mark.heavy) for each in others]
    return [first, *heavy]


@pytest.fixture(scope="module")
def notebook(window: Page, lab: Lab) -> Iterator[Locator]:
    with running_tab(window, own_notebook(lab, "import sgwlib")) as notebook:
        yield notebook


@pytest.fixture
def opened(notebook: Locator) -> Callable[[str], Locator]:
    """Give what runs a line in the notebook's only cell, and returns the widget."""

    def opened(line: str) -> Locator:
        notebook.locator(".jp-CodeCell .cm-content").click()
        notebook.page.keyboard.press("Control+A")
        notebook.page.keyboard.insert_text(f"print('new')\n{line}")
        widget = notebook.locator(".sgw-exercise")
        if widget.count():
            widget.evaluate("widget => widget.dataset.old = 'yes'")
        notebook.page.keyboard.press("Control+Enter")
        new = notebook.locator(".sgw-exercise:not([data-old])")
        expect(new).to_be_visible(timeout=CELL_SECONDS * 1000)
        return new

    return opened


def verdict(widget: Locator) -> Locator:
    return widget.locator(".sgw-feedback")


def tab_to(widget: Locator, target: Locator) -> None:
    """Press Tab until an element of the widget has the focus."""
    page = widget.page
    page.keyboard.press("Escape")  # leaves the editor of the cell
    for _ in range(60):
        if target.evaluate("target => target === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the Tab key leads nowhere to {target}")


def lines_of(exercise: Exercise) -> list[tuple[str, int]]:
    """Return the lines of the body of a solution, each with its level."""
    [function] = ast.parse(exercise.texts.solution).body
    assert isinstance(function, ast.FunctionDef)
    body = function.body[ast.get_docstring(function) is not None :]
    lines = exercise.texts.solution.splitlines()[body[0].lineno - 1 :]
    return [(line.strip(), (len(line) - len(line.lstrip())) // 4) for line in lines if line.strip()]


def program_of(widget: Locator) -> list[str]:
    return widget.locator(".sgw-program .sgw-line").all_inner_texts()


# --- by keyboard alone ----------------------------------------------------------------------


@pytest.mark.parametrize("exercise", of_form(Parsons))
def test_lines_are_put_in_order_by_keys(
    exercise: Exercise, opened: Callable[[str], Locator]
) -> None:
    widget = opened(f'sgwlib.exercise("{exercise.name}")')
    page, lines = widget.page, lines_of(exercise)
    for text, level in lines:
        choice = widget.locator(".sgw-tray").get_by_role("button", name=text, exact=True).first
        tab_to(widget, choice)
        page.keyboard.press("Enter")
        made = widget.locator(".sgw-program .sgw-line")
        tab_to(widget, made.last)
        for _ in range(6):
            page.keyboard.press("ArrowLeft")
        for _ in range(level - 1):
            page.keyboard.press("ArrowRight")
        expect(made.last).to_have_text(text)
        expect(made.last).to_be_focused()
    assert program_of(widget) == [text for text, _ in lines]
    for _ in lines[2:]:
        page.keyboard.press("ArrowUp")
    expect(widget.locator(".sgw-program .sgw-line").nth(1)).to_be_focused()
    page.keyboard.press("Delete")  # and back, from the end
    expect(widget.locator(".sgw-program .sgw-line")).to_have_count(len(lines) - 1)
    again = widget.locator(".sgw-tray").get_by_role("button", name=lines[1][0], exact=True).first
    tab_to(widget, again)
    page.keyboard.press("Enter")
    tab_to(widget, widget.locator(".sgw-program .sgw-line").last)
    for _ in range(len(lines) - 2):
        page.keyboard.press("Alt+ArrowUp")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    for _ in range(lines[1][1] - 1):
        page.keyboard.press("ArrowRight")
    tab_to(widget, widget.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text(f"✓ {exercise.name}: Right")


@pytest.mark.parametrize("exercise", of_form(Faded))
def test_blanks_are_filled_by_keys(exercise: Exercise, opened: Callable[[str], Locator]) -> None:
    form: Any = exercise.asked_by
    widget = opened(f'sgwlib.exercise("{exercise.name}")')
    page = widget.page
    tab_to(widget, widget.get_by_label(f"Blank 1 of {len(form.blanks)}"))
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text("still empty")
    for place, blank in enumerate(form.blanks):
        page.keyboard.press("Tab") if place else None
        page.keyboard.type(blank)
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text(f"✓ {exercise.name}: Right")
    expect(widget.get_by_role("button", name="Solution")).to_be_visible()


@pytest.mark.parametrize("exercise", of_form(Prediction))
def test_a_prediction_shows_the_timeline(
    exercise: Exercise, opened: Callable[[str], Locator]
) -> None:
    kind: Any = exercise.kind
    made = len(kind.revealed()["requests"])
    widget = opened(f'sgwlib.exercise("{exercise.name}")')
    page, picture = widget.page, widget.get_by_role("img")
    tab_to(widget, widget.get_by_label("How many requests"))
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text("Type a whole number")
    assert picture.count() == 0, "it would give the answer away"
    page.keyboard.press("Backspace")
    page.keyboard.type(f"{made}")
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text(f"✓ {exercise.name}: Right")
    expect(picture.locator("circle")).to_have_count(made)
    assert "Request 1 " in str(picture.get_attribute("aria-label"))


@pytest.mark.parametrize("exercise", of_form(Trace))
def test_clauses_are_chosen_by_keys(exercise: Exercise, opened: Callable[[str], Locator]) -> None:
    [assigned] = ast.parse(exercise.texts.solution).body
    assert isinstance(assigned, ast.Assign)
    caught = ast.literal_eval(assigned.value)
    widget = opened(f'sgwlib.exercise("{exercise.name}")')
    page = widget.page
    for error, line in caught.items():
        select = widget.get_by_label(f"meets {error}:")
        tab_to(widget, select)
        page.keyboard.type("no clause" if line is None else f"line {line}:")  # the native way
        expect(select).to_have_value("none" if line is None else f"{line}")
        marked = widget.locator(".sgw-source .sgw-marked")
        expect(marked).to_have_count(0 if line is None else 1)
    tab_to(widget, widget.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    expect(verdict(widget)).to_contain_text(f"✓ {exercise.name}: Right")


# --- by mouse -------------------------------------------------------------------------------


def drag(line: Locator, x: float, y: float) -> None:
    """Drag a line by its left end to a point of the page."""
    box = line.bounding_box()
    assert box
    mouse = line.page.mouse
    mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(x, y, steps=5)
    mouse.up()


def test_lines_are_put_in_order_by_mouse(opened: Callable[[str], Locator]) -> None:
    [exercise] = of_form(Parsons)[0].values
    lines = lines_of(exercise)
    widget = opened(f'sgwlib.exercise("{exercise.name}")')
    made = widget.locator(".sgw-program .sgw-line")
    for place, (text, level) in enumerate(lines):
        widget.locator(".sgw-tray").get_by_role("button", name=text, exact=True).first.click()
        expect(made).to_have_count(place + 1)
        now = re.compile(rf"^Line {place + 1}, level (\d)")
        found = now.search(str(made.last.get_attribute("aria-label")))
        assert found
        steps = level - int(found[1])
        name = f"Indent line {place + 1} {'more' if steps > 0 else 'less'}"
        for _ in range(abs(steps)):
            widget.get_by_role("button", name=name).click()
    # Drag the last line to the top and to the right, and then back.
    box = made.first.bounding_box()
    assert box
    drag(made.last, box["x"] + 8 + 64, box["y"] + 2)
    expect(made.first).to_have_text(lines[-1][0])
    expect(made.first).to_have_attribute("aria-label", re.compile("^Line 1, level 3"))
    last = made.last.bounding_box()
    box = made.first.bounding_box()
    assert last
    assert box
    drag(made.first, box["x"] + 8 - 64, last["y"] + last["height"] - 2)
    assert program_of(widget) == [text for text, _ in lines]
    # Out of the program, and from the tray to its place again.
    tray = widget.locator(".sgw-tray").bounding_box()
    assert tray
    drag(made.nth(1), tray["x"] + 20, tray["y"] + 60)
    expect(made).to_have_count(len(lines) - 1)
    second = made.nth(1).bounding_box()
    assert second
    again = widget.locator(".sgw-tray").get_by_role("button", name=lines[1][0], exact=True).first
    drag(again, second["x"] + 20, second["y"] + 2)
    assert program_of(widget) == [text for text, _ in lines]
    widget.get_by_role("button", name="Check").click()
    expect(verdict(widget)).to_contain_text(f"✓ {exercise.name}: Right")


def test_hints_come_one_by_one_and_the_solution_last(opened: Callable[[str], Locator]) -> None:
    [exercise] = of_form(Prediction)[0].values
    widget = opened(
        "from sgwlib.tutorial import checking; checking._given.clear(); checking._solved.clear()\n"
        f'sgwlib.exercise("{exercise.name}")'
    )
    expect(widget.get_by_role("button", name="Solution")).to_be_hidden()
    for number, text in enumerate(exercise.texts.hints, 1):
        widget.get_by_role("button", name=f"Hint ({4 - number} left)").click()
        expect(widget.locator(".sgw-help")).to_have_count(number)
        expect(widget.locator(".sgw-help").last).to_contain_text(text.replace("`", ""))
    widget.get_by_role("button", name="Solution").click()
    expect(widget.locator(".sgw-help pre")).to_have_text(exercise.texts.solution)


def test_the_timeline_answers_each_choice(opened: Callable[[str], Locator]) -> None:
    widget = opened('sgwlib.timeline("DeleteVolume", "InternalError", attempts=3)')
    requests = widget.get_by_role("img").locator("circle")
    expect(requests).to_have_count(3)
    widget.get_by_label("Most attempts").select_option("7")
    expect(requests).to_have_count(7)
    widget.get_by_label("how often").select_option("2")
    expect(requests).to_have_count(3)
    expect(widget.get_by_role("img")).to_contain_text("DeleteVolume returns.")
    widget.get_by_label("The call meets").select_option("VolumeInUse")
    expect(requests).to_have_count(1)
    widget.get_by_label("how often").select_option("0")
    widget.get_by_label("The call meets").select_option("ThrottlingException")
    expect(requests).to_have_count(7)  # else the answer draws the form again while it is typed in
    widget.get_by_label("Retry mode").focus()
    widget.page.keyboard.type("legacy")
    expect(widget.get_by_role("img")).to_contain_text("≤ 32 s")
    expect(widget.get_by_label("Retry mode")).to_be_focused()


# --- for everyone ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Parsons, Faded, Prediction, Trace, None])
def test_axe_finds_nothing_and_shortcuts_are_kept_off(
    form: type | None, opened: Callable[[str], Locator], axe: str
) -> None:
    line = "sgwlib.timeline()"
    if form:
        [exercise] = of_form(form)[0].values
        line = f'sgwlib.exercise("{exercise.name}")'
    widget = opened(line)
    page = widget.page
    if form is Parsons:
        for _ in range(2):
            widget.locator(".sgw-tray button").first.click()
    if form:
        widget.get_by_role("button", name="Check").click()
        expect(verdict(widget)).not_to_be_empty()
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run('.sgw-exercise:not([data-old])')")
    assert len(found["passes"]) > 5, "axe has looked"
    complaints = [
        (each["id"], node["html"][:200], node["failureSummary"])
        for each in found["violations"]
        for node in each["nodes"]
    ]
    assert complaints == []
    for element in ("select", "input.sgw-blank", "button"):
        if widget.locator(element).count():
            colour = "borderBottomColor"
            assert contrast(widget, element, colour) >= 3, element
    cells = page.locator(".jp-Notebook:visible .jp-Cell").count()
    focusable = widget.locator("button:visible, select:visible, [tabindex]:visible")
    for place in range(0, focusable.count(), 3):
        focusable.nth(place).focus()
        for key in SHORTCUTS:
            page.keyboard.press(key)
    assert page.locator(".jp-Notebook:visible .jp-Cell").count() == cells
