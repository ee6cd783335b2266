"""How Voilà shows a notebook as a page, by itself and inside a Jupyter server as on Binder."""
# ruff: noqa: INP001 - Jupyter reads this file, nobody imports it

from __future__ import annotations

from typing import Any


def _give_the_page_its_token(handler: Any, **_: object) -> None:
    """Let the page end its kernel when it is left.

    It asks for that with the token against forged requests, which it reads from a cookie that
    Voilà forgets to set: the server would refuse, and each visit leave a kernel behind. Tornado
    sets the cookie when the token is first asked for.
    """
    _ = handler.xsrf_token


c = get_config()  # type: ignore[name-defined]  # noqa: F821 - Jupyter gives it
c.VoilaConfiguration.template = "offline"  # in ../../share/jupyter/voila/templates
c.VoilaConfiguration.prelaunch_hook = _give_the_page_its_token
c.MappingKernelManager.cull_idle_timeout = 3600  # seconds: for pages that were lost, not left
