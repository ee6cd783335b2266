"""The front end's own tests, and what anywidget is given, on the Node that the lock names."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sgwlib.ui.frontend import module
from tests.node import NODE

TESTS = Path(__file__).parent / "frontend"
STATIC = Path(__file__).parents[2] / "sgwlib/ui/static"
MODULES = sorted(STATIC.glob("*.js"))
VIEWS = [path for path in MODULES if "export default" in path.read_text(encoding="utf-8")]


def run_node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([NODE, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("file", sorted(TESTS.glob("*.test.mjs")), ids=lambda file: file.stem)
def test_node_s_own_tests_pass(file: Path) -> None:
    done = run_node("--test", "--test-reporter=tap", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^# pass [1-9]", done.stdout, re.MULTILINE)


def test_every_module_without_a_page_has_its_tests() -> None:
    # What uses the page itself is tested in a browser.
    pure = {path.stem for path in MODULES if path not in VIEWS and path.stem != "dom"}
    assert pure == {path.name.removesuffix(".test.mjs") for path in TESTS.glob("*.test.mjs")}


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_a_view_and_what_it_imports_make_one_module(path: Path, tmp_path: Path) -> None:
    whole = tmp_path / "view.mjs"
    whole.write_text(module(path.name), encoding="utf-8")
    script = (
        f"const view = await import('{whole.as_uri()}'); console.log(typeof view.default.render)"
    )
    done = run_node("--input-type=module", "--eval", script)
    assert (done.stdout.strip(), done.stderr) == ("function", "")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_front_end_asks_no_other_machine_for_anything(path: Path) -> None:
    addresses = re.findall(r"https?://[^\s\"']+", path.read_text(encoding="utf-8"))
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}  # a name, which nothing is loaded from
