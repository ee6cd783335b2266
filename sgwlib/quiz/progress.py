"""What a learner has answered: all there is to know, since everything else follows from it.

As JSON, with a version of its format:

.. code-block:: json

    {
      "format": "sgwlib practice progress",
      "version": 1,
      "answers": [
        {"when": "2026-03-01T09:59:59.123456Z", "card": "causes/VolumeInUse", "right": true}
      ]
    }
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.errors import ForeignFileError, PracticeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Answer", "Progress", "progress_from_bytes"]

FORMAT: Final = "sgwlib practice progress"
VERSION: Final = 1
_A_TIME: Final = "2026-03-01T09:59:59Z"


class Answer(NamedTuple):
    """One answer that was given.

    Parameters
    ----------
    when
        In UTC, so that two machines agree on the day.
    card
        The card's name in files, which a later catalogue may lack.
    right
        Whether it was right.
    """

    when: datetime
    card: str
    right: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """All answers ever given.

    Two of them are merged by ``|`` into what either has. So it does not matter in which order,
    or how often, files and downloads of one learner are put together: no answer is lost and
    none counts twice.

    Parameters
    ----------
    answers
        The answers, in no order.

    Examples
    --------
    >>> one = Progress(frozenset({Answer(datetime(2026, 3, 1, tzinfo=UTC), "causes/X", True)}))
    >>> other = Progress(frozenset({Answer(datetime(2026, 3, 2, tzinfo=UTC), "causes/X", False)}))
    >>> len((one | other | one).answers), one | other == other | one
    (2, True)
    """

    answers: frozenset[Answer] = frozenset()

    def __or__(self, other: Progress) -> Progress:
        return Progress(self.answers | other.answers)

    def by_card(self) -> Mapping[str, Sequence[Answer]]:
        """Return the answers of each card, oldest first."""
        found: dict[str, list[Answer]] = defaultdict(list)
        for answer in sorted(self.answers):
            found[answer.card].append(answer)
        return found

    def to_bytes(self) -> bytes:
        """Return the content of a file: the same answers give the same bytes."""
        rows = ",".join("\n  " + json.dumps(_row(answer)) for answer in sorted(self.answers))
        begin = f'{{\n "format": {json.dumps(FORMAT)},\n "version": {VERSION},\n "answers": ['
        return f"{begin}{rows}\n ]\n}}\n".encode()


def progress_from_bytes(content: bytes) -> Progress:
    """Read the content of a file.

    Parameters
    ----------
    content
        What :meth:`Progress.to_bytes` has returned.

    Returns
    -------
    Progress

    Raises
    ------
    ForeignFileError
        If it is something else than progress, or of a newer version.
    PracticeError
        If it is damaged: nothing of it is used then.

    Examples
    --------
    >>> progress_from_bytes(Progress().to_bytes())
    Progress(answers=frozenset())
    """
    data = _parsed(content)
    if not isinstance(data, dict) or (data.get("format") != FORMAT and "answers" not in data):
        raise ForeignFileError(f"no progress of practice; expected the format {FORMAT!r}")
    version = data.get("version")
    if type(version) is int and version > VERSION:
        reason = f"version {version} of the format is newer than {VERSION}"
        raise ForeignFileError(f"{reason}: update sgwlib")
    if data.keys() != {"format", "version", "answers"} or data["format"] != FORMAT:
        raise PracticeError(f"expected format {FORMAT!r}, version and answers, and no more")
    if type(version) is not int or version != VERSION:
        raise PracticeError(f"version {version!r} of the format; expected {VERSION}")
    rows = data["answers"]
    if not isinstance(rows, list):
        raise PracticeError("expected a list under 'answers'")
    return Progress(frozenset(_answer(number, row) for number, row in enumerate(rows, 1)))


def _row(answer: Answer) -> dict[str, object]:
    when = answer.when.astimezone(UTC).isoformat(timespec="microseconds")
    return answer._asdict() | {"when": when.replace("+00:00", "Z")}


def _answer(number: int, row: object) -> Answer:
    if not isinstance(row, dict) or row.keys() != set(Answer._fields):
        fields = ", ".join(Answer._fields)
        raise PracticeError(f"answer {number}: expected an object with {fields}")
    if not isinstance(row["card"], str) or not row["card"]:
        raise PracticeError(f"answer {number}: card is {row['card']!r}; expected a name")
    if not isinstance(row["right"], bool):
        raise PracticeError(f"answer {number}: right is {row['right']!r}; expected true or false")
    return Answer(_time(number, row["when"]), row["card"], row["right"])


def _time(number: int, value: object) -> datetime:
    with suppress(ValueError, OverflowError):
        when = datetime.fromisoformat(str(value))
        if when.tzinfo is not None:
            return when.astimezone(UTC)
    raise PracticeError(f"answer {number}: when is {value!r}; expected a time such as {_A_TIME}")


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        if isinstance(error, PracticeError):
            raise
        raise PracticeError(f"not JSON: {error}") from None


def _without_repeats(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice, of which Python would drop the first in silence."""
    found = dict(members)
    if len(found) < len(members):
        raise PracticeError("a name stands twice in one object")
    return found
