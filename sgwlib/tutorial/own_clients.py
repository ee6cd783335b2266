"""Keep a learner's function from calling AWS, with a client that it was not given.

A notebook has clients of its own, and one of them is soon called instead of a parameter: with
credentials at hand, that would delete a volume. Clients call as usual that cannot reach AWS: those
that sgwlib answers within the process, and those that call this machine.
"""

from __future__ import annotations

from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

from sgwlib.tutorial.stopping import Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OwnClient", "without_aws"]


class OwnClient(Stopped):
    """Raised where a learner's function calls a client that could reach AWS."""


@contextmanager
def without_aws() -> Iterator[list[OwnClient]]:
    """Refuse each call that could reach AWS, before it is signed, while a block runs.

    Yields
    ------
    list of OwnClient
        What was raised so far, which the learner's function may have caught.
    """
    refused: list[OwnClient] = []
    try:
        from botocore.client import BaseClient
    except ImportError:  # then there are no clients
        yield refused
        return
    owner: Any = BaseClient  # where each call of each client passes through
    real = owner._make_api_call  # noqa: SLF001 - no event comes before all that a call reads

    def call(client: BaseClient, operation: str, given: object) -> object:
        if _stays_here(client, operation):
            return real(client, operation, given)
        refused.append(OwnClient(operation))
        raise refused[-1]

    with patch.object(owner, "_make_api_call", call):
        yield refused


def _stays_here(client: Any, operation: str) -> bool:
    return _is_this_machine(urlsplit(client.meta.endpoint_url).hostname) or _is_answered(
        client, operation
    )


def _is_this_machine(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:  # a name
        return False


def _is_answered(client: Any, operation: str) -> bool:
    """Say whether sgwlib answers a client's call: what it does not send, it leaves unsigned."""
    import botocore

    service = client.meta.service_model
    if service.service_name != "storagegateway":
        return False
    signer = client.meta.events.emit_until_response(
        f"choose-signer.{service.service_id.hyphenize()}.{operation}",
        signing_name=service.signing_name,
        region_name=client.meta.region_name,
        signature_version=client.meta.config.signature_version,
        context={},
    )
    return signer[1] is botocore.UNSIGNED
