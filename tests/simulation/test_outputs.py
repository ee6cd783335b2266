from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from botocore.model import ShapeResolver
from botocore.parsers import create_parser
from botocore.validate import ParamValidator

from sgwlib.errors import UnknownNameError
from sgwlib.simulation.api import api_model, api_operations
from sgwlib.simulation.outputs import _value, success_body

if TYPE_CHECKING:
    from botocore.model import Shape, StructureShape

EVERY_OPERATION = pytest.mark.parametrize("operation", api_operations())


def output_shape(operation: str) -> StructureShape:
    shape = api_model().operation_model(operation).output_shape
    assert shape is not None
    return shape


def parsed(operation: str) -> dict[str, Any]:
    parser: Any = create_parser("json")
    wire = {
        "status_code": 200,
        "headers": {},
        "body": success_body(operation),
        "context": {"operation_name": operation},
    }
    found: dict[str, Any] = parser.parse(wire, output_shape(operation))
    del found["ResponseMetadata"]
    return found


def strings(shape: Any, value: Any) -> list[tuple[Shape, str]]:
    """Return every string of an output with its shape."""
    if isinstance(value, dict):
        return [each for name in value for each in strings(shape.members[name], value[name])]
    if isinstance(value, list):
        return [each for item in value for each in strings(shape.member, item)]
    return [(shape, value)] if isinstance(value, str) else []


@EVERY_OPERATION
def test_an_output_is_valid_for_the_model(operation: str) -> None:
    found = ParamValidator().validate(parsed(operation), output_shape(operation))
    assert found.generate_report() == ""


@EVERY_OPERATION
def test_strings_keep_pattern_length_and_enum(operation: str) -> None:
    for shape, value in strings(output_shape(operation), parsed(operation)):
        rules = shape.metadata
        if "enum" in rules:
            assert value in rules["enum"]
        assert rules.get("min", 0) <= len(value) <= rules.get("max", len(value)), shape.name
        # Java's classes, which Python lacks, and its end of the text.
        pattern = re.sub(r"\\p\{[LN]\}", r"\\w", rules.get("pattern", "")).replace(r"\z", r"\Z")
        assert re.search(pattern.replace(r"\p{Z}", " "), value), shape.name


@EVERY_OPERATION
def test_every_member_is_there_but_where_a_list_goes_on(operation: str) -> None:
    def missing(shape: Any, value: Any) -> set[str]:
        if shape.type_name == "list":
            assert value
            return missing(shape.member, value[0])
        if shape.type_name != "structure":
            return set()
        inner = [missing(shape.members[name], value[name]) for name in value]
        return set(shape.members) - set(value) | set().union(*inner)

    assert missing(output_shape(operation), parsed(operation)) <= {"Marker", "NextMarker"}


def test_outputs_are_json_objects_and_the_same_each_time() -> None:
    for operation in api_operations():
        body = success_body(operation)
        assert isinstance(json.loads(body), dict)
        success_body.cache_clear()
        assert success_body(operation) == body


def test_an_unknown_operation_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean DeleteVolume"):
        success_body("deletevolum")


def test_recursion_in_a_model_ends() -> None:
    shapes: Any = {
        "Tree": {
            "type": "structure",
            "members": {
                "Root": {"shape": "Tree"},
                "Branches": {"shape": "Trees"},
                "ByName": {"shape": "Named"},
                "Leaf": {"shape": "Blob"},
            },
        },
        "Trees": {"type": "list", "member": {"shape": "Tree"}},
        "Named": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Trees"}},
        "Name": {"type": "string", "min": 6},
        "Blob": {"type": "blob"},
    }
    shape = ShapeResolver(shapes).get_shape_by_name("Tree")
    assert _value(shape, "any", ()) == {"Branches": [], "ByName": {"Namexx": []}, "Leaf": ""}
