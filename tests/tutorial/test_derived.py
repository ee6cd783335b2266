"""The exercise notebooks and the solutions that are shown follow from the solution notebooks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tools import exercises
from tools.exercises import NOTEBOOKS, TEXTS, derive, derived_files, main, texts_of

DERIVED = derived_files()


def solution_cell(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {"tags": ["solution"]}, "source": [source]}


def stub(source: str) -> str:
    [cell] = derive({"cells": [solution_cell(source)]})["cells"]
    assert cell["metadata"] == {}
    return "".join(cell["source"])


def test_every_file_is_in_step() -> None:
    stale = [path.name for path, text in DERIVED.items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make exercises`"


def test_each_lesson_has_a_solution_notebook() -> None:
    lessons = set(NOTEBOOKS.glob("[0-9]*.ipynb"))
    assert lessons | {TEXTS} == set(DERIVED)


def test_the_command_writes_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(exercises, "ROOT", tmp_path)
    monkeypatch.setattr(exercises, "derived_files", lambda: {tmp_path / "made.json": "{}\n"})
    assert main() == 0
    assert (tmp_path / "made.json").read_text() == "{}\n"


def test_an_answer_becomes_a_blank() -> None:
    source = 'import json\n\nfound = 1\nanswer = [\n    found,\n]\ncheck("09-1", answer)'
    assert stub(source) == 'answer = ...  # your answer\ncheck("09-1", answer)'


def test_a_function_keeps_its_head_and_its_documentation() -> None:
    head = 'def read(\n    body,\n):\n    """Read\n\n    a body.\n    """\n'
    source = f'{head}    # by JSON\n    return body\n\n\ncheck("09-2", read)'
    assert stub(source) == f'{head}    ...  # your code\n\n\ncheck("09-2", read)'


def test_a_function_without_documentation_keeps_its_head() -> None:
    source = 'def read(body):\n    # by hand\n\n    x = 1\n    return x\n\n\ncheck("09-2", read)'
    assert stub(source) == 'def read(body):\n    ...  # your code\n\n\ncheck("09-2", read)'


def stub_of_drill(source: str) -> str:
    cell = {"cell_type": "code", "metadata": {"tags": ["drill"]}, "source": [source]}
    [made] = derive({"cells": [cell]})["cells"]
    assert made["metadata"] == {}
    return "".join(made["source"])


def test_a_drill_keeps_its_check() -> None:
    source = "for each in x:\n    each.mend()\ndrill.check()"
    assert stub_of_drill(source) == "# your calls and actions\n\ndrill.check()"
    head = 'def job(client, settings):\n    """Do it."""\n'
    source = f"{head}    return client\n\n\ndrill.check(job)"
    assert stub_of_drill(source) == f"{head}    ...  # your code\n\n\ndrill.check(job)"
    with pytest.raises(ValueError, match=r"ends in drill\.check"):
        stub_of_drill("each.mend()\nprint(1)")


def test_facts_are_left_out_and_links_lead_from_the_lessons_own_place() -> None:
    source = (
        "There are 2: [next](../02_x.ipynb), [data](../../data/README.md).\n\n<!-- fact: 2 = 2 -->"
    )
    cell = {
        "cell_type": "markdown",
        "metadata": {"sgwlib": {}},
        "source": source.splitlines(keepends=True),
    }
    notebook = {"cells": [cell]}
    before = deepcopy(notebook)
    [made] = derive(notebook)["cells"]
    assert "".join(made["source"]) == "There are 2: [next](02_x.ipynb), [data](../data/README.md)."
    assert notebook == before


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("answer = 1", "ends in check"),
        ('answer = 1\ncheck("09-1", 1)', "ends in check"),
        ('other = 1\ncheck("09-1", answer)', "does not define answer"),
    ],
)
def test_a_solution_of_another_form_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        stub(source)


def exercise_cells(*hints: str, learned: str = "One.") -> list[dict[str, Any]]:
    question = "### Exercise 09-1\n\nHow\nmany?\n\nMore.\n\n<!-- fact: 2 = 2 -->"
    given = {"hints": list(hints), "learned": learned, "facts": ["One = 'One'"]}
    asked = {"cell_type": "markdown", "metadata": {"sgwlib": given}}
    return [asked | {"source": [question]}, solution_cell('answer = 1\ncheck("09-1", answer)')]


def test_the_texts_of_an_exercise_stand_in_its_two_cells() -> None:
    found = texts_of({"cells": exercise_cells("a", "b", "c")})
    text = {"question": "How many?", "hints": ["a", "b", "c"], "learned": "One."}
    assert found == {"09-1": text | {"solution": "answer = 1"}}


def test_an_exercise_that_is_not_whole_is_refused() -> None:
    asked, solved = exercise_cells("a", "b", "c")
    for cells, complaint in (
        (exercise_cells("a", "b"), "09-1 has 2 hints, not 3"),
        (exercise_cells("a", "b", "c", learned=""), "09-1 doesn't say what was learned"),
        ([asked], "only a question or only a solution: 09-1"),
        ([solved], "only a question or only a solution: 09-1"),
    ):
        with pytest.raises(ValueError, match=complaint):
            texts_of({"cells": cells})


def test_an_exercise_in_a_widget_becomes_one_call() -> None:
    cell = solution_cell('answer = 1\ncheck("09-1", answer)')
    cell["metadata"]["tags"] += ["widget"]
    [made] = derive({"cells": [cell]})["cells"]
    assert made["source"] == ['exercise("09-1")']
