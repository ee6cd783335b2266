"""What a state costs: a call of a sandbox, in the process and over HTTP, and many volumes."""

from __future__ import annotations

import json
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

from benchmarks.endpoint import ENDPOINT, Peer, described, measured
from benchmarks.figures import Figure, best_seconds, in_words
from sgwlib import Sandbox, inject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["sandbox_figures"]

_CALL_CEILING = 2.0
_HTTP_CEILING = 2.0  # of the time that a request takes: half of the requests a second
_GROWTH_CEILING = 1.5
_MOST_MEGABYTES = 50
_GATEWAY_VOLUMES = 32
_VOLUME = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B/volume/vol-1122AABB"
_SERVED = """
import sys, time
from sgwlib import Endpoint, Sandbox
sandbox = Sandbox()
sandbox.gateway("cached")
with Endpoint(sandbox=sandbox, port=int(sys.argv[1])):
    time.sleep(3600)
"""


def sandbox_figures(repeats: int, calls: int, volumes: int, seconds: float) -> Iterator[Figure]:
    """Compare a sandbox with injected errors, with the endpoint, and with a small sandbox.

    Parameters
    ----------
    repeats
        How often to measure each, in turns. The best counts.
    calls
        How many calls to make each time.
    volumes
        How many volumes the large sandbox has.
    seconds
        How long a round over HTTP takes.

    Yields
    ------
    Figure
        The time of one call, and the memory of the volumes.
    """
    small, large, megabytes = Sandbox(), Sandbox(), 0.0
    [few, *_] = _filled(small, 10)
    tracemalloc.start()
    [one, *_] = _filled(large, volumes)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    client, injected = small.client(), small.client()
    jobs: dict[str, Callable[[], object]] = {
        "success": lambda: client.describe_cached_iscsi_volumes(VolumeARNs=[few]),
        "error": lambda: _meet(client),
        "injected": lambda: _meet(injected),
        "few": lambda: _describe(small, few),
        "many": lambda: _describe(large, one),
    }
    with inject(injected, "DeleteVolume", "VolumeInUse"):
        rounds = [
            {name: best_seconds(job, 1, calls) for name, job in jobs.items()}
            for _ in range(repeats)
        ]
    best = {name: min(each[name] for each in rounds) for name in jobs}
    against = f"inject(): {in_words(best['injected'])}"
    for name, what in (("success", "describes a volume"), ("error", "refuses")):
        ratio = best[name] / best["injected"]
        title = f"a call that a sandbox {what}"
        yield Figure(title, in_words(best[name]), against, ratio, _CALL_CEILING)
    yield Figure(
        f"describe one of {volumes} volumes",
        in_words(best["many"]),
        f"of 10: {in_words(best['few'])}",
        best["many"] / best["few"],
        _GROWTH_CEILING,
    )
    yield Figure(
        f"memory of {volumes} volumes",
        f"{megabytes:.1f} MB",
        f"{_MOST_MEGABYTES} MB",
        megabytes / _MOST_MEGABYTES,
        1.0,
    )
    served = Peer("a sandbox", (sys.executable, "-c", _SERVED), *_call(), status=400)
    loads = measured([served, ENDPOINT], repeats, seconds)
    yield Figure(
        "endpoint, each call refused by a sandbox",
        described(loads[served.name]),
        f"{ENDPOINT.name}: {described(loads[ENDPOINT.name])}",
        loads[served.name].each / loads[ENDPOINT.name].each,
        _HTTP_CEILING,
    )


def _call() -> tuple[str, str, bytes]:
    body = json.dumps({"VolumeARN": _VOLUME}).encode()
    return "StorageGateway_20130630.DeleteVolume", "storagegateway", body


def _filled(sandbox: Sandbox, count: int) -> list[str]:
    """Create volumes, on as many gateways as they need, and return their ARNs."""
    found: list[str] = []
    gateway: Any = None
    for number in range(count):
        if number % _GATEWAY_VOLUMES == 0:
            gateway = sandbox.gateway("cached")
        given = {
            "GatewayARN": gateway.arn,
            "VolumeSizeInBytes": 10 * 2**30,
            "TargetName": f"data-{number}",
            "NetworkInterfaceId": gateway.address,
            "ClientToken": f"token-{number}",
        }
        answer: Any = sandbox.answer("CreateCachediSCSIVolume", json.dumps(given).encode())
        found.append(json.loads(answer)["VolumeARN"])
    return found


def _describe(sandbox: Sandbox, volume: str) -> None:
    body = json.dumps({"VolumeARNs": [volume]}).encode()
    if not isinstance(sandbox.answer("DescribeCachediSCSIVolumes", body), bytes):
        raise AssertionError("the volume is not there")  # noqa: TRY004 - no wrong type of anyone's


def _meet(client: Any) -> None:
    try:
        client.delete_volume(VolumeARN=_VOLUME)
    except client.exceptions.InvalidGatewayRequestException:
        return
    raise AssertionError("the client did not meet the error")
