"""The built site, from a plain server of files: every link, each page's facts, and Chromium."""

from __future__ import annotations

import ast
import importlib
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from playwright.sync_api import expect

import sgwlib
from sgwlib import ErrorResponse, load_catalogue, recipe
from sgwlib.retries import who_retries
from tools.browser import blameless
from tools.site import PACKAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sgwlib.catalogue import Statement
    from tests.site.html import Html

pytestmark = [pytest.mark.heavy, pytest.mark.browser]

CATALOGUE = load_catalogue()
KINDS = (
    *("index.html", "search.html?q=VolumeInUse", "learn.html", "guides.html"),
    *(
        "operations/DeleteVolume.html",
        "codes/VolumeInUse.html",
        "exceptions/ValidationException.html",
    ),
    *("operations/index.html", "codes/InternalError.html", "docs/testing.html", "data/README.html"),
    *("notebooks/01_on_the_wire.html", "reference/index.html", "reference/command-line.html"),
    *("reference/pytest.html", "reference/python/sgwlib.inject.html"),
    "reference/python/sgwlib.errors.html",
)
"""One page of each kind."""


# --- the pages --------------------------------------------------------------------------------


def test_every_link_within_the_site_leads_somewhere(site: Path, pages: dict[str, Html]) -> None:
    broken, explored = [], 0
    for page, html in pages.items():
        for link in html.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = site / page if not parts.path else (site / page).parent / unquote(parts.path)
            target = str(path.resolve().relative_to(site.resolve()))
            if target.startswith("lite/"):
                path = site / "lite/files" / dict(parse_qsl(parts.query))["path"]
            if not path.exists():
                broken.append(f"{page}: {link}")
            elif "=" in parts.fragment:  # a state of the explorer
                assert target == "index.html", (page, link)
                explored += shown_by_the_explorer(parts.fragment)
            elif parts.fragment and target in pages and parts.fragment not in pages[target].ids:
                broken.append(f"{page}: {link}")
    assert broken == []
    assert explored > len(CATALOGUE.pairs)


def shown_by_the_explorer(fragment: str) -> bool:
    """Check that a state names what its edition has."""
    state = dict(parse_qsl(fragment, strict_parsing=True))
    edition = load_catalogue(edition=state.pop("edition", None))
    operation, code = state.pop("operations", None), state.pop("codes", None)
    assert operation is None or operation in edition.operations, fragment
    assert code is None or code in edition.codes, fragment
    assert not (operation and code) or edition.documents(operation, code), fragment
    assert state.pop("exception", "ThrottlingException") in edition.exceptions
    return state == {}


def test_every_page_is_reached_from_the_front_and_leads_back(pages: dict[str, Html]) -> None:
    reached, new = set(), {"index.html"}
    while new:
        reached |= new
        new = {
            to for page in new for to in targets(page, pages[page].links)
        } & pages.keys() - reached
    alone = {"genindex.html", "py-modindex.html", "search.html"}
    assert pages.keys() - reached <= alone
    assert [
        page for page, html in pages.items() if "index.html" not in targets(page, html.links)
    ] == []


def targets(page: str, links: list[str]) -> set[str]:
    """Return the pages that links of a page lead to."""
    folder = PurePosixPath(page).parent
    found = set()
    for link in links:
        parts = urlsplit(link)
        if not parts.scheme:
            steps: list[str] = [*folder.parts] if parts.path else [*PurePosixPath(page).parts]
            for step in unquote(parts.path).split("/") if parts.path else []:
                steps = steps[:-1] if step == ".." else [*steps, step]
            found.add("/".join(steps))
    return found


def test_search_engines_get_a_title_and_a_description_of_each_page(pages: dict[str, Html]) -> None:
    made = {
        page: html for page, html in pages.items() if page.count("/") and "notebooks" not in page
    }
    made = {page: html for page, html in made.items() if not page.startswith(("docs", "data"))}
    assert len(made) > 230
    for page, html in made.items():
        name = page.partition("/")[2].removesuffix(".html").rpartition("/")[2]
        assert name in html.title or name in {"index", "python", "command-line", "pytest"}, page
        assert len(html.description) > 15, page
    assert (
        len({html.title for html in pages.values()}) > len(pages) - 12
    )  # ServiceUnavailable is two


# --- facts ------------------------------------------------------------------------------------


def says(html: Html, statement: Statement) -> bool:
    """Return whether a page has a statement, its evidence and its source. Addresses are links."""
    source = re.split(r"(https?://[^\s,;]+)", statement.source)
    texts = [statement.text, f"{statement.evidence}: {source[0]}".strip(), *source[2::2]]
    return all(plain(text) in html.text for text in texts) and {*source[1::2]} <= {*html.own}


def plain(text: str) -> str:
    """Return a text with single blanks, as that of a page."""
    return " ".join(text.split())


def test_each_code_s_page_has_its_facts(pages: dict[str, Html]) -> None:
    for name, about in CATALOGUE.known_codes.items():
        page = f"codes/{name}.html"
        html = pages[page]
        carrier = CATALOGUE.known_exceptions[about.carrier.text]
        assert says(html, about.carrier._replace(text=carrier.name)), name
        assert f"{carrier.status} {carrier.reason}" in html.text
        assert plain(who_retries(carrier.name, carrier.status).sentence) in html.text
        assert about.message is None or plain(about.message) in html.text
        for statement in filter(None, (about.cause, about.remedy)):
            assert says(html, statement), name
        linked = {to for to in targets(page, html.own) if to.startswith("operations/")}
        returning = {f"operations/{each}.html" for each in CATALOGUE.all_operations_of(name)}
        reported = {
            f"operations/{each[0]}.html" for each in CATALOGUE.observations if each[1] == name
        }
        assert linked - {"operations/ListGateways.html"} <= returning | reported, name
        assert returning | reported <= linked, name
        assert f"exceptions/{carrier.name}.html" in targets(page, html.own)
        response = response_of(html)
        assert (response.code, response.exception) == (name, carrier.name)
        assert response.status_code == carrier.status
        assert about.message in (None, response.message)
        assert f'code != "{name}"' in clause_of(html)
        if returning:
            operation = CATALOGUE.all_operations_of(name)[0]
            assert_recipe(html, recipe(operation, name))


def test_each_operation_s_page_has_its_facts(pages: dict[str, Html]) -> None:
    for name, about in CATALOGUE.api_operations.items():
        page = f"operations/{name}.html"
        html = pages[page]
        assert about.resource in html.text
        assert about.kind in html.text
        assert all(each in html.text for each in about.gateway_types)
        linked = {to for to in targets(page, html.own) if to.startswith("codes/")}
        codes = CATALOGUE.all_codes_of(name)
        reported = {pair.code for pair in CATALOGUE.observations if pair.operation == name}
        assert linked == {f"codes/{each}.html" for each in {*codes, *reported}}, name
        for code in codes:
            known = CATALOGUE.known_codes[code]
            assert plain(str(known.message)) in html.text
            assert plain(str(known.remedy and known.remedy.text)) in html.text
            assert code.lower() in html.ids
            assert_recipe(html, recipe(name, code))
        general = {f"exceptions/{each}.html" for each in CATALOGUE.general_exceptions}
        assert general <= targets(page, html.own)


def test_each_exception_s_page_has_its_facts(pages: dict[str, Html]) -> None:
    for name, about in CATALOGUE.known_exceptions.items():
        page = f"exceptions/{name}.html"
        html = pages[page]
        assert plain(about.message) in html.text, name
        assert f"{about.status} {about.reason}" in html.text
        assert plain(who_retries(name, about.status).sentence) in html.text
        for statement in filter(None, (about.cause, about.remedy)):
            assert says(html, statement), name
        carried = {
            f"codes/{each.name}.html"
            for each in CATALOGUE.known_codes.values()
            if each.carrier.text == name
        }
        assert {to for to in targets(page, html.own) if to.startswith("codes/")} == carried, name
        response = response_of(html)
        assert (response.exception, response.status_code) == (name, about.status)
        assert bool(response.code) == bool(carried)
        assert name in clause_of(html)
        if name in CATALOGUE.general_exceptions:
            assert_recipe(html, recipe("DeleteVolume", name))


def response_of(html: Html) -> ErrorResponse:
    """Parse the response that a page shows."""
    [shown] = [block for block in html.blocks if block.startswith("HTTP/1.1")]
    head, _, body = shown.rstrip("\n").partition("\n\n")
    first, *lines = head.split("\n")
    headers = dict(line.split(": ") for line in lines)
    assert headers["Content-Length"] == str(len(body.encode()))
    return ErrorResponse.parse(int(first.split()[1]), headers, body)


def clause_of(html: Html) -> str:
    """Return the clause that a page shows, which is Python."""
    [shown] = [block for block in html.blocks if block.startswith("except")]
    ast.parse(f"try:\n    pass\n{shown.rstrip()}\n    pass")
    return shown


def assert_recipe(html: Html, found: sgwlib.Recipe) -> None:
    assert found.source.strip() in [block.strip() for block in html.blocks]
    assert all(plain(step) in html.text for step in found.steps)
    assert says(html, found.evidence), found


def test_programs_get_the_whole_catalogue(site: Path) -> None:
    assert json.loads((site / "catalogue.json").read_text("utf-8")) == CATALOGUE.to_dict()


def test_the_reference_has_every_public_name(pages: dict[str, Html]) -> None:
    documented = {each for page, html in pages.items() if "reference" in page for each in html.ids}
    for package in PACKAGES:
        for name in importlib.import_module(package).__all__:
            assert {f"sgwlib.{name}", f"{package}.{name}"} & documented, (package, name)


# --- in Chromium ------------------------------------------------------------------------------


def test_the_front_page_is_interactive_within_a_second(browser: Browser, address: str) -> None:
    with blameless(browser) as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(address)
        page.locator(".sgw-explorer [role=gridcell]").first.click()
        expect(page.get_by_role("status")).to_contain_text("can return")
        measured = session.send("Performance.getMetrics")["metrics"]
    # The time that the page itself used: the clock would also count what others on the machine do.
    [seconds] = [each["value"] for each in measured if each["name"] == "ThreadTime"]
    assert seconds <= 1


def test_a_link_opens_the_explorer_at_a_pair(browser: Browser, address: str) -> None:
    with blameless(browser) as page:
        page.goto(f"{address}codes/VolumeInUse.html")
        page.get_by_role("link", name="See them in the explorer").click()
        detail = page.get_by_role("region", name="Detail")
        expect(detail).to_contain_text("VolumeInUse")
        page.goto(f"{address}operations/DeleteVolume.html#volumeinuse")
        page.get_by_role("link", name="Open the pair in the explorer").last.click()
        expect(detail.get_by_role("heading", level=3)).to_contain_text("DeleteVolume → Volume")


def test_the_search_finds_a_code_first(browser: Browser, address: str) -> None:
    with blameless(browser) as page:
        page.goto(f"{address}search.html?q=VolumeInUse")
        first = page.locator("#search-results li a").first
        expect(first).to_have_attribute("href", "codes/VolumeInUse.html", timeout=20_000)


def test_axe_finds_nothing_serious(browser: Browser, address: str, axe: str) -> None:
    serious = []
    for theme in ("light", "dark"):
        with blameless(browser, color_scheme=theme) as page:
            for kind in KINDS:
                page.goto(f"{address}{kind}")
                ready(page, kind)
                expect(page.locator("html")).to_have_attribute("data-theme", theme)
                page.evaluate(axe)
                found: dict[str, Any] = page.evaluate("() => axe.run()")
                assert len(found["passes"]) > 10, kind
                serious += [
                    (kind, theme, violation["id"], node["html"][:160], node["failureSummary"][:300])
                    for violation in found["violations"]
                    if violation["impact"] in {"serious", "critical"}
                    for node in violation["nodes"][:2]
                ]
    assert serious == []


def ready(page: Page, kind: str) -> None:
    """Wait for what a script adds to a page."""
    if kind == "index.html":
        page.locator(".sgw-explorer [role=gridcell]").first.wait_for()
    elif kind.startswith("search"):
        page.locator("#search-results li a").first.wait_for()


def test_no_page_scrolls_sideways(browser: Browser, address: str) -> None:
    wide = []
    with blameless(browser) as page:
        for kind in KINDS:
            page.goto(f"{address}{kind}")
            ready(page, kind)
            for width in (400, 600, 768, 960, 1200, 1440, 1920):
                page.set_viewport_size({"width": width, "height": 900})
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    wide.append((kind, width, over))
    assert wide == []
