"""The front end's own tests, and what anywidget is given, on the Node that the lock names."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from sgwlib.ui.frontend import module
from tools.node import NODE

TESTS = Path(__file__).parent / "frontend"
STATIC = Path(__file__).parents[2] / "sgwlib/ui/static"
MODULES = sorted(STATIC.glob("*.js"))
VIEWS = [path for path in MODULES if "export default" in path.read_text(encoding="utf-8")]


def run_node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([NODE, *arguments], capture_output=True, text=True, check=False)


def test_node_s_own_tests_pass() -> None:
    files = sorted(TESTS.glob("*.test.mjs"))
    done = run_node("--test", "--test-reporter=tap", *files)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)
    assert passed
    assert int(passed[1]) >= len(files)


def test_every_module_without_a_page_has_its_tests() -> None:
    """What draws is tested in a browser; everything else by Node, here or against Python."""
    drawing = {path for path in MODULES if 'from "./dom.js"' in path.read_text(encoding="utf-8")}
    pure = {path.name for path in MODULES if path not in drawing}
    scripts = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("*.mjs"))
    assert pure == {name for name in pure if f'static/{name}"' in scripts}


def test_each_view_and_what_it_imports_make_one_module(tmp_path: Path) -> None:
    for path in VIEWS:
        (tmp_path / f"{path.stem}.mjs").write_text(module(path.name), encoding="utf-8")
    script = (
        f"for (const name of {[path.stem for path in VIEWS]}) {{"
        f"const view = await import(`{tmp_path.as_uri()}/${{name}}.mjs`);"
        "console.log(name, typeof view.default.render); }"
    )
    done = run_node("--input-type=module", "--eval", script)
    assert done.stderr == ""
    assert done.stdout.split() == [word for path in VIEWS for word in (path.stem, "function")]


def test_the_front_end_asks_no_other_machine_for_anything() -> None:
    for path in VIEWS:
        addresses = re.findall(r"https?://[^\s\"']+", module(path.name))
        # The name of a namespace, from which nothing is loaded.
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path.name
