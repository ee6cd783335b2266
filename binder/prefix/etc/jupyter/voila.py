"""Settings of Voilà, when it runs alone and inside a Jupyter server as on Binder."""
# ruff: noqa: INP001 - Jupyter reads this file; nothing imports it

from __future__ import annotations

from typing import Any


def _give_the_page_its_token(handler: Any, **_: object) -> None:
    """Let the page stop its kernel when you leave it.

    The page sends a token against forged requests, which it reads from a cookie. Voilà doesn't set
    that cookie, so the server would refuse, and each visit would leave a kernel behind. Tornado
    sets the cookie when the token is first read.
    """
    _ = handler.xsrf_token


c = get_config()  # type: ignore[name-defined]  # noqa: F821 - Jupyter defines it
c.VoilaConfiguration.template = "offline"  # in ../../share/jupyter/voila/templates
c.VoilaConfiguration.prelaunch_hook = _give_the_page_its_token
c.MappingKernelManager.cull_idle_timeout = 3600  # seconds, for pages that end without a message
