"""What goes wrong in each drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.drills.scenarios import accounts, programs, provisioning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.drills.scenario import Scenario

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "address": provisioning.ADDRESS,
    "appliance": accounts.APPLIANCE,
    "bandwidth": programs.BANDWIDTH,
    "buffer": accounts.BUFFER,
    "clone": provisioning.CLONE,
    "deleted": accounts.DELETED,
    "disk": provisioning.DISK,
    "disk-id": programs.DISK_ID,
    "endless": programs.ENDLESS,
    "gateways": programs.GATEWAYS,
    "initiator": accounts.INITIATOR,
    "region": provisioning.REGION,
    "snapshot": accounts.SNAPSHOT,
    "throttled": programs.THROTTLED,
}
"""The scenario of each drill."""
