"""A slow line: a proxy that passes everything on, some time later."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["slow_line"]


@contextmanager
def slow_line(port: int, latency: float) -> Iterator[int]:
    """Pass connections on to a port of this machine, and every byte `latency` seconds later.

    Half of the latency is added in each direction, so an answer takes `latency` seconds longer.

    Yields
    ------
    int
        The port to connect to.
    """
    loop = asyncio.new_event_loop()

    def send(target: asyncio.StreamWriter, data: bytes) -> None:
        if not target.is_closing():  # its reader may have gone
            target.write(data)

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Pass on what is read, in its order, each part when its time has come."""
        try:
            while data := await source.read(65536):
                loop.call_later(latency / 2, send, target, data)
        finally:  # also after a reset
            loop.call_later(latency / 2, target.close)

    async def connect(source: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        answers, target = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):  # at the end
            await asyncio.gather(
                carry(source, target), carry(answers, back), return_exceptions=True
            )

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(connect, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    """Close the server, and all connections that a browser has kept open."""
    server.close()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
