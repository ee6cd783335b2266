"""Write the exercise notebooks, and ``exercises.json``, from the solution notebooks.

``make exercises`` runs it. Only ``notebooks/solutions/`` is written by hand. An exercise is two
cells there:

* Markdown with the heading ``### Exercise 01-3``. The first paragraph below it is the question. The
  metadata of the cell have three hints, and what is shown with a right answer:
  ``{"sgwlib": {"hints": [...], "learned": "..."}}``.
* Code with the tag ``solution``, which ends in ``check("01-3", answer)``. The exercise notebook has
  a stub instead. With the tag ``widget``, too, the stub opens the exercise as a widget.

A cell with the tag ``drill`` solves a drill, and ends in ``drill.check()`` or ``drill.check(job)``.
The exercise notebook keeps this line, and the head of a function.

The exercise notebook lacks the hints, and the facts that a test checks (``<!-- fact: ... -->``).
"""

from __future__ import annotations

import ast
import json
import re
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["NOTEBOOKS", "SOLUTIONS", "TEXTS", "derive", "derived_files", "is_solution", "main"]

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
SOLUTIONS = NOTEBOOKS / "solutions"
TEXTS = ROOT / "sgwlib" / "tutorial" / "exercises.json"

_HEADING = re.compile(r"### Exercise (\d\d-\d+)\n\n")
_HELD = re.compile(r"\n*<!-- (?:fact|holds): .*? -->", re.DOTALL)

_HINTS = 3


class _Solution(NamedTuple):
    exercise: str
    code: str
    stub: str


def main() -> int:
    """Write all files derived from the solution notebooks."""
    for path, text in derived_files().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    return 0


def derived_files() -> dict[Path, str]:
    """Return each file derived from the solution notebooks, with its content."""
    found: dict[Path, str] = {}
    texts: dict[str, object] = {}
    for path in sorted(SOLUTIONS.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found[NOTEBOOKS / path.name] = _as_text(derive(notebook))
        texts |= texts_of(notebook)
    found[TEXTS] = _as_text(texts)
    return found


def texts_of(notebook: dict[str, Any]) -> dict[str, object]:
    """Return question, hints, solution and what is learned of each exercise of a notebook.

    Raises
    ------
    ValueError
        If an exercise has a question but no solution, or the reverse, or not three hints, or
        nothing that was learned.
    """
    asked: dict[str, Any] = {}
    solved: dict[str, str] = {}
    for cell in notebook["cells"]:
        source = _source(cell)
        heading = _HEADING.match(source)
        if is_solution(cell):
            solution = _solution(source)
            solved[solution.exercise] = solution.code
        elif cell["cell_type"] == "markdown" and heading:
            question, *_ = _HELD.sub("", source[heading.end() :]).split("\n\n")
            given = cell["metadata"].get("sgwlib", {})
            hints, learned = given.get("hints", []), given.get("learned", "")
            if len(hints) != _HINTS:
                raise ValueError(f"exercise {heading[1]} has {len(hints)} hints, not {_HINTS}")
            if not learned:
                raise ValueError(f"exercise {heading[1]} doesn't say what was learned")
            texts = {"question": " ".join(question.split()), "hints": hints, "learned": learned}
            asked[heading[1]] = texts
    alone = set(asked) ^ set(solved)
    if alone:
        raise ValueError(f"only a question or only a solution: {', '.join(sorted(alone))}")
    return {name: text | {"solution": solved[name]} for name, text in asked.items()}


def derive(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the exercise notebook of a solution notebook.

    Parameters
    ----------
    notebook
        The solution notebook as JSON. It is not changed.

    Raises
    ------
    ValueError
        If a solution does not end in a check, or does not define what it checks.
    """
    exercises = deepcopy(notebook)
    for cell in exercises["cells"]:
        source = _source(cell)
        if is_solution(cell):
            found = _solution(source)
            source = f'exercise("{found.exercise}")' if _has(cell, "widget") else found.stub
            cell["metadata"] = {}
        elif _has(cell, "drill"):
            source = _stub_of_drill(source)
            cell["metadata"] = {}
        elif cell["cell_type"] == "markdown":
            cell["metadata"].pop("sgwlib", None)
            source = _HELD.sub("", source).replace("](../", "](")
        cell["source"] = source.splitlines(keepends=True)
    return exercises


def is_solution(cell: dict[str, Any]) -> bool:
    """Return whether a cell of a notebook holds a solution."""
    return _has(cell, "solution")


def _has(cell: dict[str, Any], tag: str) -> bool:
    return tag in cell["metadata"].get("tags", ())


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _solution(source: str) -> _Solution:
    *before, last = ast.parse(source).body
    checked = _checked(last)
    if checked is None:
        raise ValueError(f'a solution ends in check("01-3", answer), not in {ast.unparse(last)}')
    exercise, answer = checked
    lines = source.splitlines()
    check = "\n".join(lines[last.lineno - 1 :])
    code = "\n".join(lines[: last.lineno - 1]).rstrip()
    for node in before:
        if isinstance(node, ast.FunctionDef) and node.name == answer:
            return _Solution(exercise, code, f"{_signature(node, lines)}\n\n\n{check}")
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == answer:
            return _Solution(exercise, code, f"{answer} = ...  # your answer\n{check}")
    raise ValueError(f"the solution of {exercise} does not define {answer}")


def _stub_of_drill(source: str) -> str:
    first, *_, last = ast.parse(source).body
    lines = source.splitlines()
    check = "\n".join(lines[last.lineno - 1 :])
    if ".check(" not in check:
        raise ValueError(f"the cell of a drill ends in drill.check(), not in {check}")
    if isinstance(first, ast.FunctionDef):
        return f"{_signature(first, lines)}\n\n\n{check}"
    return f"# your calls and actions\n\n{check}"


def _checked(node: ast.stmt) -> tuple[str, str] | None:
    match node:
        case ast.Expr(
            ast.Call(ast.Name("check"), [ast.Constant(str(exercise)), ast.Name(answer)], [])
        ):
            return exercise, answer
    return None


def _signature(function: ast.FunctionDef, lines: list[str]) -> str:
    """Return the head of a function with its docstring, and a placeholder for the body."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    head = lines[function.lineno - 1 : first.end_lineno if documented else first.lineno - 1]
    while head[-1].strip() == "" or head[-1].lstrip().startswith("#"):
        head.pop()  # a remark on the solution
    return "\n".join([*head, "    ...  # your code"])


def _as_text(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
