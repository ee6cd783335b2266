"""What stands outside the source: Python's own names, imported modules, objects that are there."""

from __future__ import annotations

import builtins
import importlib
import types
from typing import Any, Final

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError

from sgwlib.reviewing.values import UNKNOWN, Client, Module, Routine, names

__all__ = ["SERVICE", "builtin", "member_of_module", "snippet_name", "value_of"]

SERVICE: Final = "storagegateway"
# Imported here when the source does: they do nothing by that, and their exceptions are wanted.
_READ: Final = names(
    "asyncio boto3.exceptions botocore.exceptions builtins concurrent.futures contextlib "
    "http.client json logging os socket ssl subprocess sys time traceback urllib.error"
)
# Their functions have nothing to do with the errors that are reviewed.
_HARMLESS: Final = names(
    "asyncio collections contextlib datetime functools json logging math os os.path "
    "pathlib random sys tempfile threading time traceback typing warnings"
)
_CONTAINERS: Final = frozenset({dict, list, tuple, set, frozenset})


def member_of_module(module: str, name: str) -> object:
    """Return what a module has by a name.

    Examples
    --------
    >>> member_of_module("botocore.exceptions", "ClientError")
    <class 'botocore.exceptions.ClientError'>
    >>> member_of_module("time", "sleep")
    Routine(name='time.sleep')
    >>> member_of_module("requests", "Timeout")
    Module(name='requests.Timeout')
    """
    whole = f"{module}.{name}"
    if module in _READ:
        found = getattr(importlib.import_module(module), name, None)
        if _is_exception(found):
            return found
    if module == "builtins" and hasattr(builtins, name):
        return builtin(name)
    if whole in {"boto3.client", "boto3.resource"} or module in _HARMLESS:
        return Module(whole) if whole in _HARMLESS else Routine(whole)
    return Module(whole)


def builtin(name: str) -> object:
    """Return one of Python's own names; raises KeyError."""
    found = vars(builtins)[name]
    return found if _is_exception(found) else Routine(name)


_SNIPPET: Final[dict[str, object]] = {
    "BotoCoreError": BotoCoreError,
    "ClientError": ClientError,
    "__name__": "__main__",
    "boto3": Module("boto3"),
    "botocore": Module("botocore"),
    "client": Client(SERVICE),
    "contextlib": Module("contextlib"),
    "suppress": Routine("contextlib.suppress"),
    "time": Module("time"),
}


def snippet_name(name: str) -> object:
    """Return what a name means that a source uses without having it from anywhere.

    A piece of code is often shown without its imports.

    Examples
    --------
    >>> snippet_name("ClientError").__name__
    'ClientError'
    """
    return _SNIPPET[name] if name in _SNIPPET else builtin(name)


def value_of(found: object) -> object:
    """Return what an object that is there means to the reading of a program.

    Examples
    --------
    >>> import time
    >>> value_of(time.sleep), value_of(("VolumeInUse", object()))
    (Routine(name='time.sleep'), ('VolumeInUse', UNKNOWN))
    """
    if found is None or type(found) in {bool, int, float, bytes} or _is_exception(found):
        return found
    if isinstance(found, str):
        return str(found)  # a member of a StrEnum, too
    if isinstance(found, BaseClient):
        return Client(found.meta.service_model.service_name)
    if isinstance(found, types.ModuleType):
        return Module(found.__name__)
    return _container(found) if type(found) in _CONTAINERS else _function(found)


def _container(found: Any) -> object:
    if isinstance(found, dict):
        return {key: value_of(each) for key, each in found.items() if isinstance(key, (str, int))}
    return type(found)(map(value_of, found))


def _function(found: object) -> object:
    module, name = getattr(found, "__module__", None), getattr(found, "__name__", None)
    if isinstance(module, str) and isinstance(name, str) and callable(found):
        return member_of_module(module, name)
    return UNKNOWN


def _is_exception(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, BaseException)
