"""The endpoint against moto's server, which people use to mock other services.

moto is installed into a temporary environment. Run ``python -m benchmarks.peers.moto``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.endpoint import ENDPOINT, Peer, described, measured
from benchmarks.figures import HEADING, Figure, row

__all__ = ["moto_figure"]


def moto_figure(rounds: int, seconds: float) -> Figure:
    """Measure the endpoint against moto's server, which answers with an error of Kinesis."""
    with tempfile.TemporaryDirectory() as folder:
        python = str(Path(folder) / "bin/python")
        uv = [sys.executable, "-m", "uv", "--quiet"]
        subprocess.run([*uv, "venv", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run([*uv, "pip", "install", "--python", python, "moto[server]"], check=True)
        moto = Peer(
            "moto's server",
            (python, "-m", "moto.server", "-p"),
            "Kinesis_20131202.DescribeStream",
            "kinesis",
            b'{"StreamName": "none"}',
        )
        best = measured([ENDPOINT, moto], rounds, seconds)
    return Figure(
        "endpoint, each planned fault",
        described(best[ENDPOINT.name]),
        f"{moto.name}: {described(best[moto.name])}",
        best[ENDPOINT.name].each / best[moto.name].each,
    )


if __name__ == "__main__":
    print(HEADING)
    print(row(moto_figure(rounds=10, seconds=0.5)))
