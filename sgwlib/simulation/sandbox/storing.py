"""The state of a sandbox as a JSON document: read whole, or refused whole."""

from __future__ import annotations

import json
from collections import deque
from heapq import heapify

from sgwlib.errors import SandboxError
from sgwlib.plain import from_plain, to_plain
from sgwlib.simulation.sandbox.state import MOST_EVENTS, Account, problems

_FORMAT, _VERSION = "sgwlib sandbox", 1


def to_bytes(account: Account) -> bytes:
    """Return the state of an account as JSON, the same for the same state."""
    document = {"format": _FORMAT, "version": _VERSION, "account": to_plain(account)}
    return json.dumps(document, indent=1).encode() + b"\n"


def from_bytes(content: bytes) -> Account:
    """Return the account of a JSON document.

    Raises
    ------
    SandboxError
        If it is no such document, or any part of it is damaged.
    """
    try:
        document = json.loads(content, parse_constant=_refuse)
        if not isinstance(document, dict) or document.get("format") != _FORMAT:
            raise SandboxError("not the state of a sandbox, which Sandbox.save writes")
        if document.get("version") != _VERSION:
            raise SandboxError(f"version {document.get('version')!r}; expected {_VERSION}")
        account: Account = from_plain(Account, document.get("account"), "account")
    except RecursionError:
        raise SandboxError("nested too deeply") from None
    except ValueError as error:
        raise SandboxError(str(error)) from None
    if wrong := next(problems(account), None):
        raise SandboxError(f"it contradicts itself: {wrong}")
    account.events = deque(account.events, MOST_EVENTS)
    schedules = ((each.schedule, each.arn) for each in account.volumes.values())
    account.due = [(schedule.next_run, arn) for schedule, arn in schedules if schedule]
    heapify(account.due)
    return account


def _refuse(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads although JSON does not have them."""
    raise SandboxError(f"not JSON: {name}")
