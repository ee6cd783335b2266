"""The programs with a judgement: what a reader expects of a review, next to each call.

``#= handled VolumeInUse; propagates rest`` at the line of a call says what becomes of its errors.
Words stand for several errors: see `words_for`. The files in ``programs/others`` use other
services, and have no call at all.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib import load_catalogue
from sgwlib.reviewing.process import facts

if TYPE_CHECKING:
    from sgwlib.reviewing import ReviewedCall

HERE = Path(__file__).parent
WORDS = ("request codes", "server codes", "codes", "general", "carriers", "rest")


class Handler(NamedTuple):
    name: str
    source: str
    operation: str
    outcomes: str
    findings: list[str]


@cache
def handlers() -> tuple[Handler, ...]:
    text = (HERE / "handlers.toml").read_text(encoding="utf-8")
    return tuple(
        Handler(
            it["name"],
            it["source"].lstrip("\n"),
            it.get("operation", "DeleteVolume"),
            it["outcomes"],
            it.get("findings", []),
        )
        for it in tomllib.loads(text)["handler"]
    )


def programs() -> list[Path]:
    return sorted((HERE / "programs").glob("*.py"))


def others() -> list[Path]:
    return sorted((HERE / "programs" / "others").glob("*.py"))


def judgements(source: str) -> dict[int, str]:
    """Return the line of each call, and what is expected there."""
    lines = enumerate(source.splitlines(), 1)
    return {n: found[1] for n, line in lines if (found := re.search(r"#= ([^#]*)", line))}


def words_for(operation: str) -> dict[str, set[str]]:
    """Return each error of an operation, and the words that stand for it."""
    general = load_catalogue().general_exceptions
    found: dict[str, set[str]] = {}
    for name, exception, code, *_ in facts()["errors"][operation]:
        if code is None:
            found[name] = {"rest", "general" if name in general else "carriers"}
        else:
            carried = "server codes" if exception == "InternalServerError" else "request codes"
            found[name] = {"rest", "codes", carried}
    return found


def expected(outcomes: str, operation: str) -> dict[str, str]:
    """Return each error with its outcome: ``"handled VolumeInUse; propagates rest"``."""
    words = words_for(operation)
    single: dict[str, str] = {}
    for part in outcomes.split(";"):
        outcome, _, names = part.strip().partition(" ")
        single |= {name.strip(): outcome for name in names.split(",")}
    assert single.keys() <= {*words, *WORDS}, (outcomes, operation)
    found = {error: single[error] for error in words if error in single}
    for word in WORDS:
        meant = [error for error in words if word in single and word in words[error]]
        found |= {error: single[word] for error in meant if error not in found}
    assert found.keys() == words.keys(), (outcomes, operation)
    return found


def wrong(call: ReviewedCall, outcomes: str) -> list[Any]:
    """Return the errors whose outcome is not the expected one."""
    wanted = expected(outcomes, call.operation)
    return [
        (error, each.value, wanted[error])
        for error, each in call.outcomes.items()
        if each != wanted[error]
    ]
