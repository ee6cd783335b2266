"""What a rule of the sandbox is, and how the rules decide the answer to a call.

An operation is a short function and, above it, its guards. A guard is a question about a call, such
as "is the volume in use?", with the error code that the service answers if so, and the evidence for
that. `rules_of` returns the guards of a pair.

Two things are decided here for all operations: the order of the guards, and what happens if no
edition documents the code of a guard for the operation. Then the guard doesn't apply. If the call
would make no sense without it, the answer is the code's carrier and message, without a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.catalogue.records import Evidence, Statement
from sgwlib.response import build_response, error_response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox.state import Account, Gateway, Machine, Volume

    Output = dict[str, Any]

DOCUMENTED, OBSERVED, INFERRED = Evidence.DOCUMENTED, Evidence.OBSERVED, Evidence.INFERRED


class Stage(IntEnum):
    """The order in which guards are asked. Guards of one stage keep the order of the operation.

    The service's own order is mostly unknown. It is known that the form of a gateway's ARN is not
    checked together with the lengths (a made-up ARN of 54 letters reaches the operation), that a size
    out of range is InvalidParameters, and that a malformed activation key is ActivationKeyNotFound.
    The rest is a rule of thumb: what costs the service least comes first.
    """

    SERVICE = 1
    """Does the service work, and offer the operation?"""
    FORM = 2
    """Do the values make sense, each by itself and together?"""
    GATEWAY = 3
    """Is there such a gateway? Its ARN is also the first part of the ARN of a volume or target."""
    TYPE = 4
    """Is the operation for gateways of this type? The service knows without asking the gateway."""
    CONNECTION = 5
    APPLIANCE = 6
    """Can the appliance serve the call now?"""
    REPEATED = 7
    """Has the same client token been answered before?"""
    RESOURCE = 8
    """Are the volume, the target, the disk, the snapshot there?"""
    STATE = 9
    """Are they in a state that allows it?"""
    UNIQUENESS = 10
    LIMIT = 11


@dataclass(frozen=True, slots=True)
class Guard:
    """One reason to refuse a call.

    Parameters
    ----------
    code
        The error code of the answer.
    stage
        When it is asked.
    rule
        The reason as a sentence, with its evidence and its source.
    refuses
        Whether it refuses a call.
    guessed
        Whether nothing but a guess connects the cause with the code.
    needed
        Whether it applies also where no edition documents the code for the operation.
    live_message
        Whether the live service is known to answer without a code, with a message of its own.
    """

    code: str
    stage: Stage
    rule: Statement
    refuses: Callable[[Call], object]
    guessed: bool = False
    needed: bool = False
    live_message: bool = False


class Applied(NamedTuple):
    """A guard as it applies to an operation."""

    guard: Guard
    coded: bool
    """Whether its answer carries the code."""
    message: str | None = None
    """The live service's own message."""


class Operation(NamedTuple):
    """An operation that the sandbox simulates."""

    guards: tuple[Guard, ...]
    """In the order in which they are asked."""
    run: Callable[[Call], Output]


class Refusal(NamedTuple):
    """Why a call is refused, and the answer."""

    response: ErrorResponse
    guard: Guard


class AnsweredError(Exception):
    """A guard has found that the call was answered before. `output` is that answer."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.output = output


OPERATIONS: dict[str, Operation] = {}
"""Every operation that the sandbox simulates, by name."""


class Call:
    """One call of a client. Guards and operations read the input and find what it names.

    `volume` and the like expect that it is there. A guard of an earlier stage has made sure of it.
    """

    __slots__ = ("account", "given", "operation")

    def __init__(self, account: Account, operation: str, given: Mapping[str, Any]) -> None:
        self.account = account
        self.operation = operation
        self.given = given

    def __getitem__(self, member: str) -> Any:
        return self.given[member]

    def get(self, member: str, default: Any = None) -> Any:
        """Return a member of the input, or the default if it is missing."""
        return self.given.get(member, default)

    @property
    def gateway_arn(self) -> str | None:
        """The ARN of the gateway that the call is about, by itself or within another ARN."""
        given = self.given
        if "VolumeARNs" in given:
            return (
                str(given["VolumeARNs"][0]).partition("/volume/")[0] if given["VolumeARNs"] else ""
            )
        for member, separator in (("VolumeARN", "/volume/"), ("TargetARN", "/target/")):
            if member in given:
                return str(given[member]).partition(separator)[0]
        return given.get("GatewayARN")

    @property
    def gateway(self) -> Gateway:
        return self.account.gateways[self.gateway_arn or ""]

    @property
    def machine(self) -> Machine:
        return self.account.machines[self.gateway.machine]

    @property
    def volume(self) -> Volume:
        return self.account.volumes[self.given["VolumeARN"]]

    @property
    def target_volume(self) -> Volume:
        """The volume of the target that the call names."""
        found = self.account.volume_of_target(self.given["TargetARN"])
        if found is None:
            raise LookupError("a guard lets only targets pass that are there")
        return found

    @property
    def tags(self) -> dict[str, str]:
        return {each["Key"]: each["Value"] for each in self.get("Tags", ())}


def guard(  # noqa: PLR0913 - the columns of a table
    code: str,
    stage: Stage,
    evidence: Evidence,
    source: str,
    *,
    guessed: bool = False,
    needed: bool = False,
    live_message: bool = False,
) -> Callable[[Callable[[Call], object]], Guard]:
    """Make a guard of a function whose docstring says what is wrong with the call."""

    def made(refuses: Callable[[Call], object]) -> Guard:
        text = " ".join((refuses.__doc__ or "").split())
        rule = Statement(text, evidence, f"a guess: {source}" if guessed else source)
        return Guard(code, stage, rule, refuses, guessed, needed, live_message)

    return made


def operation(
    name: str, *guards: Guard
) -> Callable[[Callable[[Call], Output]], Callable[[Call], Output]]:
    """Register a function as what an operation does after its guards."""

    def registered(run: Callable[[Call], Output]) -> Callable[[Call], Output]:
        OPERATIONS[name] = Operation(tuple(sorted(guards, key=lambda each: each.stage)), run)
        return run

    return registered


@cache
def applied_to(name: str, *, live: bool) -> tuple[Applied, ...]:
    """Return the guards that apply to an operation, in their order.

    With `live`, they also answer with pairs and messages that no edition has, but that the live
    service was seen to send.
    """
    catalogue = load_catalogue()
    found = []
    for each in OPERATIONS[name].guards:
        seen = catalogue.observations.get((name, each.code)) if live else None  # type: ignore[call-overload]  # a pair is a tuple
        if live and each.live_message:
            uncoded = (m.text for m in catalogue.live_messages if name in m.operations)
            found.append(Applied(each, coded=False, message=next(uncoded, None)))
        elif seen or catalogue.documented_anywhere(name, each.code):
            found.append(Applied(each, coded=True, message=seen and seen.message))
        elif each.needed:
            found.append(Applied(each, coded=False))
    return tuple(found)


def decide(account: Account, name: str, given: Mapping[str, Any]) -> Output | Refusal:
    """Answer a call: with the first guard that refuses it, or with what the operation returns."""
    call = Call(account, name, given)
    names_gateway = call.gateway_arn is not None
    try:
        for applied in applied_to(name, live=account.live):
            each = applied.guard
            # ListGateways names no gateway, and ListVolumes need not.
            if not names_gateway and Stage.GATEWAY <= each.stage <= Stage.APPLIANCE:
                continue
            if each.refuses(call):
                return Refusal(_response(name, applied), each)
    except AnsweredError as answered:
        return answered.output
    return OPERATIONS[name].run(call)


def _response(name: str, applied: Applied) -> ErrorResponse:
    code = applied.guard.code
    if applied.coded:
        return build_response(name, code, message=applied.message, undocumented=True)
    catalogue = load_catalogue()
    known = catalogue.known_codes[code]
    message = applied.message or known.message or ""
    return error_response(name, catalogue.exceptions[known.carrier.text], message)


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

    Examples
    --------
    >>> from sgwlib.simulation.sandbox import rules_of
    >>> for guard in rules_of("CreateStorediSCSIVolume", "DiskSizeLessThanVolumeSize"):
    ...     print(guard.rule.text, f"({guard.rule.evidence})")
    The disk is smaller than the snapshot that is to be put on it. (inferred)
    """
    if operation not in OPERATIONS:
        return ()
    applied = applied_to(operation, live=False)
    return tuple(each.guard for each in applied if each.coded and each.guard.code == code)
