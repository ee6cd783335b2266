"""The text of a caught exception: what Python prints of it, and what boto3 keeps inside."""

from __future__ import annotations

import json
from traceback import format_exception_only
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["text_of"]

_MOST: Final = 20  # of a chain of exceptions, each the cause of the next
# What botocore's ClientError keeps of a response, and its text does not show.
_KEPT: Final = ("Error", "error", "ResponseMetadata")
_KEPT_OF_METADATA: Final = ("RequestId", "HTTPStatusCode", "RetryAttempts")


def text_of(error: BaseException) -> str:
    """Return a text that says all that an exception and its causes know.

    Parameters
    ----------
    error
        Any exception; of a ``ClientError`` the response is told as well.

    Examples
    --------
    >>> text_of(ValueError("no such volume"))
    'ValueError: no such volume'
    """
    return "\n".join(part for each in _chain(error) for part in _parts(each))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen and len(seen) < _MOST:
        seen.append(following)
        yield following
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)


def _parts(error: BaseException) -> Iterator[str]:
    yield "".join(format_exception_only(error)).rstrip("\n")
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        yield json.dumps(_kept(response), default=str)


def _kept(response: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: response[key] for key in _KEPT if key in response}
    metadata = kept.get("ResponseMetadata")
    if isinstance(metadata, dict):
        names = [name for name in _KEPT_OF_METADATA if name in metadata]
        kept["ResponseMetadata"] = {name: metadata[name] for name in names}
    return kept
