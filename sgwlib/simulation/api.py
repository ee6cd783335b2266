"""Today's API as botocore's service model has it: operations, target prefixes and shapes.

The reference page knows 35 operations, the model of 2013-06-30 about a hundred. What is not on the
page has no documented pairs, but clients call it all the same.
"""

from __future__ import annotations

from functools import cache

from botocore.loaders import Loader
from botocore.model import ServiceModel

__all__ = ["TARGET_PREFIXES", "api_model", "api_operations"]

TARGET_PREFIXES = ("StorageGateway_20120630", "StorageGateway_20130630")
"""What stands before the operation in ``X-Amz-Target``: on the page, and in today's SDKs."""


@cache
def api_model() -> ServiceModel:
    """Return botocore's model of the service, from botocore's own files alone.

    Examples
    --------
    >>> api_model().operation_model("DeleteVolume").input_shape.required_members
    ['VolumeARN']
    """
    # Not the default search path: a model that lies in the user's home must change nothing.
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
    )
    return ServiceModel(loader.load_service_model("storagegateway", "service-2"), "storagegateway")


@cache
def api_operations() -> tuple[str, ...]:
    """Return the names of all operations of the model, in alphabetical order.

    Examples
    --------
    >>> "DeleteVolume" in api_operations(), "RefreshCache" in api_operations()
    (True, True)
    """
    return tuple(sorted(api_model().operation_names))
