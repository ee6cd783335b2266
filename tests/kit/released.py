"""Use every public name of an installed sgwlib, in an environment that has nothing else of the kit.

The first argument says what is installed beside it: ``alone``, or ``all`` of the extras.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys

import sgwlib
from sgwlib.errors import MissingPackageError

CODE = (
    "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation: "
)


def main(installed: str) -> None:
    """Print how many public names there are, and which of them need an extra."""
    names, without = 0, set()
    for package in packages():
        try:
            module = importlib.import_module(package)
        except MissingPackageError as error:
            without.add(f"{package} ({error.extra})")
            continue
        for name in getattr(module, "__all__", ()):
            names += 1
            try:
                value = getattr(module, name)
            except MissingPackageError as error:
                without.add(f"{package}.{name} ({error.extra})")
                continue
            if inspect.isclass(value) or inspect.isfunction(value):
                assert value.__doc__, f"{package}.{name} has no docstring"
    use()
    assert installed == "alone" or not without, without
    sys.stdout.write(f"{names} names; {len(without)} need an extra\n")


def packages() -> list[str]:
    """Return the package, its public sub-packages and its public modules."""
    found = pkgutil.walk_packages(sgwlib.__path__, "sgwlib.", onerror=lambda _: None)
    names = [each.name for each in found if "__main__" not in each.name]
    return ["sgwlib", *(name for name in names if name.count(".") == 1)]


def use() -> None:
    """Do what needs no extra."""
    catalogue = sgwlib.load_catalogue()
    assert len(catalogue.pairs) == 289
    explained = sgwlib.explain(f"{CODE}The specified volume is already in use.")
    assert explained.code == "VolumeInUse"
    assert sgwlib.simulate("DeleteVolume", "VolumeInUse").status_code == 400
    assert sgwlib.error_graph(catalogue).number_of_edges() == 289
    assert sgwlib.FaultPlan([sgwlib.Fault("DeleteVolume", "VolumeInUse")]) is not None


if __name__ == "__main__":
    main(sys.argv[1])
