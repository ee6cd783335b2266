"""Drills: something is wrong in a sandbox, a job fails, and you mend it.

* ``drill``      :class:`Drill`: what you have in a drill, and how it is checked
* ``scenario``   what a drill is made of, and the public incidents behind some
* ``working``    runs a job by the clock of a sandbox, and writes its log
* ``losses``     what was lost that should have stayed
* ``jobs``       the jobs that fail, one program each
* ``scenarios``  what goes wrong in each drill
"""

from __future__ import annotations

from sgwlib.drills.drill import Drill, drill, drill_names
from sgwlib.drills.scenario import Incident

__all__ = ["Drill", "Incident", "drill", "drill_names"]
