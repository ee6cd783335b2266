"""Each notebook as a file, run from top to bottom, and as a page for readers without a kernel.

What the exercises and the facts in the lessons say is held in ``tests/tutorial``.
"""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib.image
import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from sgwlib import load_catalogue

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9]*.ipynb"))
SOLUTIONS = sorted(FOLDER.glob("solutions/*.ipynb"))
PAGES = sorted(set(FOLDER.glob("*.ipynb")) - set(LESSONS))
NOTEBOOKS = [*LESSONS, *SOLUTIONS, *PAGES]
CELL_SECONDS = 120
MOST_LINES = 6
MOST_LINES_OF_A_SOLUTION = 16  # it may be a small program
SOLUTION = {"tags": ["solution"]}
CHECK = re.compile(r'^check\("(\d\d-\d)", \w+\)$', re.MULTILINE)
NEEDS_AND_PROMISES = ("Time", "What you'll do", "What you'll learn", "What you'll need")
WIDGET = "application/vnd.jupyter.widget-view+json"
IMAGE = re.compile(r'<img[^>]*\bsrc="data:image/png;base64,([^"]+)"')


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
every_lesson = pytest.mark.parametrize("path", [*LESSONS, *SOLUTIONS], ids=name_of)
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return notebook


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of someone without settings of their own."""
    folder = tmp_path_factory.mktemp("learner")
    names = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    environment = os.environ | {name: str(folder / name.lower()) for name in names}
    # The first import of Matplotlib looks for fonts, and may say so where a lesson is shown.
    command = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=CELL_SECONDS)
    return environment


@pytest.fixture(scope="module")
def executed(learner: dict[str, str], request: pytest.FixtureRequest) -> Any:
    """Run a notebook as a learner does who chooses Run All Cells."""
    notebook = read(request.param)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        store_widget_state=False,
        allow_errors=True,  # so that all that is wrong is seen
        resources={"metadata": {"path": str(request.param.parent)}},
    )
    client.execute(env=learner)
    return notebook


every_run = pytest.mark.parametrize("executed", NOTEBOOKS, ids=name_of, indirect=True)


def test_there_are_lessons_in_reading_order() -> None:
    assert LESSONS
    numbers = [int(path.name[:2]) for path in LESSONS]
    assert numbers == list(range(len(LESSONS)))


@every_notebook
class TestFile:
    def test_it_stores_nothing_of_a_run(self, path: Path) -> None:
        notebook = read(path)
        assert "widgets" not in notebook.metadata
        for cell in code_cells(notebook):
            assert cell.outputs == []
            assert cell.execution_count is None
            assert cell.metadata in ({}, SOLUTION)
            assert cell.metadata == {} or path in SOLUTIONS

    def test_jupyterlab_has_nothing_to_add_when_it_opens_it(self, path: Path) -> None:
        notebook = read(path)
        assert notebook.metadata.kernelspec.name == "python3"
        whole = {"name", "version", "mimetype", "file_extension", "pygments_lexer"}
        whole |= {"codemirror_mode", "nbconvert_exporter"}
        assert set(notebook.metadata.language_info) == whole

    def test_its_cells_of_code_are_short(self, path: Path) -> None:
        for cell in code_cells(read(path)):
            most = MOST_LINES_OF_A_SOLUTION if cell.metadata == SOLUTION else MOST_LINES
            assert cell.source.count("\n") < most, cell.source

    def test_what_it_links_to_is_there(self, path: Path) -> None:
        text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert (path.parent / target).exists(), target


@every_lesson
class TestLesson:
    def test_it_says_at_the_start_what_one_will_do_learn_and_need(self, path: Path) -> None:
        first = read(path).cells[0]
        assert first.cell_type == "markdown"
        assert first.source.startswith("# ")
        assert re.findall(r"^\*\*(.*):\*\*", first.source, re.MULTILINE) == [*NEEDS_AND_PROMISES]

    def test_it_says_at_the_end_what_one_saw_and_where_to_go_on(self, path: Path) -> None:
        last = read(path).cells[-1]
        assert last.cell_type == "markdown"
        headings = re.findall("^## (.*)$", last.source, re.MULTILINE)
        assert headings == ["What you saw", "On your own", "Further reading"]

    def test_it_has_five_exercises_or_more(self, path: Path) -> None:
        exercises = [name for cell in code_cells(read(path)) for name in CHECK.findall(cell.source)]
        assert len(exercises) >= 5
        assert exercises == [f"{path.name[:2]}-{number + 1}" for number in range(len(exercises))]


@every_page
def test_a_page_is_a_title_and_one_view(path: Path) -> None:
    title, view = read(path).cells
    assert title.source.startswith("# ")
    assert view.cell_type == "code"
    assert read(path).metadata.title  # what the browser's tab says


@every_run
class TestRun:
    def test_no_cell_fails_or_complains(self, executed: Any) -> None:
        outputs = [output for cell in code_cells(executed) for output in cell.outputs]
        wrong = [
            output
            for output in outputs
            if output.output_type == "error" or output.get("name") == "stderr"
        ]
        assert wrong == []

    def test_every_cell_ran(self, executed: Any) -> None:
        counts = [cell.execution_count for cell in code_cells(executed)]
        assert counts == list(range(1, len(counts) + 1))

    def test_what_needs_a_kernel_has_a_picture_and_words_for_readers_without_one(
        self, executed: Any
    ) -> None:
        live = [
            (cell, output.data)
            for cell in code_cells(executed)
            for output in cell.outputs
            if WIDGET in output.get("data", {})
        ]
        source = "".join(cell.source for cell in code_cells(executed))
        assert len(live) == source.count("sgwlib.explorer(")
        for cell, data in live:
            assert data["text/plain"]
            check_picture(data["image/png"])
            assert pictures_on_page(executed, cell) == [data["image/png"].strip()]


def check_picture(image: str) -> None:
    pixels = matplotlib.image.imread(io.BytesIO(base64.b64decode(image)))
    assert min(pixels.shape[:2]) > 300
    assert pixels.std() > 0.05  # a blank has none


def pictures_on_page(notebook: Any, cell: Any) -> list[str]:
    """Return the pictures, held in the page itself, of one cell as HTML."""
    alone = nbformat.NotebookNode(notebook, cells=[cell])  # type: ignore[no-untyped-call]
    html, _ = HTMLExporter().from_notebook_node(alone)  # type: ignore[no-untyped-call]
    assert "unpkg.com" not in html  # where a live widget would be fetched from
    return [found.strip() for found in IMAGE.findall(html)]


@pytest.mark.parametrize("executed", LESSONS, ids=name_of, indirect=True)
def test_an_exercise_that_is_left_blank_is_answered_kindly(executed: Any) -> None:
    for name, said in checked(executed):
        assert said.startswith(f"… {name}: No answer yet\n")
        assert f'hint("{name}")' in said


@pytest.mark.parametrize("executed", SOLUTIONS, ids=name_of, indirect=True)
def test_every_solution_passes(executed: Any) -> None:
    assert checked(executed)
    for name, said in checked(executed):
        assert said.startswith(f"✓ {name}: Right\n"), said


@pytest.mark.parametrize("executed", LESSONS[:1], ids=name_of, indirect=True)
def test_the_first_lesson_tells_no_answer_before_it_is_given(executed: Any) -> None:
    for names in told_by_answers():
        assert [text for text in texts(executed) if names <= words_of(text)] == []


@pytest.mark.parametrize("executed", SOLUTIONS[:1], ids=name_of, indirect=True)
def test_an_answer_in_the_first_lesson_would_be_found(executed: Any) -> None:
    for names in told_by_answers():
        assert [text for text in texts(executed) if names <= words_of(text)]


def told_by_answers() -> list[set[str]]:
    """Return the names that would answer exercise 00-2, and 00-4."""
    catalogue = load_catalogue()
    told = "The specified volume is not ready."
    codes = {code.name for code in catalogue.codes.values() if code.message == told}
    return [codes, set(catalogue.undocumented_observed[0])]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def texts(notebook: Any) -> list[str]:
    """Return the text of each cell, and of each output of one."""
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    shown = [text for output in outputs for text in output.get("data", {}).items()]
    printed = [output.text for output in outputs if "text" in output]
    sources = [cell.source for cell in notebook.cells]
    return sources + printed + [text for kind, text in shown if kind.startswith("text/")]


def checked(notebook: Any) -> list[tuple[str, str]]:
    """Return each exercise of a notebook that was run, with what its check said."""
    return [
        (name, cell.outputs[-1].data["text/plain"])
        for cell in code_cells(notebook)
        for name in CHECK.findall(cell.source)
    ]


def test_the_start_notebook_has_one_explorer() -> None:
    source = "".join(cell.source for cell in code_cells(read(LESSONS[0])))
    assert source.count("sgwlib.explorer(") == 1


class TestIndex:
    ROW = re.compile(r"^\| \[(.+)\]\((.+)\) \| (.+) \| (.+) \|$", re.MULTILINE)
    TIME = re.compile(r"\*\*Time:\*\* (.+)\.")

    @pytest.fixture
    def rows(self) -> list[tuple[str, str, str, str]]:
        cells = read(LESSONS[0]).cells
        [index] = [cell.source for cell in cells if cell.source.startswith("## The lessons")]
        return self.ROW.findall(index)

    def test_it_opens_every_lesson(self, rows: list[tuple[str, str, str, str]]) -> None:
        assert [target for _, target, _, _ in rows] == [path.name for path in LESSONS]

    def test_it_says_each_lessons_title_time_and_what_comes_before(
        self, rows: list[tuple[str, str, str, str]]
    ) -> None:
        for (title, _, time, before), path in zip(rows, LESSONS, strict=True):
            first = read(path).cells[0].source
            assert f"{path.name[:2]} {first.splitlines()[0].removeprefix('# ')}" == title
            assert self.TIME.findall(first) == [time]
            need = first.partition("What you'll need")[2]
            assert re.findall(r"\]\((\d\d)_\w+\.ipynb\)", need) == re.findall(r"\d\d", before)
