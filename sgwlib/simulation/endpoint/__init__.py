"""An HTTP endpoint that answers as the service does, for clients in any language.

* ``server``      :class:`Endpoint`: uvicorn in a thread, its settings and its calls
* ``app``         the ASGI app: limits, browsers, the control path
* ``service``     the reply to a call: the service's checks, the fault plan, the last calls
* ``world``       the appliances of a sandbox, for the control path
* ``signatures``  who calls: AWS Signature Version 4
"""

from __future__ import annotations

import sys

from sgwlib.errors import BrowserError
from sgwlib.extras import needed_by

if sys.platform == "emscripten":
    raise BrowserError("sgwlib.Endpoint", "a server", "Use sgwlib.inject or a sandbox's client.")

# uvicorn first: its extra installs both.
with needed_by("sgwlib.Endpoint"):
    import uvicorn  # noqa: F401 - tried here, so that the error names the extra
with needed_by("sgwlib.Endpoint"):
    import botocore  # noqa: F401 - likewise

from sgwlib.simulation.endpoint.server import Endpoint, EndpointError, RemoteEndpointWarning
from sgwlib.simulation.endpoint.service import Call

__all__ = ["Call", "Endpoint", "EndpointError", "RemoteEndpointWarning"]
