"""Each notebook is checked as a file, run, and rendered for readers without a kernel.

``tests/tutorial`` checks the exercises and the facts in the lessons.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from sgwlib import load_catalogue
from sgwlib.tutorial.kinds import Names, Number, OneName
from sgwlib.tutorial.lessons import all_exercises

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9]*.ipynb"))
SOLUTIONS = sorted(FOLDER.glob("solutions/*.ipynb"))
SIX = [path for path in [*LESSONS, *SOLUTIONS] if path.name < "06"]
"""The lessons that teach; the last notebook has drills."""
PAGES = sorted(set(FOLDER.glob("*.ipynb")) - set(LESSONS))
NOTEBOOKS = [*LESSONS, *SOLUTIONS, *PAGES]
CELL_SECONDS = 120
MOST_LINES = 15
MOST_LINES_OF_A_SOLUTION = 18  # it may be a small program
TAGS = (["solution"], ["solution", "widget"], ["drill"])
CHECK = re.compile(r'^(?:check\("(\d\d-\d)", \w+\)|exercise\("(\d\d-\d)"\))$', re.MULTILINE)
MOST_EXERCISES = 6
STEPS = ["Predict", "Run", "Look closer", "Change", "Make"]
"""Each lesson takes these steps, in this order."""
LOOK_UPS = (Names, Number, OneName)
"""Kinds of answers that can be looked up, except for a prediction."""
OPENING = re.compile(r"sgwlib\.(?:explorer|practice|timeline)\(|^exercise\(", re.MULTILINE)
"""What shows a widget."""
NEEDS_AND_PROMISES = ("Time", "What you'll do", "What you'll learn", "What you'll need")
WIDGET = "application/vnd.jupyter.widget-view+json"


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


def read(path: Path) -> Any:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return notebook


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_solution(cell: Any) -> bool:
    return "tags" in cell.metadata


def exercises_in(source: str) -> list[str]:
    """Return the exercises that a cell checks or opens."""
    return [checked or opened for checked, opened in CHECK.findall(source)]


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment without a user's own settings."""
    folder = tmp_path_factory.mktemp("learner")
    names = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    environment = os.environ | {name: str(folder / name.lower()) for name in names}
    # The first import of Matplotlib looks for fonts, and may print so in a lesson.
    command = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=CELL_SECONDS)
    return environment


@pytest.fixture(scope="module")
def executed(learner: dict[str, str], request: pytest.FixtureRequest) -> Any:
    """Run a notebook from top to bottom in a kernel of its own."""
    notebook = read(request.param)
    execute(notebook, request.param.parent, learner)
    return notebook


@pytest.fixture(scope="module")
def lesson(learner: dict[str, str], request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """Run a lesson with its solutions, and then its blank exercises, in one kernel.

    The other cells of the two notebooks are the same, which tests/tutorial/test_derived.py checks.
    """
    solved = read(request.param)
    exercises = read(FOLDER / request.param.name)
    blank = [cell for cell in code_cells(exercises) if exercises_in(cell.source)]
    count = len(solved.cells)
    both = nbformat.NotebookNode(solved, cells=[*solved.cells, *blank])  # type: ignore[no-untyped-call]
    execute(both, request.param.parent, learner)
    return (
        nbformat.NotebookNode(solved, cells=both.cells[:count]),  # type: ignore[no-untyped-call]
        nbformat.NotebookNode(solved, cells=both.cells[count:]),  # type: ignore[no-untyped-call]
    )


def execute(notebook: Any, folder: Path, environment: dict[str, str]) -> None:
    """Run each cell of a notebook, also after one that fails."""
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        store_widget_state=False,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=environment)


def test_there_are_lessons_in_reading_order() -> None:
    assert LESSONS
    numbers = [int(path.name[:2]) for path in LESSONS]
    assert numbers == list(range(len(LESSONS)))
    assert [path.name for path in SOLUTIONS] == [path.name for path in LESSONS]


class TestFile:
    def test_it_stores_nothing_of_a_run(self) -> None:
        for path in NOTEBOOKS:
            notebook = read(path)
            assert "widgets" not in notebook.metadata
            for cell in code_cells(notebook):
                assert cell.outputs == [], path
                assert cell.execution_count is None, path
                assert cell.metadata in ({}, *({"tags": tags} for tags in TAGS)), path
                assert cell.metadata == {} or path in SOLUTIONS

    def test_jupyterlab_has_nothing_to_add_when_it_opens_it(self) -> None:
        whole = {"name", "version", "mimetype", "file_extension", "pygments_lexer"}
        whole |= {"codemirror_mode", "nbconvert_exporter"}
        for path in NOTEBOOKS:
            notebook = read(path)
            assert notebook.metadata.kernelspec.name == "python3", path
            assert set(notebook.metadata.language_info) == whole, path

    def test_its_cells_of_code_are_short(self) -> None:
        for path in NOTEBOOKS:
            for cell in code_cells(read(path)):
                most = MOST_LINES_OF_A_SOLUTION if is_solution(cell) else MOST_LINES
                assert cell.source.count("\n") < most, cell.source

    def test_the_files_that_it_links_to_exist(self) -> None:
        missing = [
            (name_of(path), target)
            for path in NOTEBOOKS
            for cell in read(path).cells
            if cell.cell_type == "markdown"
            for target in re.findall(r"\]\(([^)#]+)\)", cell.source)
            if "://" not in target and not (path.parent / target).exists()
        ]
        assert missing == []


class TestLesson:
    def test_it_says_at_the_start_what_you_do_learn_and_need(self) -> None:
        for path in [*LESSONS, *SOLUTIONS]:
            first = read(path).cells[0]
            assert first.cell_type == "markdown"
            assert first.source.startswith("# ")
            headings = re.findall(r"^\*\*(.*):\*\*", first.source, re.MULTILINE)
            assert headings == [*NEEDS_AND_PROMISES], path

    def test_it_says_at_the_end_what_you_saw_and_where_to_go_on(self) -> None:
        for path in [*LESSONS, *SOLUTIONS]:
            last = read(path).cells[-1]
            assert last.cell_type == "markdown"
            headings = re.findall("^## (.*)$", last.source, re.MULTILINE)
            assert headings == ["What you saw", "On your own", "Further reading"], path

    def test_it_predicts_runs_looks_closer_changes_and_makes(self) -> None:
        for path in SIX:
            text = "\n".join(cell.source for cell in read(path).cells)
            assert re.findall(r"^## \d\. (.+?):", text, re.MULTILINE) == STEPS, path

    def test_it_has_five_or_six_exercises(self) -> None:
        for path in SIX:
            cells = code_cells(read(path))
            names = [name for cell in cells for name in exercises_in(cell.source)]
            assert 5 <= len(names) <= MOST_EXERCISES, path
            assert names == [f"{path.name[:2]}-{number + 1}" for number in range(len(names))]

    def test_at_most_one_exercise_in_four_is_a_look_up(self) -> None:
        for path in SIX:
            lesson = [each for each in all_exercises() if each.name[:2] == path.name[:2]]
            predicted = set(exercises_in(predicting(read(path))))
            found = [
                isinstance(each.kind, LOOK_UPS) for each in lesson if each.name not in predicted
            ]
            assert 4 * sum(found) <= len(lesson), path

    def test_it_ends_with_practice(self) -> None:
        for path in SIX:
            *_, heading, practice, last = read(path).cells
            assert heading.source.startswith("## Practice\n")
            assert practice.source.startswith("sgwlib.practice(")
            assert last.source.startswith("## What you saw")


def predicting(notebook: Any) -> str:
    """Return the cells of code before the heading of the second step."""
    sources = []
    for cell in notebook.cells:
        if cell.source.startswith("## 2. "):
            break
        sources.append(cell.source)
    return "\n".join(sources)


def test_a_page_is_one_view() -> None:
    for path in PAGES:
        (view,) = read(path).cells
        assert view.cell_type == "code"
        assert read(path).metadata.title  # the name of the browser's tab


# `make test` runs the first lesson alone. The tests of all exercises, in tests/tutorial, are not among the
# heavy ones.
FIRST = {"00_start_here"}
every_solution, the_six, the_drills = (
    pytest.mark.parametrize(
        "lesson",
        [
            pytest.param(
                path, marks=[pytest.mark.heavy] if path.stem not in FIRST else [], id=name_of(path)
            )
            for path in paths
        ],
        indirect=True,
    )
    for paths in (SOLUTIONS, SOLUTIONS[:-1], SOLUTIONS[-1:])
)


@every_solution
def test_a_lesson_runs(lesson: tuple[Any, Any]) -> None:
    solved, blank = lesson
    check_run(solved)
    assert complaints(blank) == []


@the_six
def test_a_right_answer_is_confirmed_and_a_blank_one_gets_a_hint(lesson: tuple[Any, Any]) -> None:
    solved, blank = map(checked, lesson)
    assert solved
    assert [name for name, _ in solved] == [name for name, _ in blank]
    for name, answered in solved:
        assert answered.startswith(f"✓ {name}: Right\n"), answered
    for name, answered in blank:
        is_widget = answered.startswith(f"Exercise {name}: ")  # which has a button for hints
        assert is_widget or answered.startswith(f"… {name}: No answer yet\n"), answered
        assert is_widget or f'hint("{name}")' in answered


@the_drills
def test_each_drill_is_solved(lesson: tuple[Any, Any]) -> None:
    answers = [
        cell.outputs[-1].data["text/plain"]
        for cell in code_cells(lesson[0])
        if cell.source.splitlines()[-1].startswith("drill.check(")
    ]
    assert len(answers) >= 2
    assert [text for text in answers if not re.match(r"✓ \S+: Right\n", text)] == []


@pytest.mark.parametrize("executed", PAGES, ids=name_of, indirect=True)
def test_a_notebook_runs_as_it_is_stored(executed: Any) -> None:
    check_run(executed)


@pytest.mark.heavy
@pytest.mark.parametrize("executed", LESSONS, ids=name_of, indirect=True)
def test_a_lesson_runs_with_blank_exercises(executed: Any) -> None:
    check_run(executed)


def check_run(notebook: Any) -> None:
    """Check that every cell ran, and that a page without a kernel has a text for each widget."""
    assert complaints(notebook) == []
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))

    live = [
        (cell, output.data)
        for cell in code_cells(notebook)
        for output in cell.outputs
        if WIDGET in output.get("data", {})
    ]
    source = "\n".join(cell.source for cell in code_cells(notebook))
    assert len(live) == len(OPENING.findall(source))
    for cell, data in live:
        assert data["text/plain"]
        page = page_of(notebook, cell)
        assert data.get("text/html", "") in page
        assert "unpkg.com" not in page  # where a live widget would be fetched from


def complaints(notebook: Any) -> list[Any]:
    """Return each error, and what was written to standard error."""
    return [
        output
        for cell in code_cells(notebook)
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def page_of(notebook: Any, cell: Any) -> str:
    """Return one cell of a notebook as HTML."""
    alone = nbformat.NotebookNode(notebook, cells=[cell])  # type: ignore[no-untyped-call]
    html, _ = HTMLExporter().from_notebook_node(alone)  # type: ignore[no-untyped-call]
    return str(html)


@pytest.mark.heavy
@pytest.mark.parametrize("executed", LESSONS[:1], ids=name_of, indirect=True)
def test_the_first_lesson_shows_no_answer_before_it_is_given(executed: Any) -> None:
    for names in names_in_answers():
        assert [text for text in texts(executed) if names <= words_of(text)] == []


@pytest.mark.parametrize("lesson", SOLUTIONS[:1], ids=name_of, indirect=True)
def test_an_answer_in_the_first_lesson_would_be_found(lesson: tuple[Any, Any]) -> None:
    for names in names_in_answers():
        assert [text for text in texts(lesson[0]) if names <= words_of(text)]


def names_in_answers() -> list[set[str]]:
    """Return the names in the answer to exercise 00-2."""
    message = "The specified volume is not ready."
    return [{code.name} for code in load_catalogue().codes.values() if code.message == message]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def texts(notebook: Any) -> list[str]:
    """Return the text of each cell, and of each output of one."""
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    shown = [
        text
        for output in outputs
        for text in output.get("data", {}).items()
        # The explorer shows every pair, and practice asks about any. To find the answer there is learning.
        if WIDGET not in output.data
    ]
    printed = [output.text for output in outputs if "text" in output]
    sources = [cell.source for cell in notebook.cells]
    return sources + printed + [text for kind, text in shown if kind.startswith("text/")]


def checked(notebook: Any) -> list[tuple[str, str]]:
    """Return each exercise of a notebook that ran, with the output of its check."""
    return [
        (name, cell.outputs[-1].data["text/plain"])
        for cell in code_cells(notebook)
        for name in exercises_in(cell.source)
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
