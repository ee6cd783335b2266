"""A pretend Storage Gateway with a state, in which every documented error has a cause.

* ``account``      :class:`Sandbox`: the clock, the world, clients, files
* ``world``        :class:`Appliance`: the virtual machines behind gateways
* ``state``        what an account has
* ``rules``        what a guard is, the order of the guards, and how they decide an answer
* ``common``       guards that many operations share
* ``operations``   the others: each operation, below its guards
* ``storing``      the state as JSON
* ``showing``      the state at a glance
* ``recipes``      :func:`recipe`: the shortest way to each documented pair
"""

from __future__ import annotations

from sgwlib.simulation.sandbox.account import Sandbox
from sgwlib.simulation.sandbox.operations import rules_of
from sgwlib.simulation.sandbox.rules import Guard, Stage
from sgwlib.simulation.sandbox.state import Event
from sgwlib.simulation.sandbox.world import Appliance, LocalDisk

__all__ = ["Appliance", "Event", "Guard", "LocalDisk", "Sandbox", "Stage", "rules_of"]
