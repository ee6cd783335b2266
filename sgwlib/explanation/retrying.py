"""Which clients send the request of an explained error again by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.retries import Retried, who_retries

if TYPE_CHECKING:
    from sgwlib.explanation.explanation import Explanation

__all__ = ["retried_by"]


def retried_by(explanation: Explanation) -> Retried | None:
    """Return who sends the request again; None where neither exception nor status is known.

    Examples
    --------
    >>> from sgwlib import explain
    >>> explain("ThrottlingException: Rate exceeded").retried.clients[0]
    'botocore and boto3'
    >>> explain("InvalidGatewayRequestException").retried
    Retried(clients=(), because='status 400 and name are not retried')
    """
    if not explanation.found:
        return None
    exception, status = explanation.exception, explanation.http_status
    page = explanation.catalogue.exceptions.get(exception or "")
    if status is not None:
        return who_retries(exception, status)
    if page is None:
        return None
    usual = who_retries(exception, page.status)
    # The page and today's API reference disagree on the status of this carrier.
    if page.carries_code and usual.clients:
        return usual._replace(because=f"{usual.because}; sent with status 400 it is not")
    return usual
