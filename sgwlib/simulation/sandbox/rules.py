"""How guards decide the answer to a call.

A guard is a reason to refuse a call. ``data/sandbox/guards.csv`` has them all, in the order in
which they are asked: the error code, the cause in words, and the evidence. ``guards.py`` has the
question that each asks, and the operations name those that concern them.

If no edition documents the code of a guard for an operation, the guard doesn't apply. If the call
would make no sense without it, the answer has the code's carrier and message, but no code.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import bundled_folder, load_catalogue
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.catalogue.records import Evidence, Pair, Statement
from sgwlib.response import build_response, error_response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox.state import Account, Disk, Gateway, Machine, Snapshot, Volume

    Output = dict[str, Any]

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


class AnsweredError(Exception):
    """A guard has found that the same request was answered before, with `output`."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.output = output


class Call:
    """One call of a client: its input, and what it names.

    What it names is expected to be there: a guard has made sure of it.
    """

    __slots__ = ("account", "gateway_arn", "get", "given", "operation")

    def __init__(self, account: Account, operation: str, given: Mapping[str, Any]) -> None:
        self.account, self.operation, self.given, self.get = account, operation, given, given.get
        arn = given.get("VolumeARN") or given.get("TargetARN") or given.get("GatewayARN")
        if "VolumeARNs" in given:
            arn = next(iter(given["VolumeARNs"]), "")
        # The ARN of a volume or target begins with that of its gateway.
        self.gateway_arn = arn and arn.partition("/volume/")[0].partition("/target/")[0]

    def __getitem__(self, member: str) -> Any:
        return self.given[member]

    @property
    def gateway(self) -> Gateway:
        """The gateway."""
        return self.account.gateways[self.gateway_arn or ""]

    @property
    def machine(self) -> Machine:
        """The machine of the gateway."""
        return self.account.machines[self.gateway.machine]

    @property
    def volume(self) -> Volume:
        """The volume."""
        return self.account.volumes[self["VolumeARN"]]

    @property
    def siblings(self) -> list[Volume]:
        """All volumes of the gateway."""
        return [self.account.volumes[each] for each in self.gateway.volumes]

    @property
    def target(self) -> Volume | None:
        """The volume of the target, which need not be there."""
        return next((each for each in self.siblings if each.target_arn == self["TargetARN"]), None)

    @property
    def chap(self) -> dict[str, list[str]]:
        """The secrets of each initiator of the target."""
        return self.target.chap if self.target else {}

    @property
    def disks(self) -> list[Disk]:
        """Those of the disks that the call names and that are there."""
        ids = {self["DiskId"]} if "DiskId" in self.given else {*self["DiskIds"]}
        return [each for each in self.machine.disks if each.id in ids]

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot, which need not be there."""
        return self.account.snapshots.get(self.get("SnapshotId", "").lower())

    @property
    def tags(self) -> dict[str, str]:
        """The tags."""
        return {each["Key"]: each["Value"] for each in self.get("Tags", ())}


OPERATIONS: dict[str, tuple[tuple[str, ...], Callable[[Call], Output]]] = {}
"""Every operation that the sandbox simulates, to its guards and what it does after them."""
QUESTIONS: dict[str, Callable[[Call], object]] = {}
"""Every guard to the question whose yes refuses a call."""


def operation(
    name: str, *guards: str
) -> Callable[[Callable[[Call], Output]], Callable[[Call], Output]]:
    """Register a function as what an operation does if none of its guards refuses the call."""

    def registered(run: Callable[[Call], Output]) -> Callable[[Call], Output]:
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
        name, code = row["guard"], row["error_code"]
        found[name] = Guard(name, row["stage"], code, rule, row["guessed"], row["needed"])
    return MappingProxyType(found)


@cache
def applied_to(name: str, *, about_gateway: bool = True, live: bool = False) -> tuple[Applied, ...]:
    """Return the guards that apply to an operation, in their order.

    With `live`, they also answer with pairs and messages that no edition has, but that the live
    service was seen to send.
    """
    catalogue = load_catalogue()
    found = []
    for guard in all_guards().values():
        if guard.name not in OPERATIONS[name][0]:
            continue
        if guard.stage in _ABOUT_GATEWAY and not about_gateway:
            continue
        seen = catalogue.observations.get(Pair(name, guard.code)) if live else None
        message = seen.message if seen else None
        coded = bool(seen) or catalogue.documented_anywhere(name, guard.code)
        if live and guard.name == _LIVE_WITHOUT_CODE:
            coded = False
            message = next((m.text for m in catalogue.live_messages if name in m.operations), None)
        if coded or message or guard.needed:
            response = _response(name, guard.code, message, coded=coded)
            found.append(Applied(guard, QUESTIONS[guard.name], coded, response))
    return tuple(found)


def _response(
    name: str, code: str, message: str | None, *, coded: bool
) -> Callable[[], ErrorResponse]:
    if coded:
        return lambda: build_response(name, code, message=message, undocumented=True)
    known = load_catalogue().known_codes[code]
    carrier = load_catalogue().exceptions[known.carrier.text]
    return lambda: error_response(name, carrier, message or known.message or "")


def decide(account: Account, name: str, given: Mapping[str, Any]) -> Output | Refusal:
    """Answer a call: with the first guard that refuses it, or with what the operation returns."""
    call = Call(account, name, given)
    about_gateway = call.gateway_arn is not None
    try:
        for each in applied_to(name, about_gateway=about_gateway, live=account.live):
            if each.refuses(call):
                return Refusal(each.response(), each.guard)
    except AnsweredError as answered:
        return answered.output
    return OPERATIONS[name][1](call)


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
    applied = applied_to(operation) if operation in OPERATIONS else ()
    return tuple(each.guard for each in applied if each.coded and each.guard.code == code)
