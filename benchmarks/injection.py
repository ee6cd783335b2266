"""The cost of a call that inject() answers, against botocore's Stubber."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.stub import Stubber

from benchmarks.figures import Figure, best_seconds, in_words
from sgwlib.simulation.inject import inject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["injection_figures"]

_EXCEPTION, _CODE = "InvalidGatewayRequestException", "VolumeInUse"
_VOLUME = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B/volume/vol-1122AABB"
_CEILING = 4.0  # Stubber answers before botocore makes and parses anything, which takes the most


def injection_figures(repeats: int, calls: int = 1000) -> Iterator[Figure]:
    """Compare one call that ends in the same error, with the same code.

    Parameters
    ----------
    repeats
        How often to measure each, in turns. The shortest time counts.
    calls
        How many calls to make each time.

    Yields
    ------
    Figure
        The time of one call.
    """
    stubbed, injected = _client(), _client()
    with Stubber(stubbed) as stubber, inject(injected, "DeleteVolume", _CODE):

        def stub() -> None:
            # Part of the cost, since each answer of Stubber is queued for itself.
            stubber.add_client_error(
                "delete_volume",
                _EXCEPTION,
                "The specified volume is already in use.",
                modeled_fields={"error": {"errorCode": _CODE}},
            )
            _meet(stubbed)

        jobs: list[Callable[[], None]] = [stub, lambda: _meet(injected)]
        rounds = [[best_seconds(job, 1, calls) for job in jobs] for _ in range(repeats)]
    peer, own = (min(times) for times in zip(*rounds, strict=True))
    against = f"Stubber: {in_words(peer)}"
    yield Figure("a call answered by inject()", in_words(own), against, own / peer, _CEILING)


def _meet(client: Any) -> None:
    try:
        client.delete_volume(VolumeARN=_VOLUME)
    except client.exceptions.InvalidGatewayRequestException as error:
        if error.response["error"]["errorCode"] == _CODE:
            return
    raise AssertionError("the client did not meet the error")


def _client() -> Any:
    """Make a client with credentials that does not retry."""
    session = botocore.session.Session()
    session.set_credentials("for", "benchmarks")
    config = Config(retries={"total_max_attempts": 1})
    return session.create_client("storagegateway", "us-east-1", config=config)
