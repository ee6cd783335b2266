"""The ``except`` clause with which boto3's users catch one error and no other.

boto3 has a class for each exception of its model, among them both carriers; all others are a
ClientError that is told by its name. ``client`` is the client that was called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["clause_of_code", "clause_of_exception"]

_READ_CODE = '    code = error.response.get("error", {}).get("errorCode")'


def clause_of_code(code: str, carriers: Collection[str]) -> str:
    """Return the clause that catches an error code, and raises any other again.

    Parameters
    ----------
    code
        The error code.
    carriers
        The exceptions to catch it in: both, unless one of them is meant.

    Returns
    -------
    str

    Examples
    --------
    >>> print(clause_of_code("VolumeInUse", ["InvalidGatewayRequestException"]))
    except client.exceptions.InvalidGatewayRequestException as error:
        code = error.response.get("error", {}).get("errorCode")
        if code != "VolumeInUse":
            raise
        # here, VolumeInUse is what happened
    """
    return (
        f"except {_classes(carriers)} as error:\n"
        f"{_READ_CODE}\n"
        f'    if code != "{code}":\n'
        "        raise\n"
        f"    # here, {code} is what happened"
    )


def clause_of_exception(exception: str, *, carries_code: bool) -> str:
    """Return the clause that catches an exception, and raises any other again.

    Parameters
    ----------
    exception
        What ``__type`` names.
    carries_code
        Whether it is a carrier: then any of its codes is caught.

    Returns
    -------
    str

    Examples
    --------
    >>> print(clause_of_exception("ThrottlingException", carries_code=False))
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "ThrottlingException":
            raise
        # here, ThrottlingException is what happened
    """
    if carries_code:
        return f"except {_classes([exception])} as error:\n{_READ_CODE}"
    return (
        "except client.exceptions.ClientError as error:\n"
        f'    if error.response["Error"]["Code"] != "{exception}":\n'
        "        raise\n"
        f"    # here, {exception} is what happened"
    )


def _classes(exceptions: Collection[str]) -> str:
    names = [f"client.exceptions.{name}" for name in exceptions]
    if len(names) == 1:
        return names[0]
    return "\n".join(["(", *(f"    {name}," for name in names), ")"])
