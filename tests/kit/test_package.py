"""What is promised of the package as a whole: quick to import, and imports point downwards."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
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
    {"sgwlib.text", "sgwlib.frozen", "sgwlib.files"},
    {"sgwlib.errors", "sgwlib.extras", "sgwlib.datapackage", "sgwlib.retries"},
    {"sgwlib.catalogue"},
    {"sgwlib.beyond"},
    {"sgwlib.explanation", "sgwlib.filters", "sgwlib.graph", "sgwlib.response"},
    {"sgwlib.coverage", "sgwlib.scanning"},
    {"sgwlib.plot", "sgwlib.ui", "sgwlib.simulation"},
    {"sgwlib.reviewing"},
    {"sgwlib.quiz", "sgwlib.tutorial"},
    {"sgwlib.cli", "sgwlib.__main__"},
]


class Import(NamedTuple):
    importer: str
    imported: str
    at_runtime: bool


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {name_of(path): ast.parse(path.read_bytes()) for path in PACKAGE.rglob("*.py")}
MODULES = pytest.mark.parametrize("name", sorted(SOURCES.keys() - {"sgwlib.__main__"}))


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
    return f"{module}.{name}" if f"{module}.{name}" in SOURCES else module


def type_checking_only(tree: ast.Module) -> set[ast.AST]:
    blocks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    ]
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


def all_imports() -> list[Import]:
    """Return every import in the package of anything at all, wherever it stands."""
    found = []
    for importer, tree in SOURCES.items():
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


IMPORTS = all_imports()
OWN = [each for each in IMPORTS if each.imported.split(".")[0] == "sgwlib"]


def loaded_by(code: str) -> set[str]:
    """Return the top-level packages that a statement loads in a fresh process."""
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", script]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import sgwlib",
        "import sgwlib; sgwlib.simulate('ListGateways', 'InternalError')",
        "import sgwlib; str(sgwlib.explain('InternalFailure'))",
        "from sgwlib import Catalogue, ErrorResponse, SgwError, load_catalogue, simulate",
        "import sgwlib.errors, sgwlib.catalogue, sgwlib.response, sgwlib.filters",
        "import sgwlib; dir(sgwlib)",
    ],
)
def test_what_costs_time_is_not_loaded_before_it_is_needed(code: str) -> None:
    loaded = loaded_by(code)
    assert "sgwlib" in loaded
    assert not loaded & SLOW


def test_the_graph_needs_no_screen_no_sdk_and_no_pandas() -> None:
    loaded = loaded_by(
        "from sgwlib import error_graph, load_catalogue\n"
        "from sgwlib.graph import fold, order\n"
        "order(fold(error_graph(load_catalogue())), 'seriated')"
    )
    assert "networkx" in loaded
    assert not loaded & (SLOW - {"networkx", "numpy", "scipy"})


@pytest.mark.parametrize(
    "code",
    ["import sgwlib.ui.model; sgwlib.ui.model.ExplorerModel()", "import sgwlib.quiz.model"],
)
def test_a_screen_s_state_needs_no_screen(code: str) -> None:
    loaded = loaded_by(code)
    assert not loaded & {"IPython", "anywidget", "ipywidgets", "matplotlib"}


# Names


def test_all_is_sorted() -> None:
    assert sgwlib.__all__ == sorted(set(sgwlib.__all__))


@pytest.mark.parametrize("name", sgwlib.__all__)
def test_every_public_name_is_what_its_module_defines(name: str) -> None:
    value = getattr(sgwlib, name)
    assert value.__name__ == name
    assert value.__module__ == sgwlib._HOME[name]
    assert name in dir(sgwlib)


def test_type_checkers_see_every_public_name() -> None:
    typing = type_checking_only(SOURCES["sgwlib"])
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


@MODULES
def test_a_module_s_all_is_sorted_and_importable(name: str) -> None:
    module = importlib.import_module(name)
    public = getattr(module, "__all__", [])
    # Constants first, then classes, then functions, each by name.
    assert public == sorted(set(public), key=lambda it: (not it.isupper(), it[0].islower(), it))
    for each in public:
        assert hasattr(module, each)


@MODULES
def test_a_module_s_all_is_complete(name: str) -> None:
    module = importlib.import_module(name)
    own = {
        node.name
        for node in SOURCES[name].body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    if (PACKAGE.parent / name.replace(".", "/")).is_dir():
        own |= {
            alias.asname or alias.name
            for node in SOURCES[name].body
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{name}.")
            for alias in node.names
        }
    assert own <= set(getattr(module, "__all__", [])), "public names are missing in __all__"


# Directions


def test_the_imports_are_read() -> None:
    assert Import("sgwlib.catalogue", "sgwlib.errors", at_runtime=True) in OWN
    assert Import("sgwlib.response", "sgwlib.catalogue", at_runtime=False) in OWN
    assert Import("sgwlib", "sgwlib.ui.explorer", at_runtime=False) in OWN


def test_imports_point_downwards() -> None:
    upwards = [
        each
        for each in OWN
        if each.importer != "sgwlib" and layer_of(each.imported) > layer_of(each.importer)
    ]
    assert upwards == []


def test_the_package_itself_imports_none_of_its_modules_before_they_are_used() -> None:
    assert [each for each in OWN if each.importer == "sgwlib" and each.at_runtime] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = [(each.importer, each.imported) for each in OWN if each.at_runtime]
    circles = list(nx.simple_cycles(nx.DiGraph(edges)))
    assert circles == []


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("sgwlib.ui.model", {"IPython", "anywidget", "ipywidgets", "matplotlib"}),
        ("sgwlib.errors", SLOW),
        ("sgwlib.datapackage", SLOW),
        ("sgwlib.catalogue", SLOW - {"pandas"}),
        ("sgwlib.filters", SLOW),
        ("sgwlib.response", SLOW),
        ("sgwlib.coverage.client", SLOW),
        ("sgwlib.coverage.recorder", SLOW),
        ("sgwlib.explanation.explaining", SLOW),
    ],
)
def test_a_module_keeps_away_from_packages(module: str, without: set[str]) -> None:
    imported = {each.imported.split(".")[0] for each in IMPORTS if each.importer == module}
    assert imported
    assert not imported & without


def test_a_missing_package_is_told_with_the_extra_that_brings_it() -> None:
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
        "import sgwlib; print(sgwlib.plot.coverage_matrix.__name__, sgwlib.graph.fold.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "coverage_matrix fold\n"
