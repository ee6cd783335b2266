from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from sgwlib import class_report, load_catalogue
from sgwlib.errors import PracticeError
from sgwlib.quiz.progress import Answer, Progress
from sgwlib.quiz.session import forms, label

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BOTH = forms(load_catalogue(), 0)


def taken(time: str, form: int, right: int, seed: int = 0) -> set[Answer]:
    """Return the answers of a whole test, of which the first ones are right."""
    return {
        Answer(NOON + timedelta(minutes=place), card.key, place < right, label(time, seed))
        for place, card in enumerate(BOTH[form])
    }


def save(folder: Path, name: str, *answers: set[Answer]) -> None:
    found = frozenset(each for some in answers for each in some)
    (folder / f"{name}.json").write_bytes(Progress(found).to_bytes())


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    missed = {Answer(NOON, "causes/VolumeInUse", right=False)}
    save(tmp_path, "ada", taken("before", 0, 4), taken("after", 1, 9), missed)
    save(tmp_path, "ben", taken("before", 1, 5), taken("after", 0, 8), missed)
    save(tmp_path, "cleo", taken("before", 1, 6), taken("after", 0, 7))
    save(tmp_path, "dan", taken("before", 1, 2))
    return tmp_path


def test_the_change_of_each_learner_and_of_the_class(collected: Path) -> None:
    report = class_report(collected)
    assert [(one.name, one.change) for one in report.learners] == [
        ("ada", 5),
        ("ben", 3),
        ("cleo", 1),
        ("dan", None),
    ]
    text = str(report)
    assert "3 learners took both tests." in text
    assert "The mean change is +3.0 questions." in text
    # The standard deviation of 5, 3 and 1 is 2, and 2 * 2 / sqrt(3) is 2.3.
    assert "expect +0.7 to +5.3" in text
    assert "ada   4 of 10  9 of 10  +5      0 of 1" in text


def test_kinds_and_what_most_learners_missed(collected: Path) -> None:
    _, (_, _, kinds), (_, _, hard) = class_report(collected).tables()
    assert [row[0] for row in kinds] == [
        "What is it?",
        "Is it retried?",
        "Which clause?",
        "What next?",
        "Read this text",
    ]
    assert kinds[0][3] == "0 %"
    assert all(row[1].endswith(" %") and row[2].endswith(" %") for row in kinds)
    assert len(hard) == 5
    assert hard[0][2] >= hard[-1][2]
    found = {card: by for card, _, by in hard}
    assert set(found.values()) <= {"2 learners", "3 learners", "4 learners"}


def test_a_test_of_another_seed_is_not_counted(tmp_path: Path) -> None:
    save(tmp_path, "ada", taken("before", 0, 4, seed=3), taken("after", 1, 9, seed=3))
    assert class_report(tmp_path).learners[0].change is None
    assert class_report(tmp_path, seed=3).learners[0].change == 5


def test_half_a_test_counts_as_none(tmp_path: Path) -> None:
    half = set(sorted(taken("after", 1, 10))[:5])
    save(tmp_path, "ada", taken("before", 0, 4), half)
    [ada] = class_report(tmp_path).learners
    assert (ada.change, len(ada.answers["after"])) == (None, 5)
    assert "0 learners took both tests." in str(class_report(tmp_path))


def test_a_file_that_cannot_be_read_is_a_note(collected: Path) -> None:
    (collected / "eve.json").write_text("{")
    (collected / "fay.json").write_text('{"name": "something else"}')
    (collected / "gil.json").mkdir()
    report = class_report(collected)
    assert list(report.problems) == ["eve.json", "fay.json", "gil.json"]
    assert len(report.learners) == 4
    assert "eve.json was not read: not JSON" in str(report)


def test_no_learner_is_lost_because_a_system_wrote_the_suffix_in_capitals(collected: Path) -> None:
    (collected / "dan.json").rename(collected / "dan.JSON")
    assert [one.name for one in class_report(collected).learners] == ["ada", "ben", "cleo", "dan"]


def test_a_page_of_it_is_escaped(tmp_path: Path) -> None:
    save(tmp_path, "<b>ada", taken("before", 0, 4))
    (tmp_path / "<i>eve.json").write_text("{")
    html = class_report(tmp_path)._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("<table>") == len(class_report(tmp_path).tables())


def test_a_wrong_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PracticeError, match="is not a folder"):
        class_report(tmp_path / "none")
    with pytest.raises(PracticeError, match=r"has no \.json file"):
        class_report(tmp_path)


def test_the_forms_do_not_favour_the_second_test(tmp_path: Path) -> None:
    """Learners who learn nothing show no change, whichever form they had first."""
    chance = Random(5)
    skill = {card.key: chance.random() for form in BOTH for card in form}
    for number in range(120):
        first = number % 2
        answers = {
            Answer(NOON, card.key, chance.random() < skill[card.key], label(time, 0))
            for time, form in (("before", first), ("after", 1 - first))
            for card in BOTH[form]
        }
        save(tmp_path, f"{number:03}", answers)
    changes = [one.change for one in class_report(tmp_path).learners]
    known = [change for change in changes if change is not None]
    assert len(known) == 120
    assert abs(sum(known) / 120) < 0.7
