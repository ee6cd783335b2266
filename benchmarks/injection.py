"""What a call costs that is answered by injection, against botocore's Stubber."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.stub import Stubber

from benchmarks.figures import Figure, best_seconds, in_words
from sgwlib.catalogue import load_catalogue
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.inject import inject

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["injection_figures"]

_EXCEPTION, _CODE = "InvalidGatewayRequestException", "VolumeInUse"
_VOLUME = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B/volume/vol-1122AABB"
_CEILING = 2.0


def injection_figures(repeats: int, calls: int = 1000) -> list[Figure]:
    """Set one call that ends in the same error, its code included, against Stubber's.

    Stubber answers before a request is made, and gives the parsed error that it was told;
    injection lets botocore make the request and parse the bytes of the answer.

    Parameters
    ----------
    repeats
        How often each is measured, by turns; the least disturbed time counts.
    calls
        How many calls each time.
    """
    stubbed, injected, planned = _client(), _client(), _client()
    others = [pair for pair in load_catalogue().pairs if pair.operation != "DeleteVolume"]
    pairs = [*others, ("DeleteVolume", _CODE)]
    with (
        Stubber(stubbed) as stubber,
        inject(injected, "DeleteVolume", _CODE),
        inject(planned, FaultPlan([Fault(*pair) for pair in pairs])),
    ):

        def stub() -> None:
            # Part of the cost: each answer of Stubber is queued for itself.
            stubber.add_client_error(
                "delete_volume",
                _EXCEPTION,
                "The specified volume is already in use.",
                modeled_fields={"error": {"errorCode": _CODE}},
            )
            _meet(stubbed)

        jobs: list[Callable[[], None]] = [stub, lambda: _meet(injected), lambda: _meet(planned)]
        rounds = [[best_seconds(job, 1, calls) for job in jobs] for _ in range(repeats)]
    peer, one, last = (min(times) for times in zip(*rounds, strict=True))
    against = f"Stubber: {in_words(peer)}"
    return [
        Figure("a call answered by inject()", in_words(one), against, one / peer, _CEILING),
        Figure(f"by the last of {len(pairs)} faults", in_words(last), against, last / peer),
    ]


def _meet(client: Any) -> None:
    try:
        client.delete_volume(VolumeARN=_VOLUME)
    except client.exceptions.InvalidGatewayRequestException as error:
        if error.response["error"]["errorCode"] == _CODE:
            return
    raise AssertionError("the error was not met")


def _client() -> Any:
    """Make a client that does not retry, and that knows some credentials."""
    session = botocore.session.Session()
    session.set_credentials("for", "benchmarks")
    config = Config(retries={"total_max_attempts": 1})
    return session.create_client("storagegateway", "us-east-1", config=config)
