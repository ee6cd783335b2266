"""Real boto3 clients for the tests, made so that no setting of the machine matters."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.config import Config

NOTHING_SET = {
    "profile": (None, None, None, None),
    "config_file": (None, None, "/nonexistent", None),
    "credentials_file": (None, None, "/nonexistent", None),
    "retry_mode": ("retry_mode", None, None, None),
    "max_attempts": ("max_attempts", None, None, None),
}


def quiet_session() -> botocore.session.Session:
    """Return a session that knows its credentials and nothing of the environment's settings."""
    session = botocore.session.Session(session_vars=NOTHING_SET)
    session.set_credentials("of", "the-tests")
    session.set_config_variable("region", "eu-central-1")
    return session


def gateway(**config: Any) -> Any:  # its operations are made at run time
    """Return a client for storagegateway that takes calls without parameters, too."""
    return _session().create_client(
        "storagegateway", config=Config(parameter_validation=False, **config)
    )


@cache
def _session() -> botocore.session.Session:
    """Share what a session reads from files: most of what a client costs."""
    return quiet_session()


def call(client: Any, operation: str) -> dict[str, Any]:
    """Call an operation by its name in the API, without parameters."""
    answer: dict[str, Any] = getattr(client, xform_name(operation))()
    return answer


def counted(client: Any) -> list[str]:
    """Return a list that grows by the name of the operation with each request of a client."""
    requests: list[str] = []

    def count(event_name: str, **_: object) -> None:
        requests.append(event_name.rpartition(".")[2])

    client.meta.events.register("before-send.storage-gateway", count)
    return requests
