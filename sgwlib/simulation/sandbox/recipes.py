"""Recipes: the shortest way from an empty account to each documented pair.

A recipe is composed from the parts in ``recipes.toml``: what the operation needs, what goes wrong,
and the call. Its script is what runs, so the two cannot differ.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import SandboxError, UndocumentedPairError, UnknownNameError
from sgwlib.extras import needed_by

with needed_by("sgwlib.recipe"):
    from botocore import xform_name
    from botocore.exceptions import ClientError

    from sgwlib.simulation.api import api_model
    from sgwlib.simulation.sandbox.guards import all_guards, rules_of
    from sgwlib.simulation.sandbox.world import known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue.records import Statement

_WIDEST = 88
_ON_REQUEST = ("request.", "del request.")
"""How code starts that changes a request before it is sent."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The shortest way from an empty account to one error of one operation.

    Parameters
    ----------
    operation
        Name of the operation.
    error
        Name of the error code, or of the general exception.
    steps
        What to do, in sentences.
    source
        The same as a script, which needs sgwlib and boto3 alone. At its end, the exception that the
        client raised is in ``error``.
    evidence
        Why the service answers so, how that is known, and from where.
    """

    operation: str
    error: str
    steps: tuple[str, ...]
    source: str
    evidence: Statement

    def run(self) -> ClientError:
        """Run the script, and return the exception that the client raised.

        Raises
        ------
        SandboxError
            If there was none.

        Examples
        --------
        >>> print(recipe("DeleteVolume", "VolumeInUse").run().response["error"]["errorCode"])
        VolumeInUse
        """
        names: dict[str, Any] = {"__name__": __name__}
        exec(self.source, names)  # noqa: S102 - the script is composed of our own parts
        error = names.get("error")
        if not isinstance(error, ClientError):
            raise SandboxError(f"{self.operation} succeeded; expected {self.error}")
        return error

    def __str__(self) -> str:
        lines = [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]
        text, evidence, source = self.evidence
        return "\n".join([*lines, "", f"Why: {text} ({evidence}: {source})", "", self.source])


def recipe(operation: str, error: str) -> Recipe:
    """Return the shortest way from an empty account to one error of one operation.

    Parameters
    ----------
    operation
        Name of an operation.
    error
        An error code that an edition of the page documents for it, or a general exception.

    Returns
    -------
    Recipe

    Raises
    ------
    UnknownNameError
        If there is no such operation or error.
    UndocumentedPairError
        If no edition lists the pair.

    Examples
    --------
    >>> for step in recipe("DeleteVolume", "VolumeInUse").steps:
    ...     print(step)
    Start with an empty account, and make a client that it answers.
    Add a ready gateway for cached volumes.
    Create a cached volume of 10 GiB.
    Connect an iSCSI initiator to the volume.
    Call DeleteVolume.
    """
    catalogue = load_catalogue()
    known("operation", operation, catalogue.api_operations)
    names = [*catalogue.known_codes, *catalogue.general_exceptions]
    if error not in names:
        instead = "a carrier, which needs an error code" if error in [*catalogue.carriers] else None
        raise UnknownNameError("error code or general exception", error, names, instead)
    if error in catalogue.general_exceptions:
        return _over_the_endpoint(operation, error)
    if not catalogue.documented_anywhere(operation, error):
        codes, others = catalogue.all_codes_of(operation), catalogue.all_operations_of(error)
        raise UndocumentedPairError(operation, error, codes, others, advice="")
    return _of_state(operation, error)


@cache
def _parts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("recipes.toml").read_text("utf-8"))


def _of_state(operation: str, code: str) -> Recipe:
    needed, arguments = _parts()["operations"][operation]
    ways = _parts()["ways"][code]
    way = next(each for each in ways if operation in each.get("operations", [operation]))
    names = ["start", *way.get("instead", needed), *way.get("parts", ())]
    parts = [_part(each, operation) for each in names]
    given = {name: each for name, each in (arguments | way.get("change", {})).items() if each}
    steps = (*(step for step, _ in parts), f"Call {operation} {way.get('say', '')}".strip() + ".")
    source = "\n".join([*(code for _, code in parts), _attempt(operation, given)])
    guard = all_guards()[way["guard"]] if "guard" in way else rules_of(operation, code)[0]
    return Recipe(operation, code, steps, f"{source}\n", guard.rule)


def _part(name: str, operation: str) -> list[str]:
    """Return a part as a step in words and its code."""
    step, code, *call = _parts()["parts"][name]
    if call:
        called, change = call
        _, arguments = _parts()["operations"][called]
        before = code.strip().partition("{call}")[0].rpartition("\n")[2]
        code = code.replace("{call}", _call(called, arguments | change, before))
    return [text.replace("{operation}", operation).strip() for text in (step, code)]


def _over_the_endpoint(operation: str, exception: str) -> Recipe:
    way, script = _parts()["general"][exception], _parts()["script"]
    given: dict[str, str] = {}
    if exception == "ValidationException":
        shape: Any = api_model().operation_model(operation).input_shape
        if not shape.required_members:  # then no member can be missing
            given = {"Limit": "0"} if "Limit" in shape.members else {min(shape.members): '""'}
    code: str = way.get("code", "")
    code = script["change"].format(code=code) if code.startswith(_ON_REQUEST) else code
    statements = [*filter(None, [code]), _attempt(operation, given), "client.close()"]
    source = script["general"].format(
        endpoint=", ".join(["sandbox=sandbox", *filter(None, [way.get("endpoint")])]),
        client="".join(f"\n        {each}," for each in filter(None, [way.get("client")])),
        statements=indent("\n".join(statements), "    "),
    )
    serve = "Serve an empty account over HTTP, and make a client."
    evidence = load_catalogue().exceptions[exception].cause
    assert evidence is not None  # noqa: S101 - every exception without a code has one
    return Recipe(operation, exception, (serve, way["say"], f"Call {operation}."), source, evidence)


def _call(operation: str, arguments: Mapping[str, str], before: str) -> str:
    """Return the call of an operation, on several lines if what is before leaves no room."""
    listed = [f"{name}={each}" for name, each in arguments.items()]
    call = f"client.{xform_name(operation)}({', '.join(listed)})"
    if len(before + call) <= _WIDEST:
        return call
    margin = " " * (len(before) - len(before.lstrip()))
    lines = "".join(f"{margin}    {each},\n" for each in listed)
    return f"client.{xform_name(operation)}(\n{lines}{margin})"


def _attempt(operation: str, arguments: Mapping[str, str]) -> str:
    """Return the call of an operation as a statement that keeps the exception."""
    call = _call(operation, arguments, "    ")
    return f"try:\n    {call}\nexcept client.exceptions.ClientError as caught:\n    error = caught"
