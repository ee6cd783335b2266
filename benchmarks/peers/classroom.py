"""A class on a real JupyterHub: ``python -m benchmarks.peers.classroom 10 20``.

Each learner gets a server, opens JupyterLab and notebook 00, and runs its cells. All learners do
so at the same moment and without a pause, which is the highest load that a class can cause. A
table shows what that took.

It is not part of ``make bench``, because it needs Linux, minutes, and packages that nothing else
needs. Make an environment for it, as you would make the image for a class::

    python3 -m venv /tmp/classroom
    /tmp/classroom/bin/pip install --requirement requirements.lock
    /tmp/classroom/bin/pip install --no-deps --no-build-isolation .
    /tmp/classroom/bin/pip install jupyterhub
    npm install --prefix /tmp/classroom configurable-http-proxy
    export PATH=/tmp/classroom/node_modules/.bin:$PATH
    /tmp/classroom/bin/python -m benchmarks.peers.classroom 10
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from socket import create_server
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["main"]

_NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
_LESSON = "notebooks/00_start_here.ipynb"
_EXPLORER = "sgwlib.explorer("
_LAB_ASKS = ("lab/api/settings", "lab/api/workspaces", "api/kernelspecs", "api/contents")
_PATIENCE = 600  # seconds: many servers that start at once on few processors take a while
_CONFIG = """
c.JupyterHub.bind_url = {url!r}
c.JupyterHub.hub_bind_url = {inner!r}
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.services = [{{"name": "class", "api_token": {token!r}}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "class", "services": ["class"], "scopes": scopes}}]
c.ConfigurableHTTPProxy.api_url = {proxy!r}
c.SimpleLocalProcessSpawner.home_dir_template = {folder!r} + "/{{username}}"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser", "--allow-root"]
# By TCP, kernels that start at once on one machine now and then choose the same port, and die.
c.Spawner.args = ["--KernelManager.transport=ipc"]
c.Spawner.environment = {{"CLASSROOM": {folder!r}}}
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
"""


class Needs(NamedTuple):
    """What processes hold, in MB (shared pages in part, in full, at most), and seconds of CPU."""

    pss: float
    rss: float
    peak: float
    cpu: float


class Lesson(NamedTuple):
    """How a lesson went: its seconds, the cells that failed, what was held at two moments."""

    seconds: float
    failed: list[str]
    idle: Needs
    before: Needs


class Hub(NamedTuple):
    """A running JupyterHub, whose processes are known by its folder in their environment."""

    url: str
    token: str
    folder: str

    def headers(self) -> dict[str, str]:
        """Return what each request says of who asks."""
        return {"Authorization": f"token {self.token}"}

    async def ask(self, path: str, method: str = "GET", body: object = None) -> bytes:
        """Send a request, and return the answer."""
        request = HTTPRequest(
            urljoin(self.url, path),
            method,
            headers=self.headers(),
            body=None if method == "GET" else json.dumps(body),
            connect_timeout=_PATIENCE,
            request_timeout=_PATIENCE,
        )
        return (await AsyncHTTPClient().fetch(request)).body

    def needs(self, owner: str = "") -> Needs:
        """Return what the server and the kernel of a learner need, or hub and proxy."""
        return Needs(*map(sum, zip(*map(_needs, self._processes()[owner]), strict=True)))

    def cpu(self) -> float:
        """Return the seconds of CPU that all have taken."""
        return sum(_needs(process).cpu for process in chain(*self._processes().values()))

    def _processes(self) -> dict[str, list[Path]]:
        found = defaultdict(list)
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                lines = (process / "environ").read_text(errors="replace").split("\0")
                variables = dict(line.split("=", 1) for line in lines if "=" in line)
                if variables.get("CLASSROOM") == self.folder:
                    found[variables.get("JUPYTERHUB_USER", "")].append(process)
        return found


def main(arguments: list[str] | None = None) -> int:
    """Hold the classes; return 1 if a cell of anyone has failed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.classroom")
    parser.add_argument("learners", type=int, nargs="+", help="how many, class by class")
    AsyncHTTPClient.configure(None, max_clients=1000)
    columns = []
    for learners in parser.parse_args(arguments).learners:
        with _running_hub() as hub:
            columns.append(asyncio.run(_class(hub, learners)))
    print(_table(columns))
    return 1 if any(column["cells that failed"] != "0" for column in columns) else 0


def _table(columns: list[dict[str, str]]) -> str:
    """Return the figures of the classes side by side, in Markdown."""
    rows = [[what, *(column[what] for column in columns)] for what in columns[0]]
    rows.insert(1, ["---", *("---:" for _ in columns)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@contextmanager
def _running_hub() -> Iterator[Hub]:
    """Start a hub, let anyone in, and stop it with all the servers that it has started."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("wb") as log:
        hub = Hub(_free_address(), secrets.token_hex(), folder)
        inner, proxy = _free_address(), _free_address()
        config = _CONFIG.format(
            **hub._asdict(), inner=inner, proxy=proxy, python=sys.executable, patience=_PATIENCE
        )
        (Path(folder) / "jupyterhub_config.py").write_text(config, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub"],
            cwd=folder,
            env=os.environ | {"CLASSROOM": folder},
            stdout=log,
            stderr=log,
        )
        try:
            asyncio.run(_patiently(hub, "hub/api/", lambda _: True))
            yield hub
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)


def _free_address() -> str:
    with create_server(("127.0.0.1", 0)) as probe:
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"


async def _patiently(hub: Hub, path: str, done: Callable[[Any], bool]) -> None:
    """Ask again and again until the answer is as wanted."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, HTTPClientError):
            if done(json.loads(await hub.ask(path))):
                return
        await asyncio.sleep(0.5)
    raise TimeoutError(path)


async def _class(hub: Hub, learners: int) -> dict[str, str]:
    """Hold a class, and return its figures; what has failed is printed."""
    names = [f"learner-{number:02}" for number in range(1, learners + 1)]
    begin, busy, ours = time.monotonic(), _busy(), hub.cpu() + time.process_time()
    starts = await asyncio.gather(*(_start(hub, name) for name in names))
    lessons = await asyncio.gather(*(_lesson(hub, name) for name in names))
    ours = hub.cpu() + time.process_time() - ours
    others = (_busy() - busy - ours) / (time.monotonic() - begin)
    ends = [hub.needs(name) for name in names]
    failed = list(chain.from_iterable(lesson.failed for lesson in lessons))
    for failure in failed:
        print(failure, file=sys.stderr)
    return {
        "learners": f"{learners}",
        "cells that failed": f"{len(failed)}",
        "server up, s": _middle_and_most(starts),
        "notebook done, s": _middle_and_most([lesson.seconds for lesson in lessons]),
        "CPU time, s": _middle_and_most([end.cpu for end in ends], 1),
        "memory, kernel started, MB": _middle_and_most([one.idle.rss for one in lessons]),
        "memory, before the explorer, MB": _middle_and_most([one.before.rss for one in lessons]),
        "memory, with the explorer, MB": _middle_and_most([end.rss for end in ends]),
        "memory, at most, MB": _middle_and_most([end.peak for end in ends]),
        "memory, shared pages in part (PSS), MB": _middle_and_most([end.pss for end in ends]),
        "memory of hub and proxy, MB": f"{hub.needs().rss:.0f}",
        "processors busy with other work": f"{others:.1f}",
    }


def _middle_and_most(values: list[float], digits: int = 0) -> str:
    return f"{median(values):.{digits}f} ({max(values):.{digits}f})"


async def _start(hub: Hub, name: str) -> float:
    """Give a learner the notebooks and a server; return the seconds until it is up."""
    shutil.copytree(_NOTEBOOKS, Path(hub.folder) / name / "notebooks")
    begin = time.monotonic()
    await hub.ask(f"hub/api/users/{name}", "POST")
    await hub.ask(f"hub/api/users/{name}/server", "POST", {})
    await _patiently(hub, f"hub/api/users/{name}", lambda user: bool(user["server"]))
    return time.monotonic() - begin


async def _lesson(hub: Hub, name: str) -> Lesson:
    """Open JupyterLab and the notebook as a browser does, and run the cells one by one."""
    begin, own = time.monotonic(), f"user/{name}/"
    page = (await hub.ask(f"{own}lab/tree/{_LESSON}")).decode()
    scripts = re.findall(r'src="([^"]+\.js[^"]*)"', page)
    for path in (*scripts, *(own + asked for asked in _LAB_ASKS)):
        await hub.ask(path)
    notebook = json.loads(await hub.ask(f"{own}api/contents/{_LESSON}"))["content"]
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    socket = await _kernel(hub, own)
    failed, held = [await _run(socket, "")], [hub.needs(name)]
    for cell in cells:
        if _EXPLORER in cell:
            held.append(hub.needs(name))
        failed.append(await _run(socket, cell))
    seconds = time.monotonic() - begin
    socket.close()
    return Lesson(seconds, [f"{name}: {error}" for error in failed if error], *held)


async def _kernel(hub: Hub, own: str) -> WebSocketClientConnection:
    """Start the notebook's kernel, and listen to all that it says."""
    asked = {"path": _LESSON, "type": "notebook", "name": "", "kernel": {"name": "python3"}}
    session = json.loads(await hub.ask(f"{own}api/sessions", "POST", asked))
    channels = f"{own}api/kernels/{session['kernel']['id']}/channels"
    address = urljoin(hub.url, channels).replace("http", "ws", 1)
    request = HTTPRequest(address, headers=hub.headers(), request_timeout=_PATIENCE)
    return await websocket_connect(request)


async def _run(socket: WebSocketClientConnection, source: str) -> str:
    """Run a cell until the kernel is idle; return its error, which is empty if it has none."""
    try:
        return await _answer(socket, source)
    except WebSocketClosedError:
        return "the connection to the kernel has gone"


async def _answer(socket: WebSocketClientConnection, source: str) -> str:
    wanted, idle = uuid4().hex, False
    reply: dict[str, str] = {}
    header = {"msg_id": wanted, "msg_type": "execute_request", "session": "", "version": "5.4"}
    content = {"code": source, "silent": False, "store_history": True, "stop_on_error": True}
    message = {"header": header | {"username": ""}, "parent_header": {}, "metadata": {}}
    await socket.write_message(json.dumps(message | {"content": content, "channel": "shell"}))
    while not (reply and idle):
        received = await socket.read_message()
        if received is None:
            raise WebSocketClosedError
        told = {} if isinstance(received, bytes) else json.loads(received)
        if told.get("parent_header", {}).get("msg_id") != wanted:
            continue
        if told["msg_type"] == "execute_reply":
            reply = told["content"]
        idle = idle or told["content"].get("execution_state") == "idle"
    return f"{reply['ename']}: {reply['evalue']}" if reply["status"] == "error" else ""


def _needs(process: Path) -> Needs:
    """Return what Linux says of a process."""
    rollup = (process / "smaps_rollup").read_text(encoding="utf-8")
    status = (process / "status").read_text(encoding="utf-8")
    ticks = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:15]
    return Needs(
        pss=_megabytes("Pss", rollup),
        rss=_megabytes("Rss", rollup),
        peak=_megabytes("VmHWM", status),
        cpu=sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"),
    )


def _megabytes(name: str, text: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0  # a process that ends holds nothing


def _busy() -> float:
    """Return the seconds of CPU that the whole machine has spent, the idle ones left out."""
    with Path("/proc/stat").open(encoding="utf-8") as file:
        user, nice, system, _idle, _waiting, *other = map(int, file.readline().split()[1:9])
    return (user + nice + system + sum(other)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
