"""How guards decide the answer to a call.

A guard is a reason to refuse a call. ``data/sandbox/guards.csv`` has them all, in the order in
which they are asked: the operations or members of an input that it concerns, the error code, the
cause in words, and the evidence. ``guards.py`` has the question that each asks.

If no edition documents the code of a guard for an operation, the guard doesn't apply. If the call
would make no sense without it, the answer has the code's carrier and message, but no code.
"""

from __future__ import annotations

from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sgwlib.catalogue import bundled_folder, load_catalogue
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.catalogue.records import Evidence, Pair, Statement
from sgwlib.response import build_response, error_response
from sgwlib.simulation.api import api_model
from sgwlib.simulation.sandbox.call import AnsweredError, Call
from sgwlib.simulation.sandbox.world import known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox.shapes import Output
    from sgwlib.simulation.sandbox.state import Account

    _Run = TypeVar("_Run", bound=Callable[[Call], Output | None])

_ABOUT_GATEWAY = {"gateway", "type", "connection", "appliance"}
"""The stages of guards that a call without a gateway skips, such as ListGateways."""
_LIVE_WITHOUT_CODE = "several_gateways"
"""The one guard to which the live service was seen to answer without a code."""


class Guard(NamedTuple):
    """One reason to refuse a call.

    Parameters
    ----------
    name, stage
        Its name and what it is about, such as ``"initiator_connected"`` and ``"state"``.
    code
        The error code of the answer.
    concerns
        Members of an input and names of operations that it concerns; or ``"each"``. Operations
        after a minus sign are exempt.
    rule
        The cause as a sentence, with its evidence and its source.
    guessed
        Whether nothing but a guess connects the cause with the code.
    needed
        Whether it applies also where no edition documents the code for the operation.
    """

    name: str
    stage: str
    code: str
    concerns: tuple[str, ...]
    rule: Statement
    guessed: bool
    needed: bool


class Applied(NamedTuple):
    """A guard as it applies to an operation, and the response to whoever it refuses."""

    guard: Guard
    refuses: Callable[[Call], object]
    coded: bool
    response: Callable[[], ErrorResponse]


class Refusal(NamedTuple):
    """Why a call is refused, and the answer."""

    response: ErrorResponse
    guard: Guard


OPERATIONS: dict[str, tuple[tuple[str, ...], Callable[[Call], Output | None]]] = {}
"""Every operation that the sandbox simulates, to its guards and what it does after them."""
QUESTIONS: dict[str, Callable[[Call], object]] = {}
"""Every guard to the question whose yes refuses a call."""


def operation(*names: str) -> Callable[[_Run], _Run]:
    """Register a function as what operations do if none of their guards refuses the call."""

    def registered(run: _Run) -> _Run:
        for name in names:
            shape: Any = api_model().operation_model(name).input_shape
            about = {"each", name, *shape.members}
            asked = [each for each in all_guards().values() if f"-{name}" not in each.concerns]
            guards = tuple(each.name for each in asked if about.intersection(each.concerns))
            OPERATIONS[name] = guards, run
        return run

    return registered


@cache
def all_guards() -> Mapping[str, Guard]:
    """Return every guard by its name, in the order in which they are asked."""
    folder = bundled_folder() / "sandbox"
    descriptor = read_descriptor(folder)
    found = {}
    for _, _, row in read_tables(folder, descriptor, descriptor)["guards"]:
        source = f"a guess: {row['source']}" if row["guessed"] else row["source"]
        rule = Statement(row["cause"], Evidence(row["evidence"]), source)
        about = (row["guard"], row["stage"], row["error_code"], tuple(row["concerns"].split()))
        found[row["guard"]] = Guard(*about, rule, row["guessed"], row["needed"])
    return MappingProxyType(found)


@cache
def applied_to(name: str, *, about_gateway: bool = True, live: bool = False) -> tuple[Applied, ...]:
    """Return the guards that apply to an operation, in their order.

    With `live`, they also answer with pairs and messages that no edition has, but that the live
    service was seen to send.
    """
    catalogue = load_catalogue()
    found = []
    for guard in map(all_guards().__getitem__, OPERATIONS[name][0]):
        if guard.stage in _ABOUT_GATEWAY and not about_gateway:
            continue
        seen = catalogue.observations.get(Pair(name, guard.code)) if live else None
        message = seen.message if seen else None
        coded = bool(seen) or catalogue.documented_anywhere(name, guard.code)
        if live and guard.name == _LIVE_WITHOUT_CODE:
            coded = False
            message = next((m.text for m in catalogue.live_messages if name in m.operations), None)
        if coded or message or guard.needed:
            code = catalogue.known_codes[guard.code]
            carrier = catalogue.exceptions[code.carrier.text]
            response = (
                partial(build_response, name, guard.code, message=message, undocumented=True)
                if coded
                else partial(error_response, name, carrier, message or code.message or "")
            )
            found.append(Applied(guard, QUESTIONS[guard.name], coded, response))
    return tuple(found)


def refusal(call: Call, stage: str = "") -> Refusal | None:
    """Return the answer of the first guard that refuses a call; of one stage, if it is named."""
    about_gateway, live = call.gateway_arn is not None, call.account.live
    for each in applied_to(call.operation, about_gateway=about_gateway, live=live):
        if stage in ("", each.guard.stage) and each.refuses(call):
            return Refusal(each.response(), each.guard)
    return None


def decide(account: Account, name: str, given: Mapping[str, Any]) -> Output | Refusal:
    """Answer a call: with the first guard that refuses it, or with what the operation returns."""
    call = Call(account, name, given)
    try:
        refused = refusal(call)
    except AnsweredError as answered:
        return call.shown(answered.record)
    return refused or call.echo | (OPERATIONS[name][1](call) or {})


def rules_of(operation: str, code: str) -> tuple[Guard, ...]:
    """Return the guards that answer calls of an operation with a code, in their order.

    Parameters
    ----------
    operation
        Name of the operation.
    code
        Name of the error code.

    Returns
    -------
    tuple of Guard
        Empty if the sandbox never answers so.

    Raises
    ------
    UnknownNameError
        If there is no such operation or code.

    Examples
    --------
    >>> from sgwlib.simulation.sandbox import rules_of
    >>> for guard in rules_of("CreateStorediSCSIVolume", "DiskSizeLessThanVolumeSize"):
    ...     print(guard.rule.text, f"({guard.rule.evidence})")
    The disk is smaller than the snapshot that is to be put on it. (inferred)
    """
    catalogue = load_catalogue()
    name = known("operation", operation, catalogue.api_operations)
    known("error code", code, catalogue.known_codes)
    applied = applied_to(name) if name in OPERATIONS else ()
    return tuple(each.guard for each in applied if each.coded and each.guard.code == code)
