"""An exercise, done in JupyterLab with the keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tools.browser import blameless, running_tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tools.browser import Lab

pytestmark = [pytest.mark.browser, pytest.mark.heavy]  # JupyterLab is started for them

NOTEBOOK = "notebooks/01_on_the_wire.ipynb"


@pytest.fixture(scope="module")
def notebook(window: Page) -> Iterator[Locator]:
    with running_tab(window, NOTEBOOK) as notebook:
        yield notebook


def cell_of(notebook: Locator, exercise: str) -> Locator:
    """Return the cell of an exercise, scrolled to: Lab draws only what is near."""
    notebook.get_by_role("heading", name=f"Exercise {exercise}").scroll_into_view_if_needed()
    return notebook.locator(".jp-CodeCell", has_text=f'check("{exercise}", ')


def answer(notebook: Locator, exercise: str, source: str) -> Locator:
    """Type an answer over the whole cell, run it, and return what it says."""
    cell = cell_of(notebook, exercise)
    cell.locator(".cm-content").click()
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.insert_text(source)
    notebook.page.keyboard.press("Control+Enter")
    return cell.get_by_role("status")


def test_a_blank_a_wrong_and_a_right_answer_are_told_apart(notebook: Locator) -> None:
    said = cell_of(notebook, "01-2").get_by_role("status")
    expect(said).to_contain_text("01-2: No answer yet")

    said = answer(notebook, "01-2", 'check("01-2", ["Error", "Code"])')
    expect(said).to_contain_text("✗ 01-2: Not yet")
    expect(said).to_contain_text("boto3 calls the exception Code, in every service.")
    expect(said.locator("code", has_text=re.compile('^hint\\("01-2"\\)$'))).to_be_visible()

    said = answer(notebook, "01-2", 'check("01-2", ["error", "errorCode"])')
    expect(said).to_contain_text("✓ 01-2: Right")


def test_an_exception_of_the_learners_code_is_shown_as_feedback(notebook: Locator) -> None:
    source = 'def read(body):\n    return body["__type"]\n\n\ncheck("01-4", read)'
    said = answer(notebook, "01-4", source)
    expect(said).to_contain_text("TypeError")
    expect(said).to_contain_text('in line 2: return body["__type"]')
    assert notebook.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0


def test_a_link_opens_the_next_lesson(notebook: Locator) -> None:
    notebook.get_by_role("link", name="02 Who else, and what to test").click()
    # What is shown now is the other notebook.
    title = notebook.get_by_role("heading", name=re.compile("^Who else, and what to test"))
    expect(title).to_be_visible()


def test_the_index_leads_from_page_to_page_in_voila(browser: Browser, lab: Lab) -> None:
    with blameless(browser) as page:
        page.goto(lab.page("notebooks/00_start_here.ipynb"))
        link = page.get_by_role("link", name="01 On the wire").first
        expect(link).to_be_visible(timeout=60_000)
        address = link.evaluate("link => link.href")
        assert address == f"{lab.url}voila/render/{NOTEBOOK}"
        page.goto(address)
        title = page.get_by_role("heading", name=re.compile("^On the wire"))
        expect(title).to_be_visible(timeout=60_000)
