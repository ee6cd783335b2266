"""The lessons in a browser without a server: what they cost, what runs, and what can't."""

from __future__ import annotations

import inspect
import json
import re
import time
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from sgwlib.drills.scenarios import SCENARIOS
from tests.site.lite.conftest import Server
from tools.browser import blameless, shown_notebook
from tools.lite.wheels import PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

MOST_TO_PUBLISH = 40_000_000  # bytes
MOST_TO_FETCH = 10_000_000  # bytes, compressed, before the first result
MOST_SECONDS = 90  # until the first result, on two busy cores
LINE = (
    "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation: "
    "The specified volume is already in use."
)
FROM_THE_INDEX = {
    "sgwlib.plot.matrix(sgwlib.error_graph())": "matplotlib",
    "sgwlib.load_catalogue().to_frame()": "pandas",
}
"""What can't run here, to the package that it needs: only Pyodide's own index has it. No lesson uses either."""


SENTENCES = {
    "sgwlib.Endpoint()": "sgwlib.Endpoint needs a server, and the Python in a browser has none.",
    "sgwlib.review('a\\n')": "sgwlib.review needs a process, and the Python in a browser has none.",
    "!ls": "The Python in a browser can't start programs, so this line did nothing: ! ls",
}
"""What can't work there, to what it says."""


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with Server(built) as server:
        yield server


@pytest.fixture(scope="module")
def page(server: Server, browser: Browser) -> Iterator[Page]:
    """Show lesson 00 with its solutions, and with a cell below."""
    with blameless(browser, width=1660, height=1300) as page:
        opened(page, server)
        shown_notebook(page).locator(".jp-CodeCell .cm-content").last.click()
        page.keyboard.press("Escape")
        page.keyboard.press("b")  # a cell for the tests, below the last one of the lesson
        ran(page, "import sgwlib")
        yield page


def opened(page: Page, server: Server, notebook: str = "00_start_here.ipynb") -> None:
    page.goto(f"{server.url}lab/index.html?path=notebooks/{notebook}")
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=60_000)
    # Until Lab has a kernel, it drops what you run.
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=MOST_SECONDS * 1000)


def ran(page: Page, source: str) -> Locator:
    """Run a source in the last cell of the notebook, and return what it shows."""
    cell = shown_notebook(page).locator(".jp-CodeCell").last
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(before, timeout=MOST_SECONDS * 1000)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=MOST_SECONDS * 1000)
    return cell.locator(".jp-OutputArea").first


# --- what it costs -----------------------------------------------------------------------------


def test_the_site_is_small_and_whole(built: Path, server: Server) -> None:
    assert server.size() <= MOST_TO_PUBLISH
    assert not list(built.rglob("*.map"))
    lock = json.loads((built / "static/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock["info"]["python"].startswith(f"{PYTHON}.")
    files = {each["file_name"] for each in lock["packages"].values()}
    ours = {name for name in files if "://" not in name}
    assert ours == {file.name for file in (built / "static/pyodide").glob("*.whl")} - {
        "widgetsnbextension-3.6.999-py3-none-any.whl"  # of an older ipywidgets
    }
    numpy = lock["packages"]["numpy"]["file_name"]
    assert re.fullmatch(r"https://\S+/pyodide/v[\d.]+/full/numpy-\S+wasm32\.whl", numpy)


def test_the_first_result_comes_soon_and_costs_little(
    server: Server, browser: Browser, record_testsuite_property: Callable[[str, object], None]
) -> None:
    with blameless(browser) as page:
        server.sent.clear()
        clicked = time.monotonic()
        opened(page, server)
        shown = ran(page, f"import sgwlib\nsgwlib.explain({LINE!r})")
        expect(shown).to_contain_text("Disconnect every initiator", timeout=MOST_SECONDS * 1000)
        seconds = time.monotonic() - clicked
    figures = f"{seconds:.0f} s, {server.fetched() / 1e6:.2f} MB, {len(server.sent)} files"
    record_testsuite_property("first result in the browser", figures)
    assert server.fetched() <= MOST_TO_FETCH
    assert seconds <= MOST_SECONDS


# --- what runs ---------------------------------------------------------------------------------


def test_lesson_00_runs_and_all_its_answers_are_right(page: Page) -> None:
    notebook = shown_notebook(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(notebook.locator(".sgw-practice")).to_be_visible(timeout=MOST_SECONDS * 1000)  # the last
    errors = notebook.locator('[data-mime-type="application/vnd.jupyter.error"]')
    assert errors.all_inner_texts() == []
    verdicts = notebook.locator(".jp-OutputArea-output", has_text=re.compile("^. 00-[1-5]: "))
    expect(verdicts).to_have_text([re.compile(f"^✓ 00-{number}: Right") for number in range(1, 6)])


def test_a_click_in_the_explorer_reaches_python(page: Page) -> None:
    explorer = ran(page, "shown = sgwlib.explorer()\nshown")
    explorer.get_by_role(
        "gridcell", name=re.compile("^DeleteVolume can return VolumeInUse")
    ).click()
    page.wait_for_timeout(2_000)  # the page tells Python afterwards, and the next cell replaces it
    expect(ran(page, "print(*shown.operations, *shown.codes)")).to_have_text(
        "DeleteVolume VolumeInUse"
    )


def test_inject_reaches_a_real_client_that_retries(page: Page) -> None:
    source = """
import boto3
client = boto3.client("storagegateway", region_name="us-east-1")
plan = [sgwlib.Fault("DeleteVolume", "InternalError", times=1), sgwlib.Fault("DeleteVolume", "VolumeInUse")]
with sgwlib.inject(client, plan, retry_waits=False) as met:
    try:
        client.delete_volume(VolumeARN="arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1")
    except client.exceptions.InvalidGatewayRequestException as error:
        print(error.response["error"]["errorCode"], met.calls["DeleteVolume"])
"""
    expect(ran(page, source)).to_have_text("VolumeInUse 2")


def test_an_account_is_mended(page: Page) -> None:
    shown = ran(page, 'drill = sgwlib.drill("appliance")\ndrill.check()')
    expect(shown).to_contain_text("Not yet")
    body = inspect.getsource(SCENARIOS["appliance"].solution).partition('"""\n')[2]
    expect(ran(page, f"{dedent(body)}drill.check()")).to_contain_text("✓ appliance: Right")


def test_a_better_job_is_written(page: Page) -> None:
    shown = ran(page, 'drill = sgwlib.drill("gateways")\ndrill.check(drill.job)')
    expect(shown).to_contain_text("✗ Tonight: the job failed")
    source = "from typing import Any\n\n\n" + inspect.getsource(SCENARIOS["gateways"].solution)
    expect(ran(page, f"{source}\n\ndrill.check(mend_gateways)")).to_contain_text(
        "✓ gateways: Right"
    )


def test_a_completion_knows_the_names(page: Page) -> None:
    ran(page, "1")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("\nsgwlib.expl")
    page.keyboard.press("Tab")
    expect(page.locator(".jp-Completer")).to_contain_text("explorer", timeout=30_000)
    page.keyboard.press("Escape")


def test_a_browser_that_cannot_wait_within_python_runs_it_too(
    server: Server, browser: Browser
) -> None:
    page = browser.new_page()

    def without_jspi(route: Route) -> None:
        body = route.fetch().text()
        route.fulfill(body=f"delete WebAssembly.Suspending; {body}", content_type="text/javascript")

    page.context.route("**/*.worker.*.js", without_jspi)
    opened(page, server)
    lines = (
        "import sgwlib",
        "from pyodide.ffi import can_run_sync",
        "print(can_run_sync(), sgwlib.Sandbox())",
    )
    expect(ran(page, "\n".join(lines))).to_contain_text("False Sandbox 111122223333")
    page.close()


def test_an_answer_is_kept_when_the_page_is_left(server: Server, browser: Browser) -> None:
    source = "import sgwlib\nsgwlib.practice(questions=1)"
    page = (
        browser.new_page()
    )  # it may complain: Python asks the site for a file before it writes it
    opened(page, server)
    shown = ran(page, source)
    expect(shown).to_contain_text("0 in progress, 123 new")
    shown.get_by_role("button", name=re.compile("^1 ")).click()
    expect(shown).to_contain_text("122 new")
    opened(page, server)
    expect(ran(page, source)).to_contain_text("122 new")
    page.close()


# --- what can't --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def failing(server: Server, browser: Browser) -> Iterator[Page]:
    """Show a lesson in a page that may complain: Lab looks for the files that a traceback names."""
    page = browser.new_page()
    page.context.route("https://**", lambda route: route.abort())  # as without a network
    opened(page, server)
    ran(page, "import sgwlib")
    yield page
    page.close()


def test_what_needs_a_machine_says_so(failing: Page) -> None:
    for source, sentence in SENTENCES.items():
        expect(ran(failing, source)).to_contain_text(sentence)


def test_what_needs_pyodides_index_asks_it(failing: Page) -> None:
    """Without a network, the request is all that can be seen."""
    asked: list[str] = []
    failing.context.on("request", lambda request: asked.append(request.url))
    for source, package in FROM_THE_INDEX.items():
        shown = ran(failing, source)
        expect(shown).to_contain_text(f"install it with: %pip install {package}")
        assert any(f"/full/{package}-" in url for url in asked), (source, asked)
