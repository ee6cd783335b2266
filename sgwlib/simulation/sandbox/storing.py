"""The state of a sandbox as a JSON document: read whole, or refused whole."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING

from sgwlib.errors import SandboxError
from sgwlib.files import parse_json
from sgwlib.plain import from_plain, to_plain
from sgwlib.simulation.sandbox.state import API_TYPES, END, FULL, MOST_EVENTS, START, Account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.simulation.sandbox.state import Gateway, Machine

_FORMAT, _VERSION = "sgwlib sandbox", 2
_USES = ("", "cache", "buffer", "volume")


def to_bytes(account: Account) -> bytes:
    """Return the state of an account as JSON, the same for the same state."""
    document = {"format": _FORMAT, "version": _VERSION, "account": to_plain(account)}
    return json.dumps(document, indent=1).encode() + b"\n"


def from_bytes(content: bytes) -> Account:
    """Return the account of a JSON document.

    Raises
    ------
    SandboxError
        If it is no such document, or any part of it is damaged.
    """
    try:
        document = parse_json(content, parse_constant=_refuse)
        if not isinstance(document, dict) or document.get("format") != _FORMAT:
            raise SandboxError("not the state of a sandbox, which Sandbox.save writes")
        if document.get("version") != _VERSION:
            raise SandboxError(f"version {document.get('version')!r}; expected {_VERSION}")
        account: Account = from_plain(Account, document.get("account"), "account")
    except RecursionError:
        raise SandboxError("nested too deeply") from None
    except ValueError as error:
        raise SandboxError(str(error)) from None
    if wrong := next(problems(account), None):
        raise SandboxError(f"it contradicts itself: {wrong}")
    account.events = deque(account.events, MOST_EVENTS)
    return account


def _refuse(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads although JSON does not have them."""
    raise SandboxError(f"not JSON: {name}")


def problems(account: Account) -> Iterator[str]:
    """Yield what cannot be true of any account, such as two targets of one name."""
    if not START <= account.now <= END:
        yield f"the clock is at {account.now}"
    for machine in account.machines.values():
        ids = [each.id for each in machine.disks]
        sound = all(each.use in _USES and each.size > 0 for each in machine.disks)
        has_all = machine.kind in API_TYPES and machine.addresses
        if not has_all or not sound or len(ids) > len({*ids}):
            yield f"{machine.id} has no kind or no address, or disks that cannot be"
    if any(key.machine not in account.machines for key in account.keys.values()):
        yield "an activation key is of a machine that is not there"
    for arn, gateway in account.gateways.items():
        own = account.machines.get(gateway.machine)
        if own is None or (own.gateway, own.kind) != (arn, gateway.kind):
            yield f"{arn} has no machine of its kind"
        else:
            yield from _problems_of(account, gateway, own)
    for arn, association in account.associations.items():
        if association.arn != arn or association.gateway not in account.gateways:
            yield f"{arn} has no gateway"


def _problems_of(account: Account, gateway: Gateway, machine: Machine) -> Iterator[str]:
    volumes = [*gateway.volumes.values()]
    expected = [(arn, gateway.arn, gateway.kind) for arn in sorted(gateway.volumes)]
    if [(each.arn, each.gateway, each.kind) for each in volumes] != expected:
        yield f"{gateway.arn} has a volume that is not its own"
    if gateway.arn in account.tokens.values():
        yield f"a client token is of {gateway.arn}, which needs none"
    if len({each.target for each in volumes}) < len(volumes):
        yield f"{gateway.arn} has two targets of one name"
    marked = sorted(each.path for each in machine.disks if each.use == "volume")
    named = sorted(each.disk for each in volumes if each.disk or gateway.kind == "stored")
    if marked != named:
        yield f"the disks of {gateway.arn} are not those of its volumes"
    if not 0 <= gateway.buffer_percent <= FULL or not all(each.size > 0 for each in volumes):
        yield f"{gateway.arn} has numbers that cannot be"
    if gateway.updated and not START <= gateway.updated <= account.now:
        yield f"{gateway.arn} was updated before it was there, or in the future"
    schedules = [each.schedule for each in volumes if each.schedule]
    if not all(each.recurrence > 0 and each.next_run > account.now for each in schedules):
        yield f"{gateway.arn} has a schedule that cannot be"
