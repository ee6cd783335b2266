"""The errors that a call can be answered with, all asked of the catalogue."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sgwlib.catalogue import load_catalogue, unknown_message

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def facts(*, both: bool = False) -> dict[str, Any]:
    """Return what the worker has to know: the operations, and the errors of each.

    With `both`, each code comes with each of the two carriers.
    """
    catalogue = load_catalogue()
    operations = catalogue.api_operations
    own = [each.name for each in catalogue.known_codes.values() if not each.shared]
    own += [each.name for each in catalogue.known_exceptions.values() if not each.shared]
    return {
        "operations": {name: each.shared for name, each in operations.items()},
        "own_names": own,
        "modelled": sorted({name for each in operations.values() for name in each.declares}),
        "errors": {name: list(_errors(name, both=both)) for name in operations},
    }


def _errors(operation: str, *, both: bool) -> Iterator[list[Any]]:
    """Yield each error: its name, exception, code, message, status and whether it has a class."""
    catalogue = load_catalogue()
    declared = catalogue.api_operations[operation].declares
    for code in catalogue.all_codes_of(operation):
        known = catalogue.known_codes[code]
        default = known.carrier.text
        others = [name for name in catalogue.carriers if both and name != default]
        for carrier in (default, *others):
            name = code if carrier == default else f"{carrier}/{code}"
            message = known.message or unknown_message(code)
            status = catalogue.exceptions[carrier].status
            yield [name, carrier, code, message, status, True]
    for name in dict.fromkeys((*catalogue.general_exceptions, *declared)):
        exception = catalogue.known_exceptions[name]
        message = exception.sample_message or exception.message
        yield [name, name, None, message, exception.status, name in declared]
