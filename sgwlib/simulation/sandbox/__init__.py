"""A pretend Storage Gateway with a state, in which every documented error has a cause.

* ``account``      :class:`Sandbox`: the clock, the world, clients, files
* ``world``        :class:`Appliance`: the virtual machines behind gateways
* ``state``        what an account has
* ``call``         one call of a client: what it names, and the shape of its answer
* ``guards``       why a call is refused; ``data/sandbox`` has the causes and their codes
* ``operations``   what each operation does
* ``storing``, ``showing``  the state as JSON, and at a glance
* ``recipes``      :func:`recipe`: the shortest way to each documented pair
"""

from __future__ import annotations

from sgwlib.simulation.sandbox.account import Sandbox
from sgwlib.simulation.sandbox.guards import Guard, rules_of
from sgwlib.simulation.sandbox.recipes import Recipe, recipe
from sgwlib.simulation.sandbox.state import Event
from sgwlib.simulation.sandbox.world import Appliance, LocalDisk

__all__ = ["Appliance", "Event", "Guard", "LocalDisk", "Recipe", "Sandbox", "recipe", "rules_of"]
