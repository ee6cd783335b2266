"""What the documents say is run or counted."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

import sgwlib
from sgwlib import error_graph, load_catalogue
from sgwlib.cli.parser import parse
from sgwlib.graph import equal_codes, equal_operations
from sgwlib.reviewing import Outcome
from sgwlib.reviewing.findings import Kind

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "data/README.md"]
OPENED_ON_BINDER = {
    "lab/tree": "notebooks/00_start_here.ipynb",
    "voila/render": "notebooks/explorer.ipynb",
}
DELETE_PATIENTLY = """
GATEWAY = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B"

def delete_patiently(client):
    for _ in range(3):
        try:
            return client.delete_volume(VolumeARN=f"{GATEWAY}/volume/vol-1122AABB")
        except client.exceptions.ClientError:
            continue
"""


def console_blocks() -> list[tuple[str, str]]:
    """Return each command of the README with the output it is said to have."""
    blocks = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", README)
    assert len(blocks) >= 3
    return blocks


def test_the_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without them botocore looks for credentials wherever they might be.
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried >= 8
    assert failed == 0


@pytest.mark.parametrize(
    ("command", "output"), [block for block in console_blocks() if block[0].startswith("sgw ")]
)
def test_the_sgw_commands_print_what_is_shown(command: str, output: str) -> None:
    arguments = command.split()[1:]
    assert parse(arguments).command == arguments[0]
    if output:  # sgw serve would run until it is stopped
        program = [sys.executable, "-m", "sgwlib", *arguments]
        done = subprocess.run(program, capture_output=True, text=True, check=True)
        assert done.stdout == output


def test_the_tests_shown_pass(tmp_path: Path) -> None:
    [shown] = re.findall(r"```python\n(import pytest\n.*?)```", README, re.DOTALL)
    (tmp_path / "test_shown.py").write_text(f"{DELETE_PATIENTLY}\n{shown}", encoding="utf-8")
    program = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    commands = [command.split() for command, _ in console_blocks()]
    [options] = [options for name, *options in commands if name == "pytest"]
    done = subprocess.run(
        [*program, *options], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    codes = len(load_catalogue().codes_of("DeleteVolume"))
    assert f"{codes + 1} passed" in done.stdout, done.stdout
    assert re.search(rf"^DeleteVolume +{codes} +{codes} +0 +100$", done.stdout, re.MULTILINE)
    [options] = [options for _, *options in commands if options[0] == "coverage"]
    read = subprocess.run(
        [sys.executable, "-m", "sgwlib", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert read.returncode == 1  # 12 of 289 pairs are no 80 per cent
    assert f"DeleteVolume\t{codes}\t{codes}\t0\t100" in read.stdout


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:`|\$ )make ([a-z]+)", text))
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert targets
    assert targets <= known


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_linked_file_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not urlsplit(target).scheme:
            assert ((ROOT / document).parent / target).exists(), target


def test_the_words_of_a_review_are_those_it_uses() -> None:
    shown = re.search(r"\| outcome \|.+\n\|---.+\n((?:\|.+\n)+)\n(.+(?:\n.+)*)", README)
    assert shown
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", shown[1], re.MULTILINE)
    assert rows == [(outcome.value, outcome.meaning) for outcome in Outcome]
    assert set(re.findall(r"`([a-z ]+)`", shown[2])) == set(get_args(Kind))


def test_the_numbers_are_the_catalogues() -> None:
    catalogue = load_catalogue()
    graph = error_graph(catalogue)
    said = {
        r"one of (\d+)\s+\*\*exceptions": len(catalogue.exceptions),
        r"one of (\d+)\s+\*\*operation error codes": len(catalogue.codes),
        r"Which of (\d+) operations": len(catalogue.operations),
        r"(\d+) documented \*\*pairs": len(catalogue.pairs),
        r"folded, (\d+) kinds of\s+operations": len(equal_operations(graph)),
        r"and (\d+) kinds of codes": len(equal_codes(graph)),
    }
    for pattern, count in said.items():
        found = re.search(pattern, README)
        assert found, pattern
        assert int(found[1]) == count


def test_the_tables_of_the_data_have_the_rows_that_are_said() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| `(\w+\.csv)` \| (\d+) \|", text)
    assert {name for name, _ in rows} == {path.name for path in (ROOT / "data").glob("*.csv")}
    for name, count in rows:
        lines = (ROOT / "data" / name).read_text(encoding="utf-8").splitlines()
        assert len(lines) - 1 == int(count)


@pytest.mark.parametrize(("program", "notebook"), OPENED_ON_BINDER.items())
def test_the_binder_links_are_composed_from_the_one_address(program: str, notebook: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    path = urlsplit(project["urls"]["Repository"]).path.strip("/")
    link = f"https://mybinder.org/v2/gh/{path}/HEAD?urlpath={program}/{notebook}"
    assert f"]({link})" in README
    assert (ROOT / notebook).exists()


def test_the_lowest_python_is_the_one_said() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = re.search(r"Python (3\.\d+) or newer", README)
    assert said
    assert project["requires-python"] == f">={said[1]}"


@pytest.mark.parametrize("name", re.findall(r"\| `sgwlib\.(\w+)", README))
def test_every_public_name_exists(name: str) -> None:
    if not hasattr(sgwlib, name):
        importlib.import_module(f"sgwlib.{name}")


def test_the_plan_shown_loads(tmp_path: Path) -> None:
    [shown] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "plan.toml").write_text(shown, encoding="utf-8")
    plan = sgwlib.load_plan(tmp_path / "plan.toml")
    assert plan.seed == 7
    assert [fault.error for fault in plan.faults] == ["VolumeInUse", "ThrottlingException"]


def test_the_extras_shown_are_those_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = README[README.index("| extra |") : README.index("A fault plan may be a file")]
    shown = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert shown == set(project["optional-dependencies"])
