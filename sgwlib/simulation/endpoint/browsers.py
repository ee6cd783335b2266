"""No effect of a web page that is open in the same machine's browser.

A page anywhere can make a browser send requests to this machine. It cannot keep the browser from
saying so (``Origin``, ``Sec-Fetch-Site``), nor send JSON without either. With a name of its own
that it lets point here, it looks to the browser as if it were at home (DNS rebinding); then its
name stands in ``Host``.
"""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING

from sgwlib.simulation.endpoint.replies import RefusedError

if TYPE_CHECKING:
    from sgwlib.simulation.endpoint.requests import Request

__all__ = ["host_name", "refuse_browsers"]

# Node's own fetch sends Sec-Fetch-Mode: that one is no sign of a browser.
_SIGNS = (b"origin", b"sec-fetch-site")
_JSON = frozenset({"application/x-amz-json-1.1", "application/x-amz-json-1.0", "application/json"})


def refuse_browsers(request: Request, hosts: frozenset[str]) -> None:
    """Let only such requests pass as no web page can make.

    Parameters
    ----------
    request
        The request.
    hosts
        The names under which the endpoint may be called, in lower case. Addresses need not
        be named: it takes a name to rebind.

    Raises
    ------
    RefusedError
        If a page may have made it.
    """
    for sign in _SIGNS:
        if sign in request.headers:
            raise RefusedError(HTTPStatus.FORBIDDEN, f"a browser's request ({sign.decode()})")
    if not _known(request.headers.get(b"host", b""), hosts):
        raise RefusedError(
            HTTPStatus.MISDIRECTED_REQUEST,
            f"called as another host; expected an address or {' or '.join(sorted(hosts))}",
        )
    kind = request.headers.get(b"content-type")
    if kind is not None and not _is_json(kind):
        raise RefusedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "expected Content-Type: application/x-amz-json-1.1",
        )


def host_name(host: str) -> str:
    """Return what stands before the port, in lower case.

    Examples
    --------
    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


@lru_cache(maxsize=256)
def _known(host: bytes, hosts: frozenset[str]) -> bool:
    name = host_name(host.decode("latin-1").strip())
    return name in hosts or _is_address(name)


@lru_cache(maxsize=256)
def _is_json(kind: bytes) -> bool:
    return kind.decode("latin-1").partition(";")[0].strip().lower() in _JSON


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
