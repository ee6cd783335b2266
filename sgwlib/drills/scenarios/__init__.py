"""What goes wrong in each drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.drills.scenarios import accounts, programs, provisioning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.drills.scenario import Scenario

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "address": provisioning.Address(),
    "appliance": accounts.Appliance(),
    "bandwidth": programs.Bandwidth(),
    "buffer": accounts.Buffer(),
    "clone": provisioning.Clone(),
    "deleted": accounts.Deleted(),
    "disk": provisioning.Disk(),
    "disk-id": programs.DiskId(),
    "endless": programs.Endless(),
    "gateways": programs.Gateways(),
    "initiator": accounts.Initiator(),
    "region": provisioning.Region(),
    "snapshot": accounts.Snapshot(),
    "throttled": programs.Throttled(),
}
"""The scenario of each drill."""
