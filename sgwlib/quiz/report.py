"""A report for a class: what changed between its two tests, and what is still hard."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import mean, stdev
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.errors import PracticeError
from sgwlib.files import read_file, reason_of
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.progress import progress_from_bytes
from sgwlib.quiz.session import EACH, TIMES, label
from sgwlib.text import counted, html_table, text_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.quiz.progress import Answer

PRACTICE: Final = "practice"
COLUMNS: Final = (*TIMES, PRACTICE)

_HARDEST: Final = 5  # cards to name
_SURE: Final = 2.0  # standard errors on each side: about 95 %
_ENOUGH: Final = 3  # learners, from which a mean has a standard error worth the name

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


class Learner(NamedTuple):
    """One progress file."""

    name: str
    answers: Mapping[str, Mapping[str, Answer]]  # of both tests by card, and of practice

    @property
    def change(self) -> int | None:
        """How many more were right after than before; None without both whole tests."""
        before, after = (self.answers[time] for time in TIMES)
        whole = EACH * len(KINDS)
        return _right(after) - _right(before) if min(len(before), len(after)) >= whole else None

    def row(self) -> tuple[str, ...]:
        """Return the row of the table of learners."""
        before, after, practice = (_score(each) for each in self.answers.values())
        change = "" if self.change is None else f"{self.change:+d}"
        return self.name, before, after, change, practice


@dataclass(frozen=True)
class ClassReport:
    """What :func:`sgwlib.class_report` returns. It prints as text, and a notebook shows tables.

    Parameters
    ----------
    learners
        One for each file, by name.
    problems
        File name to the reason why it could not be read.
    """

    learners: tuple[Learner, ...]
    problems: Mapping[str, str]

    def tables(self) -> list[Table]:
        """Return each table as its title, its heading and its rows."""
        people = [one.row() for one in self.learners]
        found: list[Table] = [
            ("Learners", ("name", "before", "after", "change", "practice"), people),
            ("Kinds of questions", ("kind", *COLUMNS), self._kinds()),
        ]
        hard = self._hardest()
        return [*found, ("Missed most", ("card", "missed", "by"), hard)] if hard else found

    def notes(self) -> list[str]:
        """Return what to say below the tables, one sentence each."""
        changes = [one.change for one in self.learners if one.change is not None]
        said = [f"{counted(len(changes), 'learner')} took both tests."]
        if changes:
            said.append(f"The mean change is {mean(changes):+.1f} questions.")
        if len(changes) >= _ENOUGH:
            around = _SURE * stdev(changes) / len(changes) ** 0.5
            low, high = mean(changes) - around, mean(changes) + around
            said.append(f"For such classes, expect {low:+.1f} to {high:+.1f}.")
        return [*said, *(f"{name} was not read: {why}." for name, why in self.problems.items())]

    def __str__(self) -> str:
        tables = [text_table(*table) for table in self.tables()]
        return "\n\n".join([*tables, "\n".join(self.notes())])

    def _repr_html_(self) -> str:
        tables = [html_table(*table) for table in self.tables()]
        return "".join([*tables, *(f"<p>{escape(note)}</p>" for note in self.notes())])

    def _given(self, column: str) -> list[tuple[str, Answer]]:
        """Return each learner's answers in a test or in practice, with the learner's name."""
        return [(one.name, each) for one in self.learners for each in one.answers[column].values()]

    def _kinds(self) -> list[tuple[str, ...]]:
        rows = []
        for kind in KINDS.values():
            row = [kind.title]
            for column in COLUMNS:
                given = [each for _, each in self._given(column)]
                of_kind = [each.right for each in given if each.card.startswith(f"{kind.name}/")]
                row.append(f"{100 * mean(of_kind):.0f} %" if of_kind else "")
            rows.append(tuple(row))
        return rows

    def _hardest(self) -> list[tuple[str, ...]]:
        """Return the cards that most learners missed, in practice or in a test."""
        by: defaultdict[str, list[str]] = defaultdict(list)
        for column in COLUMNS:
            for name, each in self._given(column):
                if not each.right:
                    by[each.card].append(name)
        order = sorted(by, key=lambda card: (-len({*by[card]}), -len(by[card]), card))
        return [
            (card, counted(len(by[card]), "time"), counted(len({*by[card]}), "learner"))
            for card in order[:_HARDEST]
        ]


def class_report(folder: str | Path, *, seed: int = 0) -> ClassReport:
    """Report on the progress files of a class.

    Parameters
    ----------
    folder
        The folder with the files, one ``.json`` for each learner. The file's name is the learner's.
    seed
        The seed that the class had in :func:`sgwlib.practice` with ``test``.

    Returns
    -------
    ClassReport
        For each learner the tests and the practice, for each kind of question how many were right,
        and the cards that most learners missed. A file that can't be read is a note.

    Raises
    ------
    PracticeError
        If the folder doesn't exist or has no ``.json`` file.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> rows = '{"when": "2026-03-01T09:00:00Z", "card": "causes/VolumeInUse", "right": true}'
    >>> head = '"format": "sgwlib practice progress", "version": 1'
    >>> _ = (folder / "ada.json").write_text(f'{{{head}, "answers": [{rows}]}}')
    >>> print(class_report(folder))  # doctest: +ELLIPSIS
    Learners
      name  before  after  change  practice
      ada                          1 of 1
    ...
    """
    place = Path(folder)
    if not place.is_dir():
        raise PracticeError(f"{place} is not a folder; expected one with progress files")
    files = sorted(each for each in place.iterdir() if each.suffix.lower() == ".json")
    if not files:
        raise PracticeError(f"{place} has no .json file; expected one for each learner")
    learners, problems = [], {}
    for file in files:
        try:
            progress = progress_from_bytes(read_file(file))
        except (PracticeError, OSError) as error:
            problems[file.name] = reason_of(error)
            continue
        answers = {time: progress.in_test(label(time, seed)) for time in TIMES}
        practised = sorted(each for each in progress.answers if not each.test)
        practice = {f"{number}": each for number, each in enumerate(practised)}
        learners.append(Learner(file.stem, answers | {PRACTICE: practice}))
    return ClassReport(tuple(learners), problems)


def _right(answers: Mapping[str, Answer]) -> int:
    return sum(each.right for each in answers.values())


def _score(answers: Mapping[str, Answer]) -> str:
    return f"{_right(answers)} of {len(answers)}" if answers else ""
