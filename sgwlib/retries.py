"""Which clients retry a request by themselves after an error, and why.

Measured against a counting endpoint with botocore 1.44.5, both AWS CLIs, and the SDKs for
JavaScript (v2, v3) and for Go (v1, v2). The error code never matters. The status does, and so
do the names of three exceptions. What is said of ExpiredTokenException is from their source code.
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
_EXPIRED: Final = ("RequestExpired", "ExpiredTokenException")  # likewise, and by some only


class Retried(NamedTuple):
    """The clients that retry a request after an error, and the reason.

    Parameters
    ----------
    clients
        The clients that retry, of those measured; empty if none does.
    because
        Why they do, or why none does.

    Examples
    --------
    >>> Retried(("AWS CLI v1 and v2",), "status 500 is retried").sentence
    'Retried by AWS CLI v1 and v2: status 500 is retried.'
    """

    clients: tuple[str, ...]
    because: str

    @property
    def sentence(self) -> str:
        """The clients and the reason in one sentence."""
        by = ", ".join(self.clients) if self.clients else "none of the clients measured"
        return f"Retried by {by}: {self.because}."


def who_retries(exception: str | None, status: int) -> Retried:
    """Return which clients retry a request after an error.

    Parameters
    ----------
    exception
        What ``__type`` names, if that is known.
    status
        The HTTP status.

    Returns
    -------
    Retried
        How often they retry depends on their retry mode. Whether they retry does not.

    Examples
    --------
    >>> who_retries("InvalidGatewayRequestException", 400)
    Retried(clients=(), because='neither status 400 nor the name is retried')
    >>> who_retries("ThrottlingException", 400).clients[0]
    'botocore and boto3'
    >>> who_retries("RequestExpired", 400).sentence
    'Retried by SDK for JavaScript v2, SDK for Go v1: these clients retry the name.'
    """
    if exception == _THROTTLING:
        return Retried(_ALL, "the name is retried, whatever the status")
    if status >= _SERVER_ERROR:
        return Retried(_ALL, f"status {status} is retried")
    if exception in _EXPIRED:
        return Retried(_OLDER, "these clients retry the name")
    return Retried((), f"neither status {status} nor the name is retried")
