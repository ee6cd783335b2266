from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import pytest
from ipywidgets.widgets import widget as ipywidgets_registry

import sgwlib
from sgwlib.errors import ForeignFileError, MissingPackageError, PracticeError, UnknownNameError
from sgwlib.quiz.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sgwlib.quiz.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    practice = sgwlib.practice(tmp_path / "progress.json", 1, questions=2)
    yield practice
    practice.close()


def send(practice: Practice, gesture: str, **more: Any) -> None:
    """Do what the front end does when something is clicked."""
    practice.view._handle_custom_msg({"gesture": gesture, **more}, [])


def shown_in(practice: Practice) -> Any:  # ipywidgets has no types
    return practice.children


def answer(practice: Practice, *, right: bool = True) -> None:
    question = practice.model.question
    assert question
    send(practice, "answer", choice=(question.right + (not right)) % len(question.choices))


def test_the_view_shows_the_question_and_not_the_answer(practice: Practice) -> None:
    screen, question = practice.view.screen, practice.model.question
    assert question
    assert screen["text"] == question.text
    assert screen["choices"] == [choice.text for choice in question.choices]
    assert (screen["right"], screen["feedback"]) == (-1, [])
    assert practice.view.places == []
    assert practice.view.file == str(practice.model.file.path)
    answer(practice, right=False)
    assert practice.view.screen["right"] == question.right
    assert practice.view.screen["feedback"][0].startswith("Wrong.")
    [[about, line]] = practice.view.places
    card = practice.model.card
    assert card
    assert f"({card.name})" in about
    assert about.endswith(question.answer.why)
    assert line.startswith("sgwlib.explorer(")


def test_the_line_shown_opens_what_the_button_opens(practice: Practice) -> None:
    answer(practice)
    send(practice, "look", place=0)
    view, shown = shown_in(practice)
    [[_, line]] = practice.view.places
    typed = eval(line, {"sgwlib": sgwlib})
    assert shown.state == typed.state
    assert (view, practice.view.opened) == (practice.view, 0)
    typed.close()
    send(practice, "look", place=0)
    assert shown_in(practice) == (practice.view,)
    assert (practice.view.opened, shown.comm) == (-1, None)


def test_the_summary_lists_what_was_missed(practice: Practice) -> None:
    for right in (False, True, True):
        answer(practice, right=right)
        send(practice, "next")
    assert practice.view.screen["phase"] == "summary"
    assert practice.view.screen["summary"] == ["1 of 2 right on the first try."]
    assert len(practice.view.places) == 1
    send(practice, "begin")
    assert practice.view.screen["phase"] == "asked"


def test_a_problem_is_shown_and_cleared(practice: Practice) -> None:
    send(practice, "restore", text="no progress")
    assert "not JSON" in practice.view.problem
    answer(practice)
    assert practice.view.problem == ""
    send(practice, "answer")  # without a choice, it is none
    assert practice.view.problem == ""
    send(practice, "restore", text=3)
    assert practice.view.problem.startswith("This failed: AttributeError: ")


def test_a_download_is_sent_to_the_view_that_asked(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(practice.view, "send", sent.append)
    send(practice, "download", view="7")
    assert sent == [
        {"download": Progress().to_bytes().decode(), "name": "progress.json", "view": "7"}
    ]


def test_without_a_kernel_the_question_can_still_be_read(practice: Practice) -> None:
    question = practice.model.question
    assert question
    bundle = practice._repr_mimebundle_()
    assert question.text in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_nothing_is_left_after_closing(tmp_path: Path) -> None:
    before = set(ipywidgets_registry._instances)
    practice = sgwlib.practice(tmp_path / "progress.json")
    answer(practice)
    send(practice, "look", place=0)
    model = practice.model
    practice.close()
    practice.close()
    assert set(ipywidgets_registry._instances) == before
    model.begin()  # a closed widget hears of nothing


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"questions": 0}, PracticeError),
        ({"kinds": ["no such"]}, UnknownNameError),
        ({"kinds": "causes"}, PracticeError),
        ({"lesson": "9"}, UnknownNameError),
        ({"test": "now"}, UnknownNameError),
        ({"test": "before", "seed": "x"}, PracticeError),
        ({"path": "progress.txt"}, PracticeError),
    ],
)
def test_a_mistake_is_told(
    arguments: dict[str, Any],
    error: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error):
        sgwlib.practice(**({"path": "progress.json"} | arguments))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["sgwlib.quiz.practice", "sgwlib.quiz.session"])
def test_without_widgets_the_missing_package_is_named(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, module)
    for package in ("anywidget", "fsrs", "ipywidgets", "traitlets"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackageError, match=r"sgwlib.practice needs .*explorer"):
        importlib.import_module(module)


def test_another_file_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "package.json"
    other.write_text('{"name": "something else"}')
    with pytest.raises(ForeignFileError, match=r"package.json: not a progress file"):
        sgwlib.practice(other)
    assert other.read_text() == '{"name": "something else"}'
