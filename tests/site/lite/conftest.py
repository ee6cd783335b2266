"""Fixtures: the lessons as `make site` builds them, and a plain server of files that counts bytes."""

from __future__ import annotations

import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest

from tests.site.conftest import ROOT


class Server:
    """Serves a folder of files, and remembers what it sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[Path] = []

    def size(self) -> int:
        """Return the size of all files, in bytes."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    def fetched(self) -> int:
        """Return the size of what was sent, in bytes, as a server would compress it."""
        return sum(len(gzip.compress(file.read_bytes(), 6)) for file in self.sent)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        server = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def translate_path(self, path: str) -> str:
                """Give the solutions to whoever asks for a lesson: the tests run them."""
                name = path.partition("?")[0].rpartition("/")[2]
                if path == "/favicon.ico":  # every browser asks the host for one
                    return str(server.folder / "lab/favicon.ico")
                solved = ROOT / "notebooks/solutions" / name
                if "/files/notebooks/" in path and solved.is_file():
                    return str(solved)
                return super().translate_path(path)

            def send_head(self) -> Any:
                head: Any = super().send_head()
                if head is not None:
                    server.sent.append(Path(head.name))
                return head

        handler = partial(Handler, directory=str(self.folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def built(site: Path) -> Path:
    """Return the folder of the lessons in the site."""
    return site / "lite"
