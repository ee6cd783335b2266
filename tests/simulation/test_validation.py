"""The input of a call is checked against botocore's model, in the service's own words."""

from __future__ import annotations

import json
import sys
import time
import unicodedata
import warnings
from functools import cache
from typing import Any

from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.simulation.api import api_model, api_operations
from sgwlib.simulation.general import ServiceError
from sgwlib.simulation.validation import python_pattern, read_input, validate
from tests.endpoint.clients.plain import ARN

VOLUME = f"{ARN}/volume/vol-1122AABB"


def problem(operation: str, value: Any) -> str:
    """Return what is wrong with an input, as ``exception: message``; empty if nothing is."""
    try:
        validate(operation, value)
    except ServiceError as error:
        return str(error)
    return ""


def one(value: str, member: str, constraint: str) -> str:
    return (
        f"ValidationException: 1 validation error detected: {value} at '{member}' failed to "
        f"satisfy constraint: {constraint}"
    )


TAPES = {
    "GatewayARN": ARN,
    "TapeSizeInBytes": 1 << 40,
    "ClientToken": "token",
    "NumTapesToCreate": 5,
    "TapeBarcodePrefix": "TEST",
}
CHAP = {
    "TargetARN": ARN,
    "SecretToAuthenticateInitiator": "secret",
    "InitiatorName": "iqn.1991-05.com.microsoft:host",
}


BROKEN: list[tuple[str, Any, str]] = [
    (
        "ListVolumes",
        {"GatewayARN": "fake_gateway"},
        one(
            "Value 'fake_gateway'",
            "gatewayARN",
            "Member must have length greater than or equal to 50",
        ),
    ),
    (
        "ListVolumes",
        {"GatewayARN": "x" * 501},
        one(
            f"Value '{'x' * 501}'",
            "gatewayARN",
            "Member must have length less than or equal to 500",
        ),
    ),
    ("DeleteGateway", {}, one("Value null", "gatewayARN", "Member must not be null")),
    (
        "DeleteGateway",
        {"GatewayARN": None},
        one("Value null", "gatewayARN", "Member must not be null"),
    ),
    (
        "DeleteVolume",
        {"VolumeARN": ARN},
        one(
            f"Value '{ARN}'",
            "volumeARN",
            "Member must satisfy regular expression pattern: "
            r"arn:(aws(|-cn|-us-gov|-iso[A-Za-z0-9_-]*|-eusc)):storagegateway:[a-z\-0-9]+:"
            r"[0-9]+:gateway\/(.+)\/volume\/vol-(\S+)",
        ),
    ),
    (
        "ListGateways",
        {"Limit": 0},
        one("Value '0'", "limit", "Member must have value greater than or equal to 1"),
    ),
    (
        "CreateTapes",
        TAPES | {"NumTapesToCreate": 11},
        one(
            "Value '11'",
            "numTapesToCreate",
            "Member must have value less than or equal to 10",
        ),
    ),
    (
        "UpdateGatewayInformation",
        {"GatewayARN": ARN, "GatewayCapacity": "Huge"},
        one(
            "Value 'Huge'",
            "gatewayCapacity",
            "Member must satisfy enum value set: [Small, Medium, Large]",
        ),
    ),
    (
        "AddCache",
        {"GatewayARN": ARN, "DiskIds": ["a", "", "c"]},
        one(
            "Value '[a, , c]'",
            "diskIds",
            "Member must satisfy constraint: [Member must have length less than or equal to "
            "300, Member must have length greater than or equal to 1]",
        ),
    ),
    (
        "AddCache",
        {"GatewayARN": ARN, "DiskIds": ["a", None]},
        one(
            "Value '[a, null]'",
            "diskIds",
            "Member must satisfy constraint: [Member must not be null]",
        ),
    ),
    (
        "AddTagsToResource",
        {"ResourceARN": ARN, "Tags": [None]},
        one("Value null", "tags.1.member", "Member must not be null"),
    ),
    (
        "DescribeNFSFileShares",
        {"FileShareARNList": []},
        one(
            "Value '[]'",
            "fileShareARNList",
            "Member must have length greater than or equal to 1",
        ),
    ),
    (
        "AddTagsToResource",
        {"ResourceARN": ARN, "Tags": [{"Key": "a", "Value": "b"}, {"Key": "c"}]},
        one("Value null", "tags.2.member.value", "Member must not be null"),
    ),
    (
        "UpdateBandwidthRateLimitSchedule",
        {
            "GatewayARN": ARN,
            "BandwidthRateLimitIntervals": [
                {
                    "StartHourOfDay": 24,
                    "StartMinuteOfHour": 0,
                    "EndHourOfDay": 1,
                    "EndMinuteOfHour": 0,
                    "DaysOfWeek": [1],
                }
            ],
        },
        one(
            "Value '24'",
            "bandwidthRateLimitIntervals.1.member.startHourOfDay",
            "Member must have value less than or equal to 23",
        ),
    ),
    (
        "UpdateChapCredentials",
        CHAP | {"SecretToAuthenticateInitiator": "s" * 101},
        one(
            "Value",
            "secretToAuthenticateInitiator",
            "Member must have length less than or equal to 100",
        ),
    ),
    (
        "ListTapes",
        {"TapeARNs": ["short"]},
        one(
            "Value '[short]'",
            "tapeARNs",
            "Member must satisfy constraint: [Member must have length less than or equal to "
            "500, Member must have length greater than or equal to 50, Member must satisfy "
            "regular expression pattern: arn:(aws(|-cn|-us-gov|-iso[A-Za-z0-9_-]*|-eusc)):"
            r"storagegateway:[a-z\-0-9]+:[0-9]+:tape\/[0-9A-Z]{5,16}$]",
        ),
    ),
]


def test_a_broken_constraint_is_named() -> None:
    found = [(operation, value, problem(operation, value)) for operation, value, _ in BROKEN]
    assert found == BROKEN


def test_several_errors_are_in_one_answer() -> None:
    assert problem("AddCache", {"GatewayARN": "short"}) == (
        "ValidationException: 2 validation errors detected: Value 'short' at 'gatewayARN' failed "
        "to satisfy constraint: Member must have length greater than or equal to 50; Value null "
        "at 'diskIds' failed to satisfy constraint: Member must not be null"
    )


def test_an_answer_stays_small_whatever_comes() -> None:
    tags = [{"Key": "k" * 10_000, "Value": "v" * 10_000}] * 1000
    answer = problem("AddTagsToResource", {"ResourceARN": "r" * 100_000, "Tags": tags})
    assert answer.startswith("ValidationException: 10 validation errors detected: ")
    assert len(answer) < 20_000


def test_an_answer_never_repeats_a_secret() -> None:
    secret = "hunter2" * 100
    assert "hunter2" not in problem(
        "UpdateChapCredentials", CHAP | {"SecretToAuthenticateInitiator": secret}
    )
    assert "hunter2" not in problem(
        "SetLocalConsolePassword", {"GatewayARN": ARN, "LocalConsolePassword": secret}
    )


def test_a_right_input_passes() -> None:
    right: list[tuple[str, Any]] = [
        ("ListGateways", {}),
        ("ListGateways", {"Limit": 100, "Marker": None}),
        ("ListGateways", {"NoSuchMember": [1]}),
        ("DeleteVolume", {"VolumeARN": VOLUME}),
        ("CreateTapes", TAPES),
        ("UpdateChapCredentials", CHAP),
        (
            "AddTagsToResource",
            {"ResourceARN": ARN, "Tags": [{"Key": "Größe 1/2", "Value": ""}]},
        ),
    ]
    problems = [problem(operation, value) for operation, value in right]
    assert problems == [""] * len(right)


WRONG_TYPES: list[tuple[str, Any, str]] = [
    ("ListVolumes", {"GatewayARN": 5}, "NUMBER_VALUE can not be converted to a String"),
    ("ListVolumes", {"GatewayARN": 0.5}, "DECIMAL_VALUE can not be converted to a String"),
    ("ListVolumes", {"GatewayARN": True}, "TRUE_VALUE can not be converted to a String"),
    ("ListVolumes", {"GatewayARN": []}, "Start of list found where not expected"),
    (
        "ListVolumes",
        {"GatewayARN": {}},
        "Start of structure or map found where not expected.",
    ),
    ("ListGateways", {"Limit": "5"}, "STRING_VALUE can not be converted to an Integer"),
    ("ListGateways", {"Limit": 1.5}, "DECIMAL_VALUE can not be converted to an Integer"),
    ("ListGateways", {"Limit": 1 << 31}, "NUMBER_VALUE can not be converted to an Integer"),
    ("ListGateways", {"Limit": False}, "FALSE_VALUE can not be converted to an Integer"),
    ("AddCache", {"DiskIds": "one"}, "Unexpected field type"),
    ("AddCache", {"DiskIds": ["one", 2]}, "NUMBER_VALUE can not be converted to a String"),
    ("AddTagsToResource", {"Tags": ["one"]}, "Unexpected field type"),
    (
        "AddTagsToResource",
        {"Tags": [{"Key": 1}]},
        "NUMBER_VALUE can not be converted to a String",
    ),
]


def test_a_wrong_type_is_named_before_any_constraint() -> None:
    found = [
        (operation, value, problem(operation, value).removeprefix("SerializationException: "))
        for operation, value, _ in WRONG_TYPES
    ]
    assert found == WRONG_TYPES


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@cache
def inputs(operation: str) -> st.SearchStrategy[Any]:
    """Give inputs with the members of an operation, each of any type."""
    shape = api_model().operation_model(operation).input_shape
    members = {} if shape is None else dict.fromkeys(shape.members, json_values)
    return st.fixed_dictionaries({}, optional=members)


@given(st.data())
def test_any_input_passes_or_is_rejected(data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(api_operations()))
    value = data.draw(inputs(operation))
    answer = problem(operation, read_input(json.dumps(value).encode()))
    assert answer == "" or answer.split(":")[0] in {"SerializationException", "ValidationException"}


@given(st.sampled_from(["ListVolumes", "ListGateways", "AddCache", "ListTapes"]), st.data())
def test_what_botocore_refuses_is_refused(operation: str, data: st.DataObject) -> None:
    value = {name: each for name, each in data.draw(inputs(operation)).items() if each is not None}
    shape: Any = api_model().operation_model(operation).input_shape
    report: Any = ParamValidator().validate(value, shape)
    if report.has_errors() and "Unknown parameter" not in report.generate_report():
        assert problem(operation, value) != ""


TAG = r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$"


# --- patterns -------------------------------------------------------------------------------


def patterns() -> dict[str, float | None]:
    """All patterns of the model, with the longest value to match."""
    model = api_model()
    shapes = [model.shape_for(name) for name in model.shape_names]
    return {
        shape.metadata["pattern"]: shape.metadata.get("max")
        for shape in shapes
        if "pattern" in shape.metadata
    }


def test_the_model_s_patterns_are_python_s_too() -> None:
    assert len(patterns()) > 15
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for pattern in patterns():
            python_pattern(pattern)


def test_a_pattern_means_what_it_means_in_java() -> None:
    snapshot = r"\Asnap-([0-9A-Fa-f]{8}|[0-9A-Fa-f]{17})\z"
    expected = {
        (TAG, "Größe Ⅷ_½=日本\u2028\u00a0"): True,
        (TAG, "a*b"): False,
        (TAG, "a€b"): False,
        (TAG, "a\ud800"): False,
        (TAG, "e\u0301"): False,  # a combining accent is no letter
        (snapshot, "snap-1234abcd"): True,
        (snapshot, "snap-1234abcd\n"): False,
        (snapshot, "snap-１234abcd"): False,
    }
    found = {
        (pattern, value): bool(python_pattern(pattern).fullmatch(value))
        for pattern, value in expected
    }
    assert found == expected


def test_categories_of_unicode_are_right_for_every_character() -> None:
    expression = python_pattern(TAG)
    every = map(chr, range(sys.maxunicode + 1))
    wrong = [
        each
        for each in every
        if bool(expression.fullmatch(each))
        is not (unicodedata.category(each)[0] in "LZN" or each in "_.:/=+-@")
    ]
    assert wrong == []


def test_only_one_pattern_has_categories_and_no_other_class() -> None:
    """So it may be matched without re.ASCII, and all others with it."""
    assert [pattern for pattern in patterns() if r"\p" in pattern] == [TAG]


def test_no_value_keeps_a_pattern_busy() -> None:
    """A match cannot be interrupted: one that takes long stops every other thread."""
    for pattern, most in patterns().items():
        longest = int(most or 2048)
        expression = python_pattern(pattern)
        for filling in ("a", "0", "a.", "0:", "-", " ", "a\\", "1.", "::", "{}"):
            value = (filling * longest)[: longest - 1] + "\x00"
            before = time.process_time()
            expression.fullmatch(value)
            # This measures nothing: a pattern that goes wrong takes hours.
            assert time.process_time() - before < 5, pattern
