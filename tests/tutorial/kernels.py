"""A real kernel, to which cells are sent as JupyterLab sends them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import start_new_kernel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jupyter_client.blocking.client import BlockingKernelClient
    from jupyter_client.manager import KernelManager

CELL_SECONDS = 60
OUTPUTS = ("display_data", "execute_result", "stream", "error")


class Kernel:
    """A kernel that runs cell after cell."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self._manager, self._client = manager, client

    def run(self, *lines: str, interrupted: bool = False) -> list[dict[str, Any]]:
        """Run a cell.

        Parameters
        ----------
        *lines
            The lines of its source.
        interrupted
            Whether to press ■ as soon as the cell shows something.

        Returns
        -------
        list of dict
            The content of each output, with its ``"kind"``.
        """
        outputs: list[dict[str, Any]] = []

        def take(message: dict[str, Any]) -> None:
            kind = message["msg_type"]
            if kind in OUTPUTS:
                outputs.append(message["content"] | {"kind": kind})
            if interrupted and len(outputs) == 1 and kind in OUTPUTS:
                self._manager.interrupt_kernel()

        self._client.execute_interactive("\n".join(lines), timeout=CELL_SECONDS, output_hook=take)
        return outputs

    def texts(self, *lines: str) -> list[str]:
        """Run a cell, and return what it shows as plain text."""
        return [output["data"]["text/plain"] for output in self.run(*lines)]


@contextmanager
def running_kernel(folder: Path) -> Iterator[Kernel]:
    """Start a kernel with no settings but its own."""
    environment = os.environ | {"IPYTHONDIR": str(folder)}
    manager, client = start_new_kernel(env=environment, startup_timeout=CELL_SECONDS)
    try:
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
