"""Compare the catalogue with a saved copy of AWS's page, or with botocore's model of the API.

``python -m tools.drift FILE`` reads the page "Error Responses" as a browser saves it (HTML), as
Markdown or as plain text. ``python -m tools.drift --api`` reads the model in the installed
botocore. The exit status is 0 if nothing differs, 1 if something does, and 2 if the comparison
isn't possible.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sgwlib import load_catalogue
from sgwlib.errors import SgwError
from sgwlib.text import counted
from tools.page import Page, PageError, page_of, read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from botocore.model import ServiceModel

    from sgwlib import Catalogue

__all__ = ["api_differences", "differences", "main"]

_T = TypeVar("_T")


def main(argv: Sequence[str] | None = None) -> int:
    """Print what differs; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.drift", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, help='a saved copy of "Error Responses"')
    source.add_argument("--api", action="store_true", help="read botocore's model instead")
    parser.add_argument("--edition", help="the edition of the catalogue to compare with")
    options = parser.parse_args(argv)
    try:
        catalogue = load_catalogue(edition=options.edition)
        if options.api:
            from sgwlib.simulation.api import api_model

            found = api_differences(catalogue, api_model())
        else:
            page = read_page(options.file.read_text(encoding="utf-8-sig"))
            found = differences(page_of(catalogue), page)
    except UnicodeDecodeError:
        return _failed(f"{options.file}: Expected text in UTF-8. Save the page as HTML or text.")
    except PageError as error:
        return _failed(f"{options.file}: {error}")
    except OSError as error:
        return _failed(f"{options.file}: Expected a file that can be read: {error.strerror}.")
    except SgwError as error:
        return _failed(str(error))
    number = counted(len(found), "difference") if found else "No difference"
    what = "the model of the API" if options.api else f"edition {catalogue.edition}"
    lines = [*found, f"{number} from {what}."]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


def _failed(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2


# --- the page --------------------------------------------------------------------------------


def differences(expected: Page, found: Page) -> list[str]:
    """Return what differs between two pages, a string for each difference.

    A row that seems to be renamed is compared under its new name. A pair is named with its code
    or its operation if that is gone or new as a whole, and by itself otherwise.
    """
    return [
        *(f"{each} has more than one row." for each in found.repeated),
        *_exception_differences(expected.exceptions, found.exceptions),
        *_code_differences(expected.codes, found.codes),
    ]


def _exception_differences(
    old: Mapping[str, tuple[int, str, str]], new: Mapping[str, tuple[int, str, str]]
) -> list[str]:
    renamed = _renamed(old, new, lambda each: each[2])
    lines = [f"Exception {a} renamed to {b}? The message is the same." for a, b in renamed.items()]
    old = {renamed.get(name, name): each for name, each in old.items()}
    for name, (status, reason, message) in old.items():
        if name not in new:
            lines.append(f"Exception {name} is gone ({status} {reason}): {message}")
            continue
        values = (status, reason, message)
        for what, was, now in zip(("status", "reason", "message"), values, new[name], strict=True):
            lines += _changed(f"Exception {name}: the {what}", was, now)
    for name, (status, reason, message) in new.items():
        if name not in old:
            lines.append(f"Exception {name} is new ({status} {reason}): {message}")
    return [*lines, *_moved("Exception", old, new)]


def _code_differences(
    old: Mapping[str, tuple[str, tuple[str, ...]]], new: Mapping[str, tuple[str, tuple[str, ...]]]
) -> list[str]:
    renamed = _renamed(old, new, lambda each: each[0])
    lines = [f"Code {a} renamed to {b}? The message is the same." for a, b in renamed.items()]
    old = {renamed.get(name, name): each for name, each in old.items()}
    renamed = _renamed(old, new, lambda each: each[1])
    lines += [f"Code {a} renamed to {b}? The operations are the same." for a, b in renamed.items()]
    old = {renamed.get(name, name): each for name, each in old.items()}
    for here, there, state in ((old, new, "gone"), (new, old, "new")):
        for name, (message, operations) in here.items():
            if name not in there:
                names = ", ".join(operations) or "none"
                lines.append(f"Code {name} is {state}: {message} Operations: {names}.")
    old_codes, new_codes = _codes_by_operation(old), _codes_by_operation(new)
    for before, after, state in ((old_codes, new_codes, "gone"), (new_codes, old_codes, "new")):
        lines += [
            f"Operation {name} is {state}. Codes: {', '.join(codes)}."
            for name, codes in before.items()
            if name not in after
        ]
    for name, (message, operations) in new.items():
        if name not in old:
            continue
        was_message, was_operations = old[name]
        lines += _changed(f"Code {name}: the message", was_message, message)
        lines += [
            f"Pair {each} / {name} is gone."
            for each in was_operations
            if each not in operations and each in new_codes
        ]
        lines += [
            f"Pair {each} / {name} is new."
            for each in dict.fromkeys(operations)
            if each not in was_operations and each in old_codes
        ]
        lines += [
            f"Pair {each} / {name} is listed more than once."
            for each in dict.fromkeys(operations)
            if operations.count(each) > max(1, was_operations.count(each))
        ]
        lines += _moved(f"Code {name}: operation", was_operations, operations)
    return [*lines, *_moved("Code", old, new)]


def _codes_by_operation(
    codes: Mapping[str, tuple[str, tuple[str, ...]]],
) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, (_, operations) in codes.items():
        for operation in dict.fromkeys(operations):
            found.setdefault(operation, []).append(name)
    return found


def _changed(what: str, was: object, now: object) -> list[str]:
    return [] if was == now else [f"{what} has changed.\n  was: {was}\n  now: {now}"]


def _renamed(
    old: Mapping[str, _T], new: Mapping[str, _T], key: Callable[[_T], object]
) -> dict[str, str]:
    """Return each name that is gone with the new name whose row has the same, non-empty key."""
    added = [name for name in new if name not in old]
    found: dict[str, str] = {}
    for name in (each for each in old if each not in new):
        same = [each for each in added if key(old[name]) and key(new[each]) == key(old[name])]
        if same:
            found[name] = same[0]
            added.remove(same[0])
    return found


def _moved(kind: str, old: Iterable[str], new: Iterable[str]) -> list[str]:
    """Return a string for each of the fewest names that must move to get the new order.

    Each place is given by the nearest name before it that stays.
    """
    new = list(dict.fromkeys(new))
    was = [name for name in dict.fromkeys(old) if name in new]
    now = [name for name in new if name in was]
    stays = _longest_increasing([was.index(name) for name in now])
    fixed = {was[index] for index in stays}

    def place(name: str, names: Sequence[str]) -> str:
        before = [each for each in names[: names.index(name)] if each in fixed]
        return f"after {before[-1]}" if before else "first"

    return [
        f"{kind} {name} has moved.\n  was: {place(name, was)}\n  now: {place(name, now)}"
        for name in now
        if name not in fixed
    ]


def _longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return a longest increasing subsequence: difflib finds long blocks, not the fewest moves."""
    best: list[list[int]] = []
    for number in numbers:
        before = [each for each in best if each[-1] < number]
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])


# --- the model -------------------------------------------------------------------------------


def api_differences(catalogue: Catalogue, model: ServiceModel) -> list[str]:
    """Return what differs between the catalogue's tables of the API and botocore's model."""
    old = {name: set(each.declares) for name, each in catalogue.api_operations.items()}
    new = {
        name: {shape.name for shape in model.operation_model(name).error_shapes}
        for name in model.operation_names
    }
    lines = [f"Operation {name} is gone." for name in old if name not in new]
    for name, declares in new.items():
        if name not in old:
            names = ", ".join(sorted(declares)) or "no exception"
            lines.append(f"Operation {name} is new. It declares {names}.")
            continue
        lines += [f"Operation {name} no longer declares {e}." for e in sorted(old[name] - declares)]
        lines += [f"Operation {name} now declares {e}." for e in sorted(declares - old[name])]
    return [*lines, *_enum_differences(catalogue, model)]


def _enum_differences(catalogue: Catalogue, model: ServiceModel) -> Iterator[str]:
    old = [each.enum for each in catalogue.known_codes.values() if each.enum is not None]
    # A model without the enumeration lacks each of its values.
    shape: Any = model.shape_for("ErrorCode") if "ErrorCode" in model.shape_names else None
    new: list[str] = shape.enum if shape else []
    added = {value.strip(): value for value in new if value not in old}
    for value in old:
        if value in new:
            continue
        # One value ends in a blank, so quotes show where each value ends.
        same = added.pop(value.strip(), None)
        if same is None:
            yield f"ErrorCode {value!r} is gone."
        else:
            yield f"ErrorCode {value!r} is now {same!r}. Only white space differs."
    for value in added.values():
        yield f"ErrorCode {value!r} is new."


if __name__ == "__main__":
    raise SystemExit(main())
