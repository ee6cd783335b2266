"""All operations of the sandbox."""

from __future__ import annotations

from sgwlib.simulation.sandbox import (
    disks,
    filesystems,
    gateways,
    settings,
    snapshots,
    targets,
    volumes,
)
from sgwlib.simulation.sandbox.rules import OPERATIONS, Refusal, decide, rules_of

__all__ = ["MODULES", "OPERATIONS", "Refusal", "decide", "rules_of"]

MODULES = (gateways, disks, volumes, targets, snapshots, settings, filesystems)
"""The modules that have the operations. They register them while they are imported."""
