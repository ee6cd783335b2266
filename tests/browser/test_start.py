"""The start notebook, as a newcomer meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tools.browser import running_tab

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

NOTEBOOK = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def notebook(window: Page) -> Iterator[Locator]:
    """Open the start notebook in JupyterLab and run it from top to bottom."""
    with running_tab(window, NOTEBOOK) as notebook:
        yield notebook


def test_no_news_prompt_and_no_error_output(notebook: Locator) -> None:
    assert notebook.page.get_by_text("Would you like to get notified").count() == 0
    for kind in ("error", "stderr"):
        outputs = notebook.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]')
        assert outputs.all_text_contents() == []
    expect(notebook.locator(".jp-InputPrompt", has_text="[8]")).to_be_attached()


def test_it_has_one_explorer_which_answers(notebook: Locator) -> None:
    explorer = notebook.locator(".sgw-explorer")
    expect(explorer).to_have_count(1)
    explorer.get_by_label("Search").fill("volumeinuse")
    expect(explorer.locator(".sgw-count")).to_contain_text("1 of 289 pairs")
