"""The handlers of handlers.toml, as objects and as functions that can be called."""

from __future__ import annotations

import importlib.util
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib import load_catalogue
from sgwlib.reviewing import Outcome
from sgwlib.reviewing.documented import documented_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib import Review

__all__ = ["OUTCOMES", "Handler", "findings_of", "handlers", "outcomes_of"]

OUTCOMES = {each.value.replace(" ", "_"): each for each in Outcome}


@dataclass(frozen=True)
class Handler:
    name: str
    source: str
    told: dict[str, list[str]]
    findings: list[str]
    operation: str
    ends: dict[str, str]

    @property
    def expected(self) -> dict[str, Outcome]:
        """Every error with its outcome."""
        errors = [each.name for each in documented_errors(self.operation)]
        single = {name: OUTCOMES[key] for key, names in self.told.items() for name in names}
        found = {error: single[error] for error in errors if error in single}
        for word in ("request codes", "server codes", "codes", "general", "rest"):
            if word in single:
                meant = [error for error in errors if word in words_for(error)]
                found |= {error: single[word] for error in meant if error not in found}
        assert set(found) == set(errors)
        assert set(single) <= {*errors, *(word for error in errors for word in words_for(error))}
        return found

    def function(self, folder: Path) -> Callable[..., object]:
        """Return the last function of the source, from a module of its own."""
        path = folder / f"{''.join(filter(str.isalpha, self.name))}.py"
        path.write_text(self.source, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec
        assert spec.loader
        module: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        name = self.source.rpartition("\ndef ")[2].partition("(")[0].removeprefix("def ").strip()
        function: Callable[..., object] = getattr(module, name)
        return function


def words_for(error: str) -> set[str]:
    catalogue = load_catalogue()
    if error not in catalogue.codes:
        return {"general", "rest"}
    server = catalogue.codes[error].carrier.text == "InternalServerError"
    return {"codes", "rest", "server codes" if server else "request codes"}


@cache
def handlers() -> tuple[Handler, ...]:
    text = Path(__file__).with_name("handlers.toml").read_text(encoding="utf-8")
    return tuple(map(_handler, tomllib.loads(text)["handler"]))


def _handler(told: dict[str, Any]) -> Handler:
    known = {*OUTCOMES, "name", "source", "findings", "operation", "ends"}
    assert told.keys() <= known
    return Handler(
        told["name"],
        told["source"].lstrip("\n"),
        {key: names for key, names in told.items() if key in OUTCOMES},
        told.get("findings", []),
        told.get("operation", "DeleteVolume"),
        told.get("ends", {}),
    )


def outcomes_of(review: Review) -> dict[str, Outcome]:
    [call] = review.calls
    return {each.error: each.outcome for each in call.verdicts}


def findings_of(review: Review) -> list[str]:
    return [
        " ".join([str(each.line), each.kind, *([each.name] if each.name else [])])
        for each in review.findings
    ]
