"""An HTTP endpoint that answers as the service does, for clients in any language.

* ``server``     :class:`Endpoint`: the server in its thread, and what is asked of it
* ``protocol``   one connection: requests in, replies out, and what it may cost in bytes and time
* ``app``        one request that is whole: refuse it, or have it decided
* ``requests``   a request as the checks want it, and which operation it calls
* ``browsers``   no effect of a web page that is open in the same machine's browser
* ``service``    what a call is answered: the checks of the service, in its order
* ``signatures`` who calls: authentication, and the exceptions that it ends in
* ``validation`` the input held against botocore's model
* ``throttle``   how many calls a second
* ``calls``      what has been called and answered
* ``control``    the plan changed and the calls read over HTTP, with a token
* ``replies``    status, headers and body, as they go out
"""

from __future__ import annotations

from sgwlib.simulation.endpoint.calls import Call
from sgwlib.simulation.endpoint.limits import Limits
from sgwlib.simulation.endpoint.server import Endpoint, EndpointError, RemoteEndpointWarning

__all__ = ["Call", "Endpoint", "EndpointError", "Limits", "RemoteEndpointWarning"]
