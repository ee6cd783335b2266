"""Drills: something is wrong in a sandbox, a job fails, and you mend it."""

from __future__ import annotations

from sgwlib.drills.drill import Drill, drill, drill_names
from sgwlib.drills.scenario import Incident

__all__ = ["Drill", "Incident", "drill", "drill_names"]
