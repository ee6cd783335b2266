"""Lines in order and blanks: whatever the learner makes of them is run, and what works is right."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sgwlib import check, exercise
from sgwlib.simulation.faults import Fault
from sgwlib.tutorial import Exercise, Verdict
from sgwlib.tutorial import exercise as texts
from sgwlib.tutorial.exercise import NoAnswer, Texts
from sgwlib.tutorial.forms import Faded, Parsons, _parts, define
from sgwlib.tutorial.kinds import Scene, Tried
from sgwlib.tutorial.kinds.scenes import raises, returns
from sgwlib.tutorial.lessons import all_exercises
from sgwlib.tutorial.widgets import ExerciseWidget

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"
SOLUTION = '''
def delete(client, arn):
    """Delete a volume."""
    log = []
    name = arn
    try:
        client.delete_volume(VolumeARN=name)
    except client.exceptions.InvalidGatewayRequestException:
        return False
    # a remark
    return True
'''.strip()
SCENES = (
    Scene("All is well", (), returns(expected=True), (ARN,)),
    Scene("In use", (Fault("*", "VolumeInUse"),), returns(expected=False), (ARN,)),
    Scene("Broken", (Fault("*", "InternalError"),), raises("InternalError"), (ARN,)),
)
PARSONS = Parsons(distractors=("return arn",))


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts.all_texts()
    mine = {"09-1": Texts("How?", ("a", "b", "c"), SOLUTION, "Good.")}
    monkeypatch.setattr(texts, "all_texts", lambda: before | mine)


def exercise_of(form: Any) -> Exercise:
    kind = Tried("delete(client, arn)", lambda _: SCENES)
    return Exercise(name="09-1", kind=kind, form=form)


def widget_of(form: Any) -> ExerciseWidget:
    return ExerciseWidget(exercise_of(form), form)


def verdict(form: Any, given: Any) -> str:
    """Return what is said about an answer, as the widget gets it."""
    asked = exercise_of(form)
    try:
        return str(asked.check(form.answer(asked, given)))
    except NoAnswer as missing:
        return str(missing)


def placed(*lines: tuple[str, int]) -> list[tuple[int, int]]:
    shown = PARSONS.material(exercise_of(PARSONS))["lines"]
    found = []
    for start, level in lines:
        [number] = [place for place, line in enumerate(shown) if line.startswith(start)]
        found.append((number, level))
    return found


RIGHT = [
    *(("log", 1), ("name", 1), ("try", 1), ("client.delete", 2)),
    *(("except", 1), ("return False", 2), ("return True", 1)),
]


def test_the_lines_are_those_of_the_solution_and_the_distractors_in_another_order() -> None:
    shown = PARSONS.material(exercise_of(PARSONS))
    assert shown["head"] == "def delete(client, arn):"
    assert sorted(line.split("(")[0].split()[0] for line in shown["lines"]) == sorted(
        ["log", "name", "try:", "client.delete_volume", "except", "return", "return", "return"]
    )
    assert not any("remark" in line or "Delete a" in line for line in shown["lines"])
    assert shown["lines"] == PARSONS.material(exercise_of(PARSONS))["lines"], "always the same"
    assert shown["lines"] != sorted(shown["lines"])


def test_the_lines_are_never_shown_in_the_right_order(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Texts("", (), "def f(a):\n    x = a\n    return x")
    monkeypatch.setattr(texts, "all_texts", lambda: {f"{number}": short for number in range(40)})
    for number in range(40):
        asked = Exercise(name=f"{number}", kind=exercise_of(None).kind)
        shown = Parsons(distractors=("return a",)).material(asked)["lines"]
        assert [line for line in shown if line != "return a"] == ["return x", "x = a"]


def test_any_order_and_indentation_that_works_is_right() -> None:
    swapped = [RIGHT[1], RIGHT[0], *RIGHT[2:]]  # the order of these two doesn't matter
    without = RIGHT[1:]  # nor is each line needed
    inside = [*RIGHT[1:4], ("return True", 2), *RIGHT[4:6]]  # in the try clause
    for lines in (RIGHT, swapped, without, inside):
        assert "✓ 09-1: Right" in verdict(PARSONS, placed(*lines)), lines


WRONG_LINES = {
    "no line": ([], "Your program has no line yet."),
    "no clause": (RIGHT[:4], "Python can't read line"),
    "not indented": (
        [*RIGHT[:3], ("client.delete", 1), *RIGHT[4:]],
        "Check how far the lines are indented.",
    ),
    "too far": ([("log", 1), ("name", 3), *RIGHT[2:]], "Unexpected indent."),
    "a distractor": ([*RIGHT[:6], ("return arn", 1)], "expected `True`"),
    "no result": (RIGHT[:6], "Does it `return` a value?"),
    "the wrong clause": (
        [*RIGHT[:5], ("return True", 2), ("return False", 1)],
        "All is well: it returned `False`",
    ),
    "a name too late": (
        [RIGHT[0], *RIGHT[2:4], ("name", 2), *RIGHT[4:]],
        "UnboundLocalError",
    ),
}


@pytest.mark.parametrize("wrong", WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_what_does_not_work_is_told_why(wrong: tuple[list[tuple[str, int]], str]) -> None:
    lines, words = wrong
    said = verdict(PARSONS, placed(*lines))
    assert words in said, said
    assert "Right" not in said.splitlines()[0]


def test_lines_at_random_never_make_it_fail() -> None:
    count = len(PARSONS.material(exercise_of(PARSONS))["lines"])
    chance = Random(5)
    for _ in range(60):
        numbers = chance.sample(range(count), chance.randint(1, count))
        assert verdict(PARSONS, [(number, chance.randint(1, 4)) for number in numbers])


FADED = Faded(blanks=("InvalidGatewayRequestException", "False", "True"))


def test_the_blanks_hide_what_they_stand_for() -> None:
    shown = FADED.material(exercise_of(FADED))
    assert shown["widths"] == [30, 5, 4]
    assert "False" not in "".join(shown["texts"])
    assert "".join(map(str, shown["texts"])).count("return") == 2


def test_whatever_fits_into_the_blanks_is_right() -> None:
    for given in (
        ["InvalidGatewayRequestException", "False", "True"],
        [" InvalidGatewayRequestException", "not arn", "arn == name"],
    ):
        assert "✓ 09-1: Right" in verdict(FADED, given)
    assert "2 blanks are still empty." in verdict(FADED, ["", " ", "True"])
    assert "1 blank is still empty." in verdict(FADED, ["x", "1", ""])
    assert "so its caller never sees `InternalError`" in verdict(
        FADED, ["ClientError", "False", "True"]
    )
    assert "has no attribute" in verdict(FADED, ["VolumeInUse", "False", "True"])
    assert "Python can't read line" in verdict(FADED, ["a b", "False", "True"])


def test_a_blank_that_the_solution_lacks_is_a_mistake_of_the_lesson() -> None:
    form = Faded(blanks=("True", "False"))  # in this order
    with pytest.raises(ValueError, match="lacks the blank 'False'"):
        form.material(exercise_of(form))


def test_code_that_is_given_runs_first() -> None:
    source = "def f(wait=PAUSE):\n    return wait"
    assert define(source, "PAUSE = 3")() == 3
    with pytest.raises(NoAnswer, match="NameError: name 'PAUSE' is not defined"):
        define(source)


# --- the widget -----------------------------------------------------------------------------


def test_the_widget_says_what_a_cell_would_say() -> None:
    widget = widget_of(PARSONS)
    widget.check([])
    assert widget.feedback["lines"] == ["✗ Your program has no line yet."]
    before = widget.solved
    widget.act({"gesture": "check", "given": placed(*RIGHT)})
    assert widget.feedback["title"] == "✓ 09-1: Right"
    assert widget.feedback["lines"][-1] == "Good."
    assert (before, widget.solved) == (False, True)
    assert widget.given == placed(*RIGHT)


def test_every_widget_of_the_lessons_takes_its_solution_and_gives_nothing_away() -> None:
    asked = [each for each in all_exercises() if each.asked_by is not None]
    assert asked
    for each in asked:
        widget: Any = exercise(each.name)
        assert isinstance(widget, ExerciseWidget)
        assert each.texts.question in widget.as_text()
        if isinstance(each.form, Faded):
            assert widget.check(each.form.blanks).right, each.name
        if isinstance(each.form, Parsons):
            _, right = _parts(each.texts.solution)
            lines = widget.material["lines"]
            assert [line for line in lines if line in right] != right
            assert each.form.distractors, each.name
            assert widget.check(_numbered(each.texts.solution, right, lines)).right, each.name
        widget.act({"gesture": "hint"})
        assert widget.helps[0]["lines"] == [each.texts.hints[0]]
        assert widget.left == 2
        assert check(each.name, ...).verdict is Verdict.BLANK


def _numbered(solution: str, right: list[str], lines: list[str]) -> list[tuple[int, int]]:
    """Return the numbers of the right lines, each once, with their levels."""
    left = dict(enumerate(lines))
    found = []
    for line in solution.splitlines()[-len(right) :]:
        assert line.strip() in right, "a line of the program is a line of the text"
        number = next(number for number, text in left.items() if text == line.strip())
        del left[number]
        found.append((number, (len(line) - len(line.lstrip())) // 4))
    return found


def test_a_widget_reports_what_goes_wrong() -> None:
    widget = widget_of(PARSONS)
    widget._take(widget, {"gesture": "check", "given": [[99, 1]]}, None)
    assert "IndexError" in widget.problem
    widget._take(widget, {"gesture": "check", "given": []}, None)
    assert widget.problem == ""


def test_an_exercise_without_a_widget_is_asked_in_words() -> None:
    assert "answer in a cell of code" in str(exercise("00-1"))
    assert "There is no exercise `'99-1'`" in str(exercise("99-1"))
