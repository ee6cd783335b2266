"""Two drills are done in JupyterLab by the keyboard alone: one of an account, one of code."""

from __future__ import annotations

import inspect
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from sgwlib.drills.scenarios import SCENARIOS
from tools.browser import CELL_SECONDS, own_notebook, running_tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tools.browser import Lab

pytestmark = [pytest.mark.browser, pytest.mark.heavy]


@pytest.fixture
def notebook(window: Page, lab: Lab) -> Iterator[Locator]:
    with running_tab(window, own_notebook(lab, "import sgwlib")) as notebook:
        yield notebook


def ran(notebook: Locator, source: str) -> Locator:
    """Add a cell below by keys, run what is typed into it, and return its output."""
    keyboard = notebook.page.keyboard
    cells = notebook.locator(".jp-CodeCell")
    count = cells.count()
    keyboard.press("Escape")
    keyboard.press("b")
    expect(cells).to_have_count(count + 1)
    keyboard.press("Enter")
    keyboard.insert_text(source)
    keyboard.press("Control+Enter")
    cell = notebook.locator(".jp-CodeCell.jp-mod-active")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(
        f"[{count + 1}]:", timeout=CELL_SECONDS * 1000
    )
    return cell.locator(".jp-OutputArea-output").last


def test_an_account_is_mended(notebook: Locator) -> None:
    expect(ran(notebook, 'drill = sgwlib.drill("appliance")\ndrill')).to_contain_text(
        "The volume `ledger` has had no snapshot since yesterday"
    )
    expect(ran(notebook, "drill.hint()")).to_contain_text("Start with the log")
    expect(ran(notebook, "print(*sgwlib.scan(drill.log).found)")).to_contain_text(
        "GatewayNotConnected"
    )
    expect(ran(notebook, "drill.check()").locator("[role=status]")).to_contain_text("Not yet")
    body = inspect.getsource(SCENARIOS["appliance"].solution).partition('"""\n')[2]
    expect(ran(notebook, f"{dedent(body)}drill.check()")).to_contain_text("✓ appliance: Right")


def test_a_better_job_is_written(notebook: Locator) -> None:
    expect(ran(notebook, 'drill = sgwlib.drill("gateways")\nprint(drill.source)')).to_contain_text(
        "def main(client, settings):"
    )
    expect(ran(notebook, "drill.check()")).to_contain_text("No answer yet")
    expect(ran(notebook, "drill.check(drill.job)")).to_contain_text("✗ Tonight: the job failed")
    source = "from typing import Any\n\n\n" + inspect.getsource(SCENARIOS["gateways"].solution)
    expect(ran(notebook, f"{source}\n\ndrill.check(mend_gateways)")).to_contain_text(
        "✓ gateways: Right"
    )
