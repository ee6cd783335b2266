"""The world of a sandbox over HTTP: what no API reaches, for clients in any language.

Control requests describe it and change it. A GET at the root is what an appliance itself answers on
port 80: a redirect with an activation key.
"""

from __future__ import annotations

import inspect
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from sgwlib.errors import SandboxError, UnknownNameError
from sgwlib.simulation.sandbox.state import KINDS
from sgwlib.simulation.sandbox.world import Appliance

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox import Sandbox

_CALLS = {
    "sandbox": (
        *("advance", "appliance", "gateway", "connect", "disconnect", "snapshot", "file_system"),
    ),
    "appliance": (
        *("power_off", "power_on", "add_disk", "clone", "change_address", "new_key"),
        "fill_buffer",
    ),
}
_SWITCHES = {
    "sandbox": ("failing", "crashing", "withdrawn"),
    "appliance": ("busy", "failing", "outdated", "targets_lost"),
}
_FORM = '{"appliance": "vm-1", "call": "add_disk", "arguments": {"gib": 20}} or {"set": {...}}'


def described(sandbox: Sandbox) -> dict[str, Any]:
    """Return what a client may need to know of the world, as plain values."""
    return {
        "now": sandbox.now.isoformat(),
        **{name: getattr(sandbox, name) for name in _SWITCHES["sandbox"]},
        "appliances": [_appliance(each) for each in sandbox.appliances.values()],
        "snapshots": sandbox.snapshots,
    }


def changed(sandbox: Sandbox, order: Any) -> Any:
    """Do what a control request asks for, and return the result as plain values.

    It has the form ``{"call": NAME, "arguments": {...}}`` or ``{"set": {NAME: VALUE}}``. With
    ``"appliance"``, it is for that appliance.
    """
    if not isinstance(order, dict) or ("call" in order) is ("set" in order):
        raise SandboxError(f"expected {_FORM}")
    given = order["set"] if "set" in order else order.get("arguments", {})
    if not isinstance(given, dict):
        raise SandboxError(f"expected {_FORM}")
    kind = "appliance" if "appliance" in order else "sandbox"
    it: Any = sandbox.appliances[str(order["appliance"])] if kind == "appliance" else sandbox
    if "call" in order:
        name = order["call"]
        if name not in _CALLS[kind]:
            raise UnknownNameError(f"call of the {kind}", name, _CALLS[kind])
        method = getattr(it, name)
        try:
            inspect.signature(method).bind(**given)
        except TypeError as error:
            raise SandboxError(f"{name}: {error}") from None
        return _plain(method(**given))
    for name in given:
        if name not in _SWITCHES[kind]:
            raise UnknownNameError(f"switch of the {kind}", name, _SWITCHES[kind])
    for name, value in given.items():
        setattr(it, name, value)
    return {name: getattr(it, name) for name in _SWITCHES[kind]}


def activation(sandbox: Sandbox, query: bytes) -> str | None:
    """Return where an appliance redirects who asks for an activation key; None for other queries.

    The first appliance that is on and not activated answers. If there is none, one is added.
    """
    asked = dict(parse_qsl(query.decode("latin-1")))
    if "activationRegion" not in asked:
        return None
    kind = KINDS.get(asked.get("gatewayType", "CACHED"), "cached")
    waiting = [each for each in sandbox.appliances.values() if each.on and not each.activated]
    appliance = waiting[0] if waiting else sandbox.appliance(kind)
    key = appliance.new_key(asked["activationRegion"])
    return "/?" + urlencode({"activationKey": key, "activationRegion": asked["activationRegion"]})


def _appliance(appliance: Appliance) -> dict[str, Any]:
    return {
        "id": appliance.id,
        "kind": appliance.kind,
        "on": appliance.on,
        "address": appliance.address,
        "activation_key": appliance.activation_key,
        "arn": appliance.arn if appliance.activated else None,
        "disks": [each._asdict() for each in appliance.disks],
        **{name: getattr(appliance, name) for name in _SWITCHES["appliance"]},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Appliance):
        return _appliance(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value._asdict() if hasattr(value, "_asdict") else value
