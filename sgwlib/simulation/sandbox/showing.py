"""An account at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.state import GIB, moment
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.simulation.sandbox.state import Account, Machine

_MOST_ROWS, _LAST_EVENTS = 50, 10
_SWITCHES = ("busy", "failing", "outdated", "targets_lost")


def title_of(account: Account) -> str:
    """Return what an account has, in one line."""
    counts = (
        counted(len(account.machines), "appliance"),
        counted(len(account.gateways), "gateway"),
        counted(len(account.volumes), "volume"),
        counted(len(account.snapshots), "snapshot"),
    )
    now = f"{moment(account.now):%Y-%m-%d %H:%M:%S}"
    return f"Sandbox {account.account} in {account.region}, {now}: {', '.join(counts)}"


def tables_of(account: Account) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Yield the title, the heading and the rows of each table that is not empty."""
    machines = [_machine(account, each) for each in account.machines.values()]
    volumes = [
        (
            *(each.id, each.gateway_id, each.kind, _gib(each.size)),
            *(account.status_of(each), each.target, ", ".join(each.initiators) or "none"),
        )
        for each in account.volumes.values()
    ]
    snapshots = [
        (each.id, each.volume.rpartition("/")[2] or "-", _gib(each.size), account.state_of(each))
        for each in account.snapshots.values()
    ]
    events = [
        (f"{each.time:%H:%M:%S}", each.what, each.outcome, each.why)
        for each in [*account.events][-_LAST_EVENTS:]
    ]
    for name, heading, rows in (
        ("Appliances", ("id", "kind", "state", "gateway", "disks"), machines),
        ("Volumes", ("id", "gateway", "kind", "size", "status", "target", "connected"), volumes),
        ("Snapshots", ("id", "of", "size", "state"), snapshots),
        ("Last events", ("time", "what", "outcome", "why"), events),
    ):
        if rows:
            left = len(rows) - _MOST_ROWS
            title = f"{name} (and {left} more)" if left > 0 else name
            yield title, heading, rows[:_MOST_ROWS]  # type: ignore[misc]  # tuples of several lengths


def _machine(account: Account, machine: Machine) -> tuple[str, ...]:
    gateway = account.gateways.get(machine.gateway)
    states = ["on" if machine.on else "off"]
    states += [each.replace("_", " ") for each in _SWITCHES if getattr(machine, each)]
    if gateway and gateway.shut_down:
        states.append("shut down")
    name = f"{gateway.id} {gateway.name}" if gateway else "not activated"
    disks = ", ".join(f"{_gib(each.size)} {each.use or 'free'}" for each in machine.disks)
    return machine.id, machine.kind, ", ".join(states), name, disks


def _gib(size: int) -> str:
    return f"{size / GIB:g} GiB"
