from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from botocore.model import ShapeResolver
from botocore.parsers import create_parser
from botocore.validate import ParamValidator

from sgwlib import load_catalogue
from sgwlib.errors import UnknownNameError
from sgwlib.simulation.api import (
    TARGET_PREFIXES,
    _value,
    api_model,
    api_operations,
    success_body,
)

if TYPE_CHECKING:
    from pathlib import Path

    from botocore.model import Shape, StructureShape


@pytest.fixture(autouse=True)
def fresh() -> None:
    api_model.cache_clear()
    api_operations.cache_clear()


def test_today_s_api_has_all_operations_of_the_page_and_more() -> None:
    known = set(load_catalogue().api_operations)
    assert len(known) == 96
    assert set(load_catalogue().operations) < known <= set(api_operations())
    assert list(api_operations()) == sorted(api_operations())


def test_the_prefixes_are_the_page_s_and_today_s() -> None:
    assert ("StorageGateway_20120630", api_model().metadata["targetPrefix"]) == TARGET_PREFIXES


def test_a_model_in_the_user_s_home_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "storagegateway" / "2099-01-01"
    own.mkdir(parents=True)
    (own / "service-2.json").write_text(json.dumps({"operations": {}, "metadata": {}}))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    monkeypatch.setattr("botocore.loaders.Loader.CUSTOMER_DATA_PATH", str(tmp_path))
    assert api_model().api_version == "2013-06-30"
    assert "DeleteVolume" in api_operations()


# Outputs


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


def test_an_output_is_valid_for_the_model() -> None:
    for operation in api_operations():
        found = ParamValidator().validate(parsed(operation), output_shape(operation))
        assert (operation, found.generate_report()) == (operation, "")


def test_strings_keep_pattern_length_and_enum() -> None:
    for operation in api_operations():
        for shape, value in strings(output_shape(operation), parsed(operation)):
            rules, place = shape.metadata, f"{shape.name} in {operation}"
            assert value in rules.get("enum", [value]), place
            assert rules.get("min", 0) <= len(value) <= rules.get("max", len(value)), place
            # Java's classes, which Python lacks, and its end of the text.
            pattern = re.sub(r"\\p\{[LN]\}", r"\\w", rules.get("pattern", ""))
            pattern = pattern.replace(r"\z", r"\Z").replace(r"\p{Z}", " ")
            assert re.search(pattern, value), place


def test_every_member_is_there_but_the_mark_of_a_next_page() -> None:
    def missing(shape: Any, value: Any) -> set[str]:
        if shape.type_name == "list":
            assert value
            return missing(shape.member, value[0])
        if shape.type_name != "structure":
            return set()
        inner = [missing(shape.members[name], value[name]) for name in value]
        return set(shape.members) - set(value) | set().union(*inner)

    for operation in api_operations():
        found = missing(output_shape(operation), parsed(operation))
        assert found <= {"Marker", "NextMarker"}, operation


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
