"""An account at a glance, as text and as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.simulation.sandbox.state import GIB
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgwlib.simulation.sandbox.state import Account, Machine

_MOST_ROWS = 50
"""Rows of a table. An account may have thousands of volumes."""
_SWITCHES = ("busy", "failing", "outdated", "targets_lost")


class _Table(NamedTuple):
    title: str
    heading: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def text_of(account: Account) -> str:
    """Return an account as tables for print."""
    lines = [_title(account)]
    for table in _tables(account):
        lines += ["", table.title]
        rows = [table.heading, *table.rows[:_MOST_ROWS]]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            lines.append("  ".join(["", *cells]).rstrip())
        lines += _more(table)
    return "\n".join(lines)


def html_of(account: Account) -> str:
    """Return an account as tables for a notebook."""
    parts = [f"<p>{escape(_title(account))}</p>"]
    for table in _tables(account):
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.heading)
        rows = [
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in table.rows[:_MOST_ROWS]
        ]
        more = "".join(f"<p>{escape(each)}</p>" for each in _more(table))
        parts.append(
            f"<table><caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table>{more}"
        )
    return "".join(parts)


def _title(account: Account) -> str:
    numbers = [
        counted(len(account.machines), "appliance"),
        counted(len(account.gateways), "gateway"),
        counted(len(account.volumes), "volume"),
        counted(len(account.snapshots), "snapshot"),
    ]
    now = f"{account.moment(account.now):%Y-%m-%d %H:%M:%S}"
    return f"Sandbox {account.account} in {account.region}, {now}: {', '.join(numbers)}"


def _more(table: _Table) -> list[str]:
    left = len(table.rows) - _MOST_ROWS
    return [f"and {left} more"] if left > 0 else []


def _tables(account: Account) -> Iterator[_Table]:
    if account.machines:
        heading = ("id", "kind", "state", "gateway", "disks")
        yield _Table(
            "Appliances", heading, [_machine(account, m) for m in account.machines.values()]
        )
    if account.volumes:
        rows = [
            (
                volume.id,
                volume.gateway.rpartition("/")[2],
                volume.kind,
                _gib(volume.size),
                account.status_of(volume),
                volume.target,
                ", ".join(volume.initiators) or "none",
            )
            for volume in account.volumes.values()
        ]
        heading = ("id", "gateway", "kind", "size", "status", "target", "connected")
        yield _Table("Volumes", heading, rows)
    if account.snapshots:
        rows_ = [
            (
                each.id,
                each.volume.rpartition("/")[2] or "-",
                _gib(each.size),
                account.state_of(each),
            )
            for each in account.snapshots.values()
        ]
        yield _Table("Snapshots", ("id", "of", "size", "state"), rows_)
    if account.events:
        last = [*account.events][-10:]
        rows__ = [(f"{each.time:%H:%M:%S}", each.what, each.outcome, each.why) for each in last]
        yield _Table("Last events", ("time", "what", "outcome", "why"), rows__)


def _machine(account: Account, machine: Machine) -> tuple[str, ...]:
    gateway = account.gateways.get(machine.gateway)
    states = ["on" if machine.on else "off"]
    states += [each.replace("_", " ") for each in _SWITCHES if getattr(machine, each)]
    if gateway and gateway.shut_down:
        states.append("shut down")
    disks = [f"{_gib(each.size)} {each.use or 'free'}" for each in machine.disks]
    name = f"{gateway.id} {gateway.name}" if gateway else "not activated"
    return machine.id, machine.kind, ", ".join(states), name, ", ".join(disks)


def _gib(size: int) -> str:
    return f"{size / GIB:g} GiB"
