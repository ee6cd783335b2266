"""Practice in JupyterLab, by mouse and by the keyboard alone."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from sgwlib import explain
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.progress import progress_from_bytes
from tests.browser.explorers import contrast
from tools.browser import CELL_SECONDS, own_notebook, running_tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tools.browser import Lab

pytestmark = pytest.mark.browser

# What Lab would do from a cell: insert, delete, cut, undo, change to Markdown, raw or a heading.
SHORTCUTS = ("b", "a", "x", "z", "m", "r", "d", "d", "5", "6")
NUMBERS = count(1)


@pytest.fixture(scope="module")
def notebook(window: Page, lab: Lab) -> Iterator[Locator]:
    """Open a notebook of one cell, in a narrow window."""
    window.set_viewport_size({"width": 950, "height": 1400})
    with running_tab(window, own_notebook(lab, "import sgwlib")) as notebook:
        yield notebook
    window.set_viewport_size({"width": 1660, "height": 1300})


@pytest.fixture
def begin(notebook: Locator) -> Callable[..., Locator]:
    """Give what opens practice of three causes, with a file of its own or a given one."""

    def begin(
        before: str = "", name: str = "", chosen: str = "3, kinds=['causes'], questions=3"
    ) -> Locator:
        name = name or f"progress-{next(NUMBERS)}.json"
        call = f"sgwlib.practice({name!r}, {chosen})"
        notebook.locator(".jp-CodeCell .cm-content").click()
        notebook.page.keyboard.press("Control+A")
        notebook.page.keyboard.insert_text(
            f"import sgwlib\nfrom pathlib import Path\n{before}\n{call}"
        )
        notebook.page.keyboard.press("Control+Enter")
        practice = notebook.locator(".sgw-practice")
        expect(practice.get_by_text(re.compile(f"{name}$"))).to_be_visible()
        return practice

    return begin


def asked(practice: Locator) -> Locator:
    return practice.locator(".sgw-question")


def cause_of(practice: Locator) -> str:
    """Read the log, and return what `explain` knows of its cause."""
    found = explain(asked(practice).locator("pre").inner_text())
    assert found.cause
    return found.cause.text


def number_of(practice: Locator, *, right: bool = True) -> int:
    """Return the number of the choice that `explain` finds right, or of one that is not."""
    choices = practice.locator(".sgw-choice").all_inner_texts()
    place = choices.index(cause_of(practice))
    return (place if right else (place + 1) % len(choices)) + 1


def choose(practice: Locator, *, right: bool = True) -> None:
    number = number_of(practice, right=right)
    practice.locator(".sgw-answers button").nth(number - 1).click()


def go_on(practice: Locator) -> None:
    practice.get_by_role("button", name="Next question").click()
    expect(feedback(practice)).to_be_empty()


def feedback(practice: Locator) -> Locator:
    return practice.locator(".sgw-feedback")


def press_all_shortcuts(notebook: Locator) -> None:
    """Press what Lab would act on, and see that it did not."""
    for key in SHORTCUTS:
        notebook.page.keyboard.press(key)
    cells = notebook.locator(".jp-Cell")
    expect(cells).to_have_count(1)
    expect(cells.first).to_have_class(re.compile("jp-CodeCell"))


def test_a_session_by_mouse(begin: Callable[..., Locator]) -> None:
    practice = begin()
    expect(practice.get_by_role("heading", level=3)).to_have_text("Question 1 of 3")
    choose(practice)
    expect(feedback(practice)).to_contain_text("Right.")
    expect(practice.locator(".sgw-right")).to_contain_text("✓ right")
    go_on(practice)
    wanted = cause_of(practice)
    code = explain(asked(practice).locator("pre").inner_text()).code
    choose(practice, right=False)
    expect(feedback(practice)).to_contain_text(f"Wrong. The right answer: {wanted}")
    expect(practice.locator(".sgw-wrong")).to_contain_text("✗ your answer")
    for heading in ("Question 3 of 3, and 1 to repeat", "To repeat: 1 left"):
        go_on(practice)
        expect(practice.get_by_role("heading", level=3)).to_have_text(heading)
        choose(practice)
    practice.get_by_role("button", name="Summary").click()
    expect(practice.get_by_role("heading", level=3)).to_have_text("Session done")
    expect(feedback(practice)).to_contain_text("2 of 3 right on the first try.")
    expect(practice.locator(".sgw-places")).to_contain_text(f"'{code}')")
    expect(practice.locator(".sgw-file")).to_contain_text("41 cards: 0 known, 3 in progress")
    expect(practice.locator("progress")).to_have_js_property("value", 3)


def test_a_session_by_the_keyboard_alone(notebook: Locator, begin: Callable[..., Locator]) -> None:
    practice = begin()
    for _ in range(80):
        notebook.page.keyboard.press("Tab")
        if notebook.page.evaluate("Boolean(document.activeElement.closest('.sgw-practice'))"):
            break
    else:
        pytest.fail("the Tab key leads nowhere into practice")
    for number, right in enumerate((True, False, True, True), 1):
        press_all_shortcuts(notebook)
        notebook.page.keyboard.press(
            "Enter"
        ) if number > 1 else None  # does nothing before an answer
        expect(feedback(practice)).to_be_empty()
        notebook.page.keyboard.press(str(number_of(practice, right=right)))
        expect(feedback(practice)).to_contain_text("Right." if right else "Wrong.")
        expect(practice.locator('[data-key="next"]')).to_be_focused()
        press_all_shortcuts(notebook)
        notebook.page.keyboard.press("Enter")
        if number < 4:
            expect(asked(practice)).to_be_focused()
    expect(practice.get_by_role("heading", level=3)).to_have_text("Session done")
    expect(practice.get_by_role("heading", level=3)).to_be_focused()
    press_all_shortcuts(notebook)
    for key in ("Tab", "Tab"):
        notebook.page.keyboard.press(key)
    expect(practice.get_by_role("button", name=re.compile(r"^sgwlib.explorer\("))).to_be_focused()
    press_all_shortcuts(notebook)
    notebook.page.keyboard.press("Enter")
    expect(notebook.locator(".sgw-practising .sgw-explorer")).to_be_visible()
    expect(practice.get_by_role("button", name=re.compile(r"^sgwlib.explorer\("))).to_be_focused()
    notebook.page.keyboard.press("Enter")
    expect(notebook.locator(".sgw-practising .sgw-explorer")).to_have_count(0)


@pytest.mark.heavy
def test_a_session_ends_for_one_who_misses_everything(begin: Callable[..., Locator]) -> None:
    practice = begin()
    heading = practice.get_by_role("heading", level=3)
    headings = []
    for number in range(9):
        headings.append(heading.inner_text())
        choose(practice, right=False)
        later = "at the end of this session" if number < 6 else "in the next session"
        expect(feedback(practice)).to_contain_text(f"You'll see this card again {later}")
        if number < 8:
            go_on(practice)
    practice.get_by_role("button", name="Summary").click()
    expect(heading).to_have_text("Session done")
    assert headings == [
        *(
            "Question 1 of 3",
            "Question 2 of 3, and 1 to repeat",
            "Question 3 of 3, and 2 to repeat",
        ),
        *(f"To repeat: {left} left" for left in (3, 3, 3, 3, 2, 1)),
    ]


def test_shortcuts_are_kept_off_wherever_the_focus_is(
    notebook: Locator, begin: Callable[..., Locator]
) -> None:
    practice = begin()
    choose(practice)
    expect(feedback(practice)).to_contain_text("Right.")
    focusable = practice.locator("button:visible, [tabindex]:visible")
    assert focusable.count() >= 10
    for place in range(focusable.count()):
        focusable.nth(place).focus()
        press_all_shortcuts(notebook)


def test_the_question_is_not_answered_by_a_number_typed_elsewhere(
    notebook: Locator, begin: Callable[..., Locator]
) -> None:
    practice = begin()
    notebook.locator(".jp-CodeCell .cm-content").click()
    notebook.page.keyboard.press("Control+End")
    notebook.page.keyboard.type("  # 1 2 3")
    expect(feedback(practice)).to_be_empty()
    expect(practice.get_by_role("heading", level=3)).to_have_text("Question 1 of 3")


@pytest.mark.parametrize(
    "where",
    [
        ".sgw-keys",
        *(
            pytest.param(f".sgw-{each}", marks=pytest.mark.heavy)
            for each in ("head", "asked", "file p")
        ),
    ],
)
def test_a_click_beside_the_controls_makes_the_keys_answer(
    notebook: Locator, begin: Callable[..., Locator], where: str
) -> None:
    practice = begin()
    source = notebook.locator(".jp-CodeCell .cm-content")
    written = source.inner_text()
    source.click()
    practice.locator(where).first.click()
    expect(asked(practice)).to_be_focused()
    notebook.page.keyboard.press("2")
    expect(feedback(practice)).to_contain_text(re.compile("Right|Wrong"))
    practice.locator(".sgw-said").click()
    expect(practice.locator('[data-key="next"]')).to_be_focused()
    notebook.page.keyboard.press("Enter")
    expect(feedback(practice)).to_be_empty()
    assert source.inner_text() == written


def test_feedback_is_a_live_region_and_the_choices_are_named(
    begin: Callable[..., Locator],
) -> None:
    practice = begin()
    expect(feedback(practice)).to_have_attribute("aria-live", "polite")
    text = practice.locator(".sgw-asked").inner_text()
    expect(asked(practice)).to_have_attribute("aria-label", re.compile(re.escape(text)))
    first = re.escape(practice.locator(".sgw-choice").first.inner_text())
    expect(practice.get_by_role("button", name=re.compile(rf"^1\s*{first}$"))).to_be_visible()
    before = feedback(practice).element_handle()
    choose(practice)
    expect(feedback(practice)).to_contain_text("Right.")
    # A region is read out only if it was there before it is filled.
    assert feedback(practice).evaluate("(now, before) => now === before", before)


def test_stop_and_go_on(begin: Callable[..., Locator]) -> None:
    practice = begin()
    choose(practice)
    go_on(practice)
    text = asked(practice).locator("pre").inner_text()
    practice.get_by_role("button", name="Stop and save").click()
    expect(feedback(practice)).to_contain_text("Still to be asked: 2 questions.")
    practice.get_by_role("button", name="Continue").click()
    expect(asked(practice).locator("pre")).to_have_text(text)


@pytest.mark.heavy
def test_progress_survives_a_restart_of_the_kernel(
    notebook: Locator, begin: Callable[..., Locator]
) -> None:
    practice = begin(name="lasting.json")
    cause = cause_of(practice)
    choose(practice, right=False)
    expect(practice.locator(".sgw-file")).to_contain_text("1 in progress, 40 new; 1 due today")
    notebook.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    notebook.page.get_by_text("Restart Kernel…", exact=True).click()
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(practice.get_by_role("alert")).to_contain_text(
        "The kernel was restarted. Run the cell again. Your answers are kept."
    )
    expect(notebook.page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
    practice = begin(name="lasting.json")
    expect(practice.locator(".sgw-file")).to_contain_text("1 in progress, 40 new; 1 due today")
    assert cause_of(practice) == cause


def test_progress_is_downloaded_and_restored(
    begin: Callable[..., Locator], notebook: Locator, tmp_path: Path
) -> None:
    practice = begin()
    choose(practice)
    expect(feedback(practice)).to_contain_text("Right.")
    with notebook.page.expect_download() as taken:
        practice.get_by_role("button", name="Download progress").click()
    saved = tmp_path / taken.value.suggested_filename
    taken.value.save_as(saved)
    assert re.fullmatch(r"progress-\d+\.json", saved.name)
    [answer] = progress_from_bytes(saved.read_bytes()).answers
    assert answer.right
    practice = begin()
    expect(practice.locator(".sgw-file")).to_contain_text(
        "41 cards: 0 known, 0 in progress, 41 new; 0 due"
    )
    for new in (1, 0):
        with notebook.page.expect_file_chooser() as chosen:
            practice.get_by_role("button", name="Restore progress…").click()
        chosen.value.set_files(saved)
        told = f"Restored 1 answer; {new} of them were new."
        expect(practice.locator(".sgw-note")).to_have_text(told)
    expect(practice.locator(".sgw-file")).to_contain_text(
        "41 cards: 0 known, 1 in progress, 40 new"
    )


def test_the_bars_say_how_far_each_kind_is(begin: Callable[..., Locator]) -> None:
    practice = begin(chosen="3, questions=3")
    rows = practice.locator(".sgw-rows li")
    expect(rows).to_have_count(5)
    row = rows.filter(has_text="What is it?")
    expect(row).to_contain_text("0 known, 0 in progress, 41 new")
    expect(row.locator(".sgw-part-new")).to_have_css("flex-grow", "41")


@pytest.mark.parametrize("lesson", ["00", pytest.param("04", marks=pytest.mark.heavy)])
def test_the_cell_of_a_lesson_by_the_keyboard(
    notebook: Locator, begin: Callable[..., Locator], lesson: str
) -> None:
    practice = begin(chosen=f"lesson={lesson!r}")
    expect(practice).to_have_attribute("aria-label", f"Practice of lesson {lesson}")
    asked(practice).focus()
    keys = notebook.page.keyboard
    heading = practice.get_by_role("heading", level=3)
    headings = []
    while heading.inner_text() != "Session done":
        headings.append(heading.inner_text())
        keys.press("1")
        expect(feedback(practice)).to_contain_text(re.compile("Right|Wrong"))
        keys.press("Enter")
        expect(practice.locator('[data-key="next"]')).to_have_count(0)
    assert len(headings) >= 4
    for number in range(1, 5):
        assert headings[number - 1].startswith(f"Question {number} of 4")
    expect(heading).to_have_text("Session done")


def test_a_test_by_the_keyboard_says_nothing_until_its_end(
    notebook: Locator, begin: Callable[..., Locator]
) -> None:
    practice = begin(chosen="test='before'", name="tested.json")
    asked(practice).focus()
    heading = practice.get_by_role("heading", level=3)
    for number in range(1, 11):
        expect(heading).to_have_text(f"Question {number} of 10")
        expect(asked(practice)).to_be_focused()
        expect(feedback(practice)).to_be_empty()
        notebook.page.keyboard.press("2")
    expect(heading).to_have_text("Test done")
    expect(feedback(practice)).to_contain_text(re.compile(r"^\d+ of 10 right\."))
    expect(practice.get_by_role("button", name="New session")).to_have_count(0)
    expect(practice.locator(".sgw-places")).to_be_empty()
    practice = begin(chosen="test='before'", name="tested.json")
    expect(heading).to_have_text("Test done")


def test_a_file_that_is_no_progress_is_refused(
    begin: Callable[..., Locator], notebook: Locator, tmp_path: Path
) -> None:
    practice = begin()
    other = tmp_path / "other.json"
    other.write_text("{}")
    with notebook.page.expect_file_chooser() as chosen:
        practice.get_by_role("button", name="Restore progress…").click()
    chosen.value.set_files(other)
    expect(practice.get_by_role("alert")).to_contain_text("not a progress file")
    choose(practice)
    expect(practice.get_by_role("alert")).to_have_count(0)


def test_a_damaged_file_is_set_aside_and_told(begin: Callable[..., Locator]) -> None:
    practice = begin(
        before="_ = Path('damaged.json').write_text('half of it')", name="damaged.json"
    )
    expect(practice.locator(".sgw-note")).to_contain_text(
        "was damaged. It was renamed to damaged.damaged-1.json."
    )
    choose(practice)
    expect(practice.locator(".sgw-file")).to_contain_text("1 in progress")


@pytest.fixture(params=["Light", pytest.param("Dark", marks=pytest.mark.heavy)])
def theme(notebook: Locator, request: pytest.FixtureRequest) -> Iterator[str]:
    def choose_theme(name: str) -> None:
        notebook.page.get_by_role("menuitem", name="Settings", exact=True).click()
        notebook.page.get_by_text("Theme", exact=True).first.hover()
        notebook.page.get_by_text(f"JupyterLab {name}", exact=True).click()
        light = str(name == "Light").lower()
        expect(notebook.page.locator("body")).to_have_attribute("data-jp-theme-light", light)

    choose_theme(request.param)
    yield request.param
    choose_theme("Light")


@pytest.mark.usefixtures("theme")
def test_colours_have_the_contrast_that_wcag_asks_for(begin: Callable[..., Locator]) -> None:
    practice = begin()
    choose(practice, right=False)
    expect(feedback(practice)).to_contain_text("Wrong.")
    for element in (
        ".sgw-title",
        ".sgw-rows li",
        ".sgw-choice",
        ".sgw-verdict",
        ".sgw-file p",
        ".sgw-feedback p",
    ):
        assert contrast(practice, element, "color") >= 4.5, element
    for element, colour in (
        (".sgw-answers button", "borderTopColor"),
        (".sgw-actions button", "borderTopColor"),
        (".sgw-file button", "borderTopColor"),
        ("progress", "borderTopColor"),
        (".sgw-bar", "borderTopColor"),
        (".sgw-feedback", "borderLeftColor"),
    ):
        assert contrast(practice, element, colour) >= 3, element
    practice.get_by_role("button", name="Stop and save").click()
    assert not practice.evaluate("element => element.scrollWidth > element.clientWidth")


OPENED = ["kinds=['clauses'], questions=1", "test='after'"]
OTHERS = [f"kinds=[{kind!r}], questions=1" for kind in KINDS if kind != "clauses"]


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(
    "chosen", [*OPENED, *(pytest.param(each, marks=pytest.mark.heavy) for each in OTHERS)]
)
def test_axe_finds_no_violation(begin: Callable[..., Locator], axe: str, chosen: str) -> None:
    """A question, its feedback or the next question, and the summary."""
    practice = begin(chosen=chosen)
    practice.page.evaluate(axe)
    _no_violation(practice)
    practice.locator(".sgw-answers button").first.click()
    expect(practice.locator("progress")).to_have_js_property("value", 1)
    _no_violation(practice)
    stop = practice.locator('[data-key="stop"]')  # is not there after the last question
    (stop if stop.count() else practice.locator('[data-key="next"]')).click()
    expect(asked(practice)).to_be_hidden()
    _no_violation(practice)


def _no_violation(practice: Locator) -> None:
    found: list[dict[str, object]] = practice.evaluate(
        "async (element) => (await window.axe.run(element)).violations"
    )
    assert [(each["id"], each["nodes"]) for each in found] == []
