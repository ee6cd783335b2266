"""The package as a whole is quick to import, and its imports point downwards."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import pytest

import sgwlib

PACKAGE = Path(sgwlib.__file__).parent
SLOW = {
    "IPython",
    "anywidget",
    "boto3",
    "botocore",
    "ipywidgets",
    "matplotlib",
    "networkx",
    "numpy",
    "pandas",
    "rich",
    "scipy",
    "traitlets",
}
# From the bottom to the top; a module may import from its own layer and from those below.
LAYERS: list[set[str]] = [
    {"sgwlib"},  # lazy: it imports nothing by itself
    {"sgwlib.text", "sgwlib.frozen", "sgwlib.plain"},
    {"sgwlib.errors", "sgwlib.extras", "sgwlib.files", "sgwlib.retries"},
    {"sgwlib.catalogue"},
    {"sgwlib.filters", "sgwlib.graph", "sgwlib.response"},
    {"sgwlib.coverage", "sgwlib.diagnosis"},
    {"sgwlib.plot", "sgwlib.ui", "sgwlib.simulation", "sgwlib.running", "sgwlib.virtual"},
    {"sgwlib.reviewing"},
    {"sgwlib.drills", "sgwlib.quiz", "sgwlib.tutorial"},
    {"sgwlib.cli", "sgwlib.__main__"},
]


class Import(NamedTuple):
    importer: str
    imported: str
    at_runtime: bool


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, ast.Module]:
    """Return the tree of each module. Each worker collects this file, but only one needs them."""
    return {name_of(path): ast.parse(path.read_bytes()) for path in PACKAGE.rglob("*.py")}


ROOMS = ("benchmarks", "tests", "tools")
"""The folders of Python beside the package."""
TESTS_OF_BENCHMARKS = {"tests/kit/test_benchmarks.py", "tests/kit/test_teaching.py"}
"""The only tests that import benchmarks: what they test."""


def layer_of(module: str) -> int:
    found = [
        place
        for place, layer in enumerate(LAYERS)
        for each in layer
        if module == each or (each != "sgwlib" and module.startswith(each + "."))
    ]
    assert len(found) == 1, f"{module} has no layer: give it one"
    return found[0]


def home(module: str, name: str) -> str:
    """Return the module that ``from module import name`` really needs."""
    lazy: dict[str, str] = sgwlib._HOME
    if module == "sgwlib" and name in lazy:
        return lazy[name]
    return f"{module}.{name}" if f"{module}.{name}" in sources() else module


def type_checking_only(tree: ast.Module) -> set[ast.AST]:
    blocks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    ]
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


@cache
def all_imports() -> list[Import]:
    """Return every import in the package of anything at all, wherever it stands."""
    found = []
    for importer, tree in sources().items():
        typing = type_checking_only(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{importer} has a relative import"
                targets = [home(str(node.module), alias.name) for alias in node.names]
            elif isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            else:
                continue
            found += [Import(importer, target, node not in typing) for target in targets]
    return found


@cache
def own_imports() -> list[Import]:
    return [each for each in all_imports() if each.imported.split(".")[0] == "sgwlib"]


def loaded_by(code: str) -> set[str]:
    """Return the top-level packages that a statement loads in a fresh process."""
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", script]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_what_costs_time_is_not_loaded_before_it_is_needed() -> None:
    for code in (
        "import sgwlib",
        "import sgwlib; dir(sgwlib); sgwlib.simulate('ListGateways', 'InternalError')",
        "import sgwlib; str(sgwlib.explain('InternalFailure'))",
        "from sgwlib import Catalogue, ErrorResponse, SgwError, load_catalogue, simulate",
        "import sgwlib.errors, sgwlib.catalogue, sgwlib.response, sgwlib.filters",
    ):
        loaded = loaded_by(code)
        assert "sgwlib" in loaded
        assert not loaded & SLOW, code


def test_the_graph_needs_networkx_alone() -> None:
    loaded = loaded_by(
        "from sgwlib import error_graph, load_catalogue\n"
        "from sgwlib.graph import covering_operations, fold, order\n"
        "graph = error_graph(load_catalogue())\n"
        "order(fold(graph), 'seriated'), covering_operations(graph)"
    )
    assert "networkx" in loaded
    assert not loaded & (SLOW - {"networkx"})


def test_opening_an_explorer_loads_only_what_the_page_needs() -> None:
    loaded = loaded_by("import sgwlib; sgwlib.explorer()._repr_mimebundle_()")
    assert "anywidget" in loaded
    assert not loaded & {"networkx", "matplotlib", "boto3", "botocore", "numpy", "pandas", "scipy"}


def test_the_state_of_a_widget_needs_no_widget() -> None:
    for code in (
        "import sgwlib.ui.state; sgwlib.ui.state.State()",
        "import sgwlib.quiz.model",
    ):
        assert not loaded_by(code) & {"IPython", "anywidget", "ipywidgets", "matplotlib"}, code


# Names


def test_all_is_sorted() -> None:
    assert sgwlib.__all__ == sorted(set(sgwlib.__all__))


def test_every_public_name_is_what_its_module_defines() -> None:
    for name in sgwlib.__all__:
        value = getattr(sgwlib, name)
        assert value.__name__ == name
        assert value.__module__ == sgwlib._HOME[name]
        assert name in dir(sgwlib)


def test_type_checkers_see_every_public_name() -> None:
    typing = type_checking_only(sources()["sgwlib"])
    seen = {
        alias.asname: f"{node.module}"
        for node in typing
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == sgwlib._HOME


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'sgwlib' has no attribute 'no_such_name'"):
        _ = sgwlib.no_such_name
    with pytest.raises(ImportError):
        exec("from sgwlib import no_such_name")


def test_a_star_import_gives_the_public_names() -> None:
    given: dict[str, Any] = {}
    exec("from sgwlib import *", given)
    assert set(sgwlib.__all__) <= set(given)


def test_each_module_s_all_is_sorted_importable_and_complete() -> None:
    wrong = []
    for name in sorted(sources().keys() - {"sgwlib.__main__"}):
        module = importlib.import_module(name)
        if name == "sgwlib" or not hasattr(module, "__all__"):
            continue
        public = module.__all__
        # Constants first, then classes, then functions, each by name.
        if public != sorted(set(public), key=lambda it: (not it.isupper(), it[0].islower(), it)):
            wrong.append(f"{name}: not sorted")
        wrong += [f"{name}: has no {each}" for each in public if not hasattr(module, each)]
        wrong += [f"{name}: lacks {each}" for each in sorted(own_names(name) - set(public))]
    assert wrong == []


def own_names(name: str) -> set[str]:
    """Return the public classes and functions of a module, and what a package collects."""
    body = sources()[name].body
    own = {
        node.name
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    if (PACKAGE.parent / name.replace(".", "/")).is_dir():
        own |= {
            alias.asname or alias.name
            for node in body
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{name}.")
            for alias in node.names
        }
    return own


# Directions


def test_the_imports_are_read() -> None:
    assert Import("sgwlib.catalogue.model", "sgwlib.errors", at_runtime=True) in own_imports()
    assert Import("sgwlib.response", "sgwlib.catalogue", at_runtime=False) in own_imports()
    assert Import("sgwlib", "sgwlib.ui.explorer", at_runtime=False) in own_imports()


def test_imports_point_downwards() -> None:
    upwards = [
        each
        for each in own_imports()
        if each.importer != "sgwlib" and layer_of(each.imported) > layer_of(each.importer)
    ]
    assert upwards == []


def test_the_package_itself_imports_none_of_its_modules_before_they_are_used() -> None:
    assert [each for each in own_imports() if each.importer == "sgwlib" and each.at_runtime] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = [(each.importer, each.imported) for each in own_imports() if each.at_runtime]
    circles = list(nx.simple_cycles(nx.DiGraph(edges)))
    assert circles == []


def test_a_module_keeps_away_from_packages() -> None:
    for module, without in {
        "sgwlib.ui.state": {"IPython", "anywidget", "ipywidgets", "matplotlib"},
        "sgwlib.errors": SLOW,
        "sgwlib.catalogue.datapackage": SLOW,
        "sgwlib.catalogue": SLOW - {"pandas"},
        "sgwlib.filters": SLOW,
        "sgwlib.response": SLOW,
        "sgwlib.coverage.client": SLOW - {"pandas"},
    }.items():
        imported = {
            each.imported.split(".")[0] for each in all_imports() if each.importer == module
        }
        assert imported, module
        assert not imported & without, module


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Before Python 3.11.5, such a match goes on behind what doesn't match (cpython issue 106052)."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+")  # (?:ab)*+, and not (?>(?:ab)*)
    files = [file for room in (PACKAGE, PACKAGE.parent / "tools") for file in room.rglob("*.py")]
    found = {file: possessive.findall(file.read_text(encoding="utf-8")) for file in files}
    assert {file: groups for file, groups in found.items() if groups} == {}


def test_tests_and_benchmarks_do_not_import_each_other() -> None:
    root = PACKAGE.parent
    found = set()
    for room in ROOMS:
        for path in (root / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            imported = re.findall(rf"^\s*(?:from|import) ({'|'.join(ROOMS)})\b", text, re.MULTILINE)
            found |= {(path.relative_to(root).as_posix(), room) for room in imported}
    assert [path for path, room in found if room == "tests" and not path.startswith("tests")] == []
    users = {path for path, room in found if room == "benchmarks" and path.startswith("tests")}
    assert users == TESTS_OF_BENCHMARKS
    assert [path for path, room in found if room == "benchmarks" and path.startswith("tools")] == []


def test_a_missing_package_names_the_extra_that_installs_it() -> None:
    program = (
        "import sys; sys.modules['botocore'] = None\n"
        "import sgwlib\n"
        "try: sgwlib.inject\n"
        "except sgwlib.SgwError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "sgwlib.inject needs the package botocore; install it with: pip install 'sgwlib[boto]'\n"
    )


def test_packages_are_attributes_without_an_import_of_their_own() -> None:
    program = (
        "import sgwlib\n"
        "print(sgwlib.plot.matrix.__name__, sgwlib.graph.fold.__name__)\n"
        "print(*(getattr(sgwlib, name).__name__ for name in sgwlib._PACKAGES))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    names, packages = done.stdout.splitlines()
    assert names == "matrix fold"
    assert packages.split() == [f"sgwlib.{name}" for name in sgwlib._PACKAGES]
