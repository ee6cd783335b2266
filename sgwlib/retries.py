"""Which clients send a request again by themselves after an error, and why.

Measured against a counting endpoint with botocore 1.44.5, both AWS CLIs, and the SDKs for
JavaScript (v2, v3) and for Go (v1, v2). The error code never matters: the status does, and two
names of exceptions do.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["Retried", "who_retries"]

_ALL: Final = (
    "botocore and boto3",
    "AWS CLI v1 and v2",
    "SDK for JavaScript v2 and v3",
    "SDK for Go v1 and v2",
)
_OLDER: Final = ("SDK for JavaScript v2", "SDK for Go v1")
_SERVER_ERROR: Final = 500
_THROTTLING: Final = "ThrottlingException"  # retried for its name, whatever its status
_EXPIRED: Final = "RequestExpired"  # likewise, and by some only


class Retried(NamedTuple):
    """Who sends a request again after an error.

    Parameters
    ----------
    clients
        The clients that do, of those measured; empty if none does.
    because
        Why, or why not.
    """

    clients: tuple[str, ...]
    because: str

    @property
    def sentence(self) -> str:
        """Both in one sentence."""
        by = ", ".join(self.clients) if self.clients else "none of the clients measured"
        return f"Sent again by {by}: {self.because}."


def who_retries(exception: str | None, status: int) -> Retried:
    """Return which clients send a request again after an error.

    Parameters
    ----------
    exception
        What ``__type`` names, if that is known.
    status
        The HTTP status.

    Returns
    -------
    Retried
        How often they do depends on their retry mode; that they do, does not.

    Examples
    --------
    >>> who_retries("InvalidGatewayRequestException", 400)
    Retried(clients=(), because='status 400 and name are not retried')
    >>> who_retries("ThrottlingException", 400).clients[0]
    'botocore and boto3'
    >>> who_retries("RequestExpired", 400).sentence
    'Sent again by SDK for JavaScript v2, SDK for Go v1: these retry the name.'
    """
    if exception == _THROTTLING:
        return Retried(_ALL, "the name is retried, whatever the status")
    if status >= _SERVER_ERROR:
        return Retried(_ALL, f"status {status} is retried")
    if exception == _EXPIRED:
        return Retried(_OLDER, "these retry the name")
    return Retried((), f"status {status} and name are not retried")
