"""Functions and plans that learners typically write first, and words that the feedback has on each.

Each exercise whose answer is code has at least one here: (exercise, answer, words).
"""

from __future__ import annotations

import json
from typing import Any

from sgwlib import load_catalogue
from sgwlib.graph import sides

__all__ = ["WRONG_CODE"]

catalogue = load_catalogue()


def includes_itself(operation: str, code: str) -> Any:
    assert operation
    return catalogue.operations_of(code)


def prints_only(operation: str, code: str) -> None:
    print([name for name in catalogue.operations_of(code) if name != operation])  # noqa: T201


def one_parameter(code: str) -> Any:
    return catalogue.operations_of(code)


def always_a_code(body: str) -> Any:
    fields = json.loads(body)
    return fields["__type"], fields["error"]["errorCode"]


def code_first(body: str) -> Any:
    fields = json.loads(body)
    return fields.get("error", {}).get("errorCode"), fields["__type"]


def exception_only(error: Any) -> Any:
    return error.response["Error"]["Code"]


def code_only(error: Any) -> Any:
    return error.response["error"]["errorCode"]


def every_status(operation: str) -> Any:
    return {name: catalogue.codes[name].remedy.text for name in catalogue.codes_of(operation)}


def names_only(operation: str) -> Any:
    return catalogue.codes_of(operation)


def what_was_met(graph: Any, tested: Any) -> Any:
    return {code for operation in tested for code in graph[operation]}


def of_the_whole_page(graph: Any, tested: Any) -> Any:
    met = {code for operation in tested for code in graph[operation]}
    return [code for code in catalogue.codes if code not in met]


def with_a_typo(graph: Any, tested: Any) -> Any:
    both: Any = sides(graph)
    return [code for code in both[2] if code not in tested]


WRONG_CODE: list[tuple[str, object, str]] = [
    ("00-5", includes_itself, "it returned `('ActivateGateway',)`, expected `[]`"),
    ("00-5", prints_only, "Does it `return`?"),
    ("00-5", one_parameter, "can't be called as `others(operation, code)`"),
    ("00-5", includes_itself("DeleteVolume", "VolumeNotFound"), "without parentheses"),
    ("01-6", always_a_code, "`ListGateways with IncompleteSignatureException`: your function"),
    ("01-6", always_a_code, "`KeyError: 'error'`, in line"),
    ("01-6", code_first, "expected `('InvalidGatewayRequestException', 'ActivationKeyExpired')`"),
    ("01-7", exception_only, "it returned `'InvalidGatewayRequestException'`, expected"),
    ("01-7", code_only, "`KeyError: 'error'`"),
    (
        "02-7",
        every_status,
        "its result should not have `GatewayInternalError`, `InternalError`",
    ),
    ("02-7", names_only, "expected `{"),
    ("03-7", what_was_met, "its result lacks `ActivationKeyExpired`"),
    ("03-7", of_the_whole_page, "`part 1 of the graph`: its result"),
    ("03-7", with_a_typo, "`IndexError: tuple index out of range`, in line"),
]
