"""One error response of the service: build it, look at it, read it back.

A response follows the reference page where real clients agree with it. Where they don't, it
follows the clients. ``error`` comes only with a carrier exception. ``errorDetails`` is omitted:
the page calls it an unused string, but a string there makes botocore, the AWS CLI and both Go
SDKs fail while they parse.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from os import urandom
from typing import TYPE_CHECKING, Any

from sgwlib.catalogue import load_catalogue, unknown_message
from sgwlib.errors import CarrierError, ResponseError, UndocumentedPairError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.text import one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue import Catalogue, ExceptionType

__all__ = [
    "ErrorResponse",
    "bare_name",
    "build_response",
    "error_response",
    "new_headers",
    "new_request_id",
]

_REQUEST_ID = "x-amzn-RequestId"
_ERROR_TYPE = "x-amzn-ErrorType"
_FIRST_ERROR, _LAST_ERROR = 400, 599


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """One error response as it is sent, and its fields.

    Parameters
    ----------
    status_code
        HTTP status, 400 to 599.
    reason
        HTTP reason phrase.
    headers
        Header name to value.
    body
        The bytes of the JSON body.
    operation
        The operation that was called. It is in the request, not in the response.
    exception
        What ``__type`` names, without a namespace.
    code
        The operation error code, if there is one.
    message
        The message, if there is one.

    Examples
    --------
    >>> response = build_response("DeleteVolume", "VolumeInUse")
    >>> response.status_code, response.exception, response.code
    (400, 'InvalidGatewayRequestException', 'VolumeInUse')
    >>> response.json()["error"]
    {'errorCode': 'VolumeInUse'}
    """

    status_code: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    operation: str | None = None
    exception: str | None = None
    code: str | None = None
    message: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.headers, FrozenDict):  # a plain dictionary could change
            object.__setattr__(self, "headers", FrozenDict(self.headers))

    @classmethod
    def parse(
        cls,
        status: int,
        headers: Mapping[str, str],
        body: bytes | str,
        *,
        operation: str | None = None,
    ) -> ErrorResponse:
        """Read an error response, as leniently as the SDKs do.

        A namespace before the exception's name is dropped. The header ``x-amzn-ErrorType``
        replaces a missing ``__type``, and ``Message`` a missing ``message``. Names don't have
        to be in the catalogue: the service has codes that the page lacks.

        Parameters
        ----------
        status
            HTTP status, 400 to 599.
        headers
            Header name (in any case) to value.
        body
            The body as it came.
        operation
            The operation that was called, if known.

        Returns
        -------
        ErrorResponse
            With ``headers`` and ``body`` as given.

        Raises
        ------
        ResponseError
            If the status is not an error, if the body is not a JSON object, or if it names
            neither an exception nor a code.

        Examples
        --------
        >>> ErrorResponse.parse(400, {}, '{"__type": "aws#ThrottlingException"}').exception
        'ThrottlingException'
        """
        if not _FIRST_ERROR <= status <= _LAST_ERROR:
            raise ResponseError(
                f"status {status} is not an error; expected {_FIRST_ERROR} to {_LAST_ERROR}"
            )
        # surrogatepass: as json.loads decodes, so that a broken string is refused as "not JSON".
        content = body.encode(errors="surrogatepass") if isinstance(body, str) else bytes(body)
        fields = _read_object(content)
        error = fields.get("error")
        code = _string(error.get("errorCode")) if isinstance(error, dict) else None
        exception = bare_name(_string(fields.get("__type")) or _header(headers, _ERROR_TYPE) or "")
        if not exception and not code:
            raise ResponseError(
                "the body names no exception (__type) and no code (error.errorCode)"
            )
        return cls(
            status_code=status,
            reason=_phrase(status),
            headers=headers,
            body=content,
            operation=operation,
            exception=exception or None,
            code=code,
            message=_string(fields.get("message")) or _string(fields.get("Message")),
        )

    def json(self) -> dict[str, Any]:
        """Return the body as Python objects."""
        return _read_object(self.body)

    @property
    def request_id(self) -> str | None:
        """The service's id of the request, which AWS support asks for."""
        return _header(self.headers, _REQUEST_ID)

    @property
    def raw(self) -> bytes:
        """The response as raw HTTP."""
        lines = [f"HTTP/1.1 {self.status_code} {self.reason}".rstrip()]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body

    def __str__(self) -> str:
        return self.raw.decode(errors="replace").replace("\r\n", "\n")


def build_response(  # noqa: PLR0913 - one keyword for each choice of simulate
    operation: str,
    error: str,
    *,
    exception: str | None = None,
    message: str | None = None,
    undocumented: bool = False,
    catalogue: Catalogue | None = None,
) -> ErrorResponse:
    """Do the same as :func:`sgwlib.simulate`, but record nothing.

    Examples
    --------
    >>> build_response("AssociateFileSystem", "FileSystemNotFound").message
    'The specified file system was not found.'
    """
    catalogue = catalogue or load_catalogue()
    if not isinstance(operation, str):
        raise UnknownNameError("operation", operation, catalogue.operations)
    if not isinstance(error, str):
        raise UnknownNameError("error code or exception", error, catalogue.codes)
    if not isinstance(exception, str | None):
        raise UnknownNameError("exception", exception, catalogue.exceptions)
    if not isinstance(message, str | None):
        raise ResponseError(f"message is {message!r}; expected a string")
    kind = catalogue.kind_of(operation)
    if kind != "operation":
        names = dict.fromkeys([*catalogue.operations, *catalogue.api_operations])
        raise UnknownNameError("operation", operation, names, kind and f"an {kind}")
    # A name of both kinds is meant as a code if a carrier comes with it.
    is_carried = error in catalogue.known_codes and exception in catalogue.carriers
    if not is_carried and catalogue.kind_of(error) != "error code":
        general = _without_code(catalogue, operation, error, exception, undocumented=undocumented)
        text = general.sample_message or general.message
        return error_response(operation, general, text if message is None else message)
    if not undocumented and not catalogue.documented_anywhere(operation, error):
        codes, operations = catalogue.all_codes_of(operation), catalogue.all_operations_of(error)
        raise UndocumentedPairError(operation, error, codes, operations)
    code = catalogue.codes.get(error) or catalogue.known_codes[error]
    carrier = _exception(catalogue, code.carrier.text if exception is None else exception)
    if not carrier.carries_code:
        expected = " or ".join(catalogue.carriers)
        raise CarrierError(
            f"{carrier.name} cannot carry the error code {error}; expected {expected}"
        )
    text = code.message or unknown_message(error)
    return error_response(operation, carrier, text if message is None else message, error)


def _exception(catalogue: Catalogue, name: str) -> ExceptionType:
    """Return an exception that the edition lists, or one that is known from elsewhere."""
    found = catalogue.exceptions.get(name) or catalogue.known_exceptions.get(name)
    return found or catalogue.exceptions[name]  # which says what else the name may be


def _without_code(
    catalogue: Catalogue, operation: str, error: str, exception: str | None, *, undocumented: bool
) -> ExceptionType:
    """Return an exception that comes without a code.

    The API model declares the two carriers for each operation, and the code within is optional.
    If editions list codes for the operation, a carrier alone is more likely a slip.
    """
    if catalogue.kind_of(error) != "exception":
        names = [*catalogue.codes, *catalogue.exceptions]
        names += [*catalogue.known_codes, *catalogue.known_exceptions]
        raise UnknownNameError("error code or exception", error, dict.fromkeys(names))
    codes = catalogue.all_codes_of(operation)[:3]
    if error in catalogue.carriers and codes and not undocumented:
        raise CarrierError(
            f"{error} carries an error code; pass the code as the error, with "
            f"exception={error!r}; {operation} is documented to return {one_of(codes)}. "
            f"With undocumented=True, {error} comes without a code"
        )
    if exception not in (None, error):
        other = _exception(catalogue, exception).name
        raise CarrierError(
            f"{error} is an exception and comes without an error code, so {other} cannot carry it"
        )
    return _exception(catalogue, error)


def error_response(
    operation: str, exception: ExceptionType, message: str, code: str | None = None
) -> ErrorResponse:
    """Build a response from its parts, whether the page documents them or not."""
    body = _body(exception.name, message, code)
    return ErrorResponse(
        status_code=exception.status,
        reason=exception.reason,
        headers=FrozenDict(new_headers(body)),
        body=body,
        operation=operation,
        exception=exception.name,
        code=code,
        message=message,
    )


def new_headers(body: bytes) -> dict[str, str]:
    """Return the headers of a response of the service, with a new request id."""
    return {
        "Content-Type": "application/x-amz-json-1.1",
        "Content-Length": str(len(body)),
        _REQUEST_ID: new_request_id(),
    }


def new_request_id() -> str:
    """Return a new request id, which is a random UUID."""
    # uuid.uuid4() creates an object first, which takes twice as long.
    digits = urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


@lru_cache(maxsize=1024)  # more than the errors of one catalogue
def _body(exception: str, message: str, code: str | None) -> bytes:
    fields: dict[str, object] = {"__type": exception, "message": message}
    if code is not None:
        fields["error"] = {"errorCode": code}
    return json.dumps(fields).encode()


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ResponseError(f"the body is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise ResponseError(f"the body is not a JSON object but {type(fields).__name__}")
    return fields


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _header(headers: Mapping[str, str], name: str) -> str | None:
    folded = name.casefold()
    return next((value for key, value in headers.items() if key.casefold() == folded), None)


def bare_name(kind: str) -> str:
    """Return an exception's name without the namespace and the address around it."""
    # "com.amazonaws#ThrottlingException:http://internal.amazon.com/x#y": an address may hold a #.
    return kind.partition(":")[0].rpartition("#")[2]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
