"""What was lost that should have stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.simulation.sandbox.state import Account, Gateway, Volume


def account_of(sandbox: Sandbox) -> Account:
    """Return what a sandbox knows."""
    return sandbox._world.account  # noqa: SLF001 - no client can ask for all of it


def lost(before: Account, after: Account, given_up: AbstractSet[str]) -> list[str]:
    """Return in words what an account has lost, without what may be lost."""
    return [what for name, what in _losses(before, after) if name not in given_up]


def _losses(before: Account, after: Account) -> Iterator[tuple[str, str]]:
    """Yield the name of each thing that lost something, and what was lost."""
    for arn, gateway in before.gateways.items():
        name, now = gateway.name, after.gateways.get(arn)
        if now is None:
            yield name, f"the gateway {name}"
        else:
            for what in _of_gateway(before, gateway, after, now):
                yield name, f"{what} of {name}"
    yield from _lost_data(before, after)


def _lost_data(before: Account, after: Account) -> Iterator[tuple[str, str]]:
    since = [*after.events][len(before.events) :]
    cut = {each.why for each in since if each.what == "disconnect"}
    for arn, volume in before.volumes.items():
        if arn not in after.volumes:
            yield volume.target, f"the volume {volume.target} with its data"
        else:
            for what in _of_volume(volume, after.volumes[arn], was_cut=arn in cut):
                yield volume.target, f"{what} of {volume.target}"
    for name, snapshot in before.snapshots.items():
        was_cut = snapshot.volume in before.volumes and snapshot.volume not in after.volumes
        if name not in after.snapshots or (was_cut and after.snapshots[name].ready_at is None):
            yield name, f"the snapshot {name}"
    for arn, association in before.associations.items():
        if arn not in after.associations:
            yield arn, f"the association with {association.location}"


def _of_gateway(before: Account, gateway: Gateway, after: Account, now: Gateway) -> Iterator[str]:
    had, has = before.machines[gateway.machine], after.machines[now.machine]
    if had.on and not has.on:
        yield "the power"
    if not gateway.shut_down and now.shut_down:
        yield "the service"
    kept = ("name", "timezone", "upload_limit", "download_limit", "tags")
    for name in kept:
        if getattr(gateway, name) != getattr(now, name):
            yield f"the {name.replace('_', ' ')}"


def _of_volume(volume: Volume, now: Volume, *, was_cut: bool) -> Iterator[str]:
    # What a host wrote while it was cut off is lost, even if it is connected again.
    if {*volume.initiators} - {*now.initiators} or (volume.initiators and was_cut):
        yield "a connection"
    times = [(each.start_at, each.recurrence) for each in (volume.schedule, now.schedule) if each]
    if volume.schedule and times[1:] != times[:1]:
        yield "the snapshot schedule"
    if volume.chap != now.chap:
        yield "the CHAP credentials"
