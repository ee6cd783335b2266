"""What goes wrong in each drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.drills.scenarios import accounts, programs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.drills.scenario import Scenario

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "address": accounts.Address(),
    "appliance": accounts.Appliance(),
    "bandwidth": programs.Bandwidth(),
    "buffer": accounts.Buffer(),
    "clone": accounts.Clone(),
    "deleted": accounts.Deleted(),
    "disk": accounts.Disk(),
    "disk-id": programs.DiskId(),
    "endless": programs.Endless(),
    "gateways": programs.Gateways(),
    "initiator": accounts.Initiator(),
    "region": accounts.Region(),
    "snapshot": accounts.Snapshot(),
    "throttled": programs.Throttled(),
}
"""The scenario of each drill."""
