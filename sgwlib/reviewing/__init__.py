"""Review code: what it does about each documented error of the calls in it.

In this process:

* ``reader``      `review`, from a source to its `Review`
* ``process``     the worker process, as seen from outside, and the errors that it answers with
* ``findings``, ``report``  the result
* ``functions``   the program around a function, and how it really ends with each error

In the worker process, in the order in which a source passes them:

* ``worker``      requests, limits, and what ends the process
* ``program``     the tree of the source
* ``receivers``   which calls count
* ``instrument``, ``hooks``  what the source may not do, and what the review adds to it
* ``slicing``     what of a function a call needs
* ``standins``, ``outside``  everything that is not in the source
* ``outcomes``    each slice is run with each error, and composed into its callers
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sgwlib.extras import needed_by

with needed_by("sgwlib.reviewing"):
    import botocore  # noqa: F401 - the worker needs more of it

if TYPE_CHECKING:
    from sgwlib.reviewing.findings import Finding
    from sgwlib.reviewing.reader import review
    from sgwlib.reviewing.report import Decision, Outcome, Review, ReviewedCall, Unreviewed

__all__ = ["Decision", "Finding", "Outcome", "Review", "ReviewedCall", "Unreviewed", "review"]
_HOME = {"Finding": "findings", "review": "reader"}


def __getattr__(name: str) -> object:
    """Load a public name when it is used: the worker process needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'report')}"), name)
