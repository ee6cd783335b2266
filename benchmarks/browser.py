"""A notebook in a real JupyterLab that times its pictures and counts its kernel messages."""

from __future__ import annotations

import os
import re
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.slow import slow_line
from tools.browser import CELL_SECONDS, notebook_of, open_notebook, running_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, WebSocket

__all__ = ["Watched", "watched"]

_WIDTH, _HEIGHT = 1660, 1300  # px of the screen
_CLOCK = Path(__file__).with_name("clock.js").read_text(encoding="utf-8")
_PAUSE = 300  # ms, of a person between one gesture and the next
_NAME = "notebooks/measured.ipynb"


@contextmanager
def watched(browser: Browser, source: str, latency: float = 0) -> Iterator[Watched]:
    """Open a notebook with one cell to measure, in its own JupyterLab and kernel.

    With a latency, the browser reaches the server over a line that adds so many seconds.
    """
    with ExitStack() as after:
        folder = after.enter_context(tempfile.TemporaryDirectory())
        lab = after.enter_context(running_lab(Path(folder)))
        if latency:
            port = after.enter_context(slow_line(urlsplit(lab.url).port or 0, latency))
            lab = lab._replace(url=f"http://127.0.0.1:{port}/")  # the same, but far
        # The sources are hidden, so that the whole picture is on screen.
        notebook = notebook_of("import os; os.getpid()", source, hidden=True)
        (Path(folder) / _NAME).write_text(notebook, encoding="utf-8")
        page = open_notebook(browser, lab, _NAME, _WIDTH, _HEIGHT)
        try:
            yield Watched(page)
        finally:
            page.close()


class Watched:
    """An open notebook of two cells: one that shows the kernel's process id, and one to measure.

    Parameters
    ----------
    page
        The page on which it is open.

    Attributes
    ----------
    page : playwright.sync_api.Page
        The page.
    sent, received : list of int
        Bytes of each message to the kernel and from it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[int] = []
        self.received: list[int] = []
        self._unanswered: set[str] = set()
        self.page.on("websocket", self._listen)
        self.page.reload()  # sockets that are open already report nothing
        self.page.get_by_text("| Idle").wait_for(timeout=CELL_SECONDS * 1000)
        self.page.evaluate(f"({_CLOCK})()")
        self.page.keyboard.press("Control+b")  # hides the file browser
        self.page.locator(".jp-Notebook .jp-Cell .jp-InputPrompt").first.click()
        self.page.keyboard.press("Shift+Enter")
        shown = self.page.locator(".jp-OutputArea-executeResult pre").first.inner_text()
        self._pid = int(shown)

    def run(self, picture: str) -> float:
        """Run the second cell; return the seconds until its picture is painted again."""
        self.page.evaluate("selector => { window.timed = clockPicture(selector); }", picture)
        self.page.keyboard.press("Control+Enter")
        return float(self.page.evaluate("() => window.timed")) / 1000

    def quiet(self) -> None:
        """Wait until the kernel has answered every message and the page has shown the answers."""
        self.page.wait_for_timeout(_PAUSE)
        deadline = time.monotonic() + CELL_SECONDS
        while self._unanswered:
            if time.monotonic() > deadline:
                raise TimeoutError("the kernel does not answer a message")
            self.page.wait_for_timeout(_PAUSE)

    def traffic(self) -> int:
        """Return how many bytes have gone over the wire, in both directions."""
        return sum(self.sent) + sum(self.received)

    def cpu(self) -> float:
        """Return how many seconds of processor time the kernel has used."""
        fields = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return how many bytes the kernel holds."""
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        if found is None:
            raise OSError(f"process {self._pid} has ended, so its memory is unknown")
        return float(found[1]) * 1024

    def _listen(self, socket: WebSocket) -> None:
        if "/channels" in socket.url:
            socket.on("framesent", self._note_sent)
            socket.on("framereceived", self._note_received)

    def _note_sent(self, data: str | bytes) -> None:
        self.sent.append(len(data))
        self._unanswered.update(_ids(data)[:1])

    def _note_received(self, data: str | bytes) -> None:
        self.received.append(len(data))
        if '"execution_state": "idle"' in _text(data):  # the kernel has finished with a message
            self._unanswered.difference_update(_ids(data))


def _text(data: str | bytes) -> str:
    return data if isinstance(data, str) else data.decode(errors="replace")


def _ids(data: str | bytes) -> list[str]:
    """Return the ids of a message and of the message that it answers."""
    return re.findall(r'"msg_id": ?"([^"]+)"', _text(data))
