"""Tables of what must be refused, tried in one test each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Given = TypeVar("_Given")


def wrongly_taken(
    call: Callable[[_Given], object], cases: Iterable[tuple[_Given, type[Exception], str]]
) -> list[str]:
    """Call with each input. Return those that did not raise the error with such a text."""
    wrong = []
    for number, (given, kind, reason) in enumerate(cases, 1):
        case = f"case {number} ({reason!r}): "
        try:
            wrong.append(f"{case}accepted as {call(given)!r}")
        except kind as error:
            if not re.search(reason, str(error)):
                wrong.append(f"{case}got {str(error)!r}")
        except Exception as error:  # noqa: BLE001 - is shown with the others
            wrong.append(f"{case}expected {kind.__name__}, got {error!r}")
    return wrong
