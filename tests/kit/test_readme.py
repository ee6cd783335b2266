"""The documents' snippets and commands run, and their names, numbers and paths are right."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement

import sgwlib
from sgwlib import Fault, error_graph, load_catalogue
from sgwlib.cli.parser import COMMANDS, parse
from sgwlib.graph import equal_codes, equal_operations
from sgwlib.reviewing import Outcome
from sgwlib.reviewing.findings import Kind
from sgwlib.simulation import pytest_plugin
from tests.cli.running import on_terminal, without_colours
from tools import binder

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIBRARY = (ROOT / "docs/library.md").read_text(encoding="utf-8")
TESTING = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
DOCUMENTS = [*PAGES, "CONTRIBUTING.md", "data/README.md"]
MOST_LINES = 105
"""Of the README."""
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


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def console_blocks() -> list[tuple[str, str]]:
    """Return each command of the pages, with the output shown below it."""
    blocks = [
        block
        for page in PAGES
        for block in re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", read(page))
    ]
    assert len(blocks) >= 10
    return blocks


def options_of(name: str) -> list[str]:
    """Return the arguments of the one command that the pages show of a program."""
    commands = [shlex.split(command) for command, _ in console_blocks()]
    [options] = [options for first, *options in commands if first == name]
    return options


def table(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading row that starts so."""
    rows = text[text.index(f"\n| {heading} |") :].partition("\n\n")[0].strip().splitlines()
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def names(text: str) -> set[str]:
    """Return what is in a text as code."""
    return set(re.findall(r"`([^`]+)`", text))


# --- Snippets and commands --------------------------------------------------------------------


def test_the_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without them botocore looks for credentials in many places.
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.chdir(ROOT)
    tried = 0
    for page in PAGES:
        if page != "docs/teaching.md":  # test_teaching.py runs these in a folder of a class
            results = doctest.testfile(
                str(ROOT / page), module_relative=False, optionflags=doctest.ELLIPSIS
            )
            assert results.failed == 0, page
            tried += results.attempted
    assert tried >= 20


def test_the_sgw_commands_print_on_a_terminal_what_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    commands = [block for block in console_blocks() if block[0].startswith("sgw ")]
    assert sum(bool(output) for _, output in commands) >= 4
    for command, output in commands:
        arguments = shlex.split(command)[1:]
        assert parse(arguments).command == arguments[0], command
        if output:
            shown = without_colours(on_terminal(*arguments)).splitlines()
            assert [line.rstrip() for line in shown] == output.splitlines(), command


@pytest.mark.heavy
def test_the_tests_shown_pass(tmp_path: Path) -> None:
    [shown] = re.findall(r"```python\n(import pytest\n.*?)```", TESTING, re.DOTALL)
    (tmp_path / "test_shown.py").write_text(f"{DELETE_PATIENTLY}\n{shown}", encoding="utf-8")
    program = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(
        [*program, *options_of("pytest")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    codes = len(load_catalogue().codes_of("DeleteVolume"))
    assert f"{codes + 1} passed" in done.stdout, done.stdout
    assert re.search(rf"^DeleteVolume +{codes} +{codes} +0 +100$", done.stdout, re.MULTILINE)
    [command] = [block[0] for block in console_blocks() if block[0].startswith("sgw coverage")]
    read = subprocess.run(
        [sys.executable, "-m", "sgwlib", *shlex.split(command)[1:]],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert read.returncode == 1  # 12 of 289 pairs are less than 80 %
    assert f"DeleteVolume\t{codes}\t{codes}\t0\t100" in read.stdout


def test_the_plan_shown_loads(tmp_path: Path) -> None:
    [shown] = re.findall(r"```toml\n(.*?)```", TESTING, re.DOTALL)
    (tmp_path / "plan.toml").write_text(shown, encoding="utf-8")
    plan = sgwlib.load_plan(tmp_path / "plan.toml")
    assert plan.seed == 7
    assert [fault.error for fault in plan.faults] == ["VolumeInUse", "ThrottlingException"]


# --- Links, targets and paths -----------------------------------------------------------------


def test_every_make_target_named_exists() -> None:
    known = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|^\$ |^)make ([a-z-]+)", read(document), re.MULTILINE))
        assert named <= known, document


def test_every_linked_file_exists() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#]+)\)", read(document)):
            if not urlsplit(target).scheme:
                assert ((ROOT / document).parent / target).exists(), (document, target)


def test_every_path_in_contributing_exists() -> None:
    """The map, above all. A path relative to the row of a folder is looked up there, too."""
    missing, folder = [], ROOT
    for line in CONTRIBUTING.splitlines():
        if line.startswith("| `") and line.split("`")[1].endswith("/"):
            folder = ROOT / line.split("`")[1]
        for span in names(line):
            path = span.partition("::")[0]
            is_path = re.fullmatch(r"[\w./-]+(/|\.(py|md|toml|json|yml|ipynb|lock))", path)
            if is_path and not (ROOT / path).exists() and not (folder / path).exists():
                missing.append(span)
    assert missing == []


def test_the_map_names_every_room() -> None:
    mapped = {
        name.rstrip("/") for row in table(CONTRIBUTING, "path") for name in names("".join(row))
    }
    rooms = [path.name for path in (ROOT / "sgwlib").iterdir() if path.name[0] not in "_."]
    assert [room for room in rooms if room != "py.typed" and f"sgwlib/{room}" not in mapped] == []
    tracked = {"data", "notebooks", "tests", "tools", "benchmarks", "binder", "docs"}
    assert tracked <= mapped


def test_each_private_interface_has_a_place_a_cap_and_a_test() -> None:
    declared = [
        Requirement(line)
        for lines in PROJECT["optional-dependencies"].values()
        for line in [*lines, *PROJECT["dependencies"]]
    ]
    capped = {
        each.name for each in declared if any(bound.operator == "<" for bound in each.specifier)
    }
    rows = table(CONTRIBUTING, "what")
    assert len(rows) >= 3
    for what, where, dependency, test in rows:
        for path in names(where):
            assert any(name in read(path) for name in names(what)), path
        assert dependency in capped | {"Python"}
        [node] = names(test)
        path, _, function = node.partition("::")
        assert f"\ndef {function}(" in read(path), node
    others = {"jsonschema"}  # has its own reason, beside it
    assert capped - others == {row[2] for row in rows} - {"Python"}, "a cap without a reason"


def test_every_page_is_reached_from_the_readme() -> None:
    linked = set(re.findall(r"\]\(([^)#]+)\)", README))
    assert linked >= {"CONTRIBUTING.md", "data/README.md", *PAGES[1:]}


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= MOST_LINES


def test_the_binder_links_are_composed_from_the_one_address() -> None:
    for program, notebook in OPENED_ON_BINDER.items():
        assert f"]({binder.address(f'{program}/{notebook}')})" in README
        assert (ROOT / notebook).exists()


def test_the_link_to_the_site_is_composed_from_the_one_address() -> None:
    owner, name = urlsplit(PROJECT["urls"]["Repository"]).path.strip("/").split("/")
    assert f"](https://{owner}.github.io/{name}/)" in README


# --- Names ------------------------------------------------------------------------------------


def test_the_table_of_commands_is_complete() -> None:
    rows = [row[0] for row in table(LIBRARY, "command")]
    commands = [shlex.split(command)[1] for row in rows for command in re.findall("`(.+?)`", row)]
    assert {command for command in commands if command in {each.name for each in COMMANDS}} == {
        each.name for each in COMMANDS
    }
    for row in rows:
        for command in re.findall("`sgw (.+?)`", row):
            assert parse(shlex.split(command)).command == command.split()[0]


def test_the_table_of_the_library_is_complete() -> None:
    text = "".join(row[0] for row in table(LIBRARY, "name"))
    calls = {name.removeprefix("sgwlib.") for name in names(text)}
    listed = {call.partition("(")[0] for call in calls}
    for name in listed:
        if not hasattr(sgwlib, name):
            importlib.import_module(f"sgwlib.{name}")
    results = names(LIBRARY[LIBRARY.index("## Values") :].split("\n\n")[1])
    assert set(sgwlib.__all__) <= listed | results


def test_the_results_have_what_the_table_says() -> None:
    for cells in table(LIBRARY, "attribute"):
        [attribute] = {name.partition("(")[0] for name in names(cells[0])}
        for name in names(cells[2]):
            assert hasattr(getattr(sgwlib, name), attribute), (name, attribute)


def test_the_extras_shown_are_those_there_are() -> None:
    shown = {extra for row in table(LIBRARY, "extra") for extra in names(row[0])}
    assert shown == set(PROJECT["optional-dependencies"])


def test_the_settings_of_a_fault_are_those_there_are() -> None:
    shown = [name for row in table(TESTING, "setting of a fault") for name in names(row[0])]
    assert shown == [field.name for field in dataclasses.fields(Fault)]


def test_the_fixture_has_the_attributes_that_are_shown() -> None:
    fixture = pytest_plugin.StorageGateway
    shown = {
        name.removesuffix("()")
        for row in table(TESTING, "attribute of `storage_gateway`")
        for name in names(row[0])
    }
    attributes = {name for name in dir(fixture) if not name.startswith("_")}
    assert shown == attributes | {"client", "endpoint"}


def test_the_options_of_pytest_are_those_there_are() -> None:
    parser = pytest.Parser(_ispytest=True)
    pytest_plugin.pytest_addoption(parser)
    group = parser.getgroup("sgw")
    options = {name for option in group.options for name in option.names()}
    shown = {name for row in table(TESTING, "option") for name in names(row[0])}
    assert shown == options


def test_the_words_of_a_review_are_those_it_uses() -> None:
    text = read("docs/review.md")
    rows = [(cells[0].strip("`"), cells[1]) for cells in table(text, "outcome")]
    assert rows == [(outcome.value, outcome.meaning) for outcome in Outcome]
    findings = {name for row in table(text, "finding") for name in names(row[0])}
    assert findings == set(get_args(Kind))


# --- Numbers ----------------------------------------------------------------------------------


def test_the_numbers_are_the_catalogues() -> None:
    catalogue = load_catalogue()
    graph = error_graph(catalogue)
    for pattern, count in {
        r"one of (\d+)\s+\*\*exceptions": len(catalogue.exceptions),
        r"one of (\d+)\s+\*\*operation error codes": len(catalogue.codes),
        r"its (\d+) operations": len(catalogue.operations),
        r"(\d+) documented\s+\*\*pairs": len(catalogue.pairs),
        r"(\d+) kinds of\s+operations": len(equal_operations(graph)),
        r"and (\d+) kinds of codes": len(equal_codes(graph)),
    }.items():
        found = re.search(pattern, README + LIBRARY)
        assert found, pattern
        assert int(found[1]) == count


def test_the_tables_of_the_data_have_the_rows_that_are_shown() -> None:
    rows = re.findall(r"\| `(\w+\.csv)` \| (\d+) \|", read("data/README.md"))
    assert {name for name, _ in rows} == {path.name for path in (ROOT / "data").glob("*.csv")}
    for name, count in rows:
        assert len(read(f"data/{name}").splitlines()) - 1 == int(count), name


def test_the_lowest_python_is_the_one_shown() -> None:
    shown = re.search(r"Python (3\.\d+) or newer", README)
    assert shown
    assert PROJECT["requires-python"] == f">={shown[1]}"
