"""The table of guards, and what decides whether and in which order they apply."""

from __future__ import annotations

import json
from typing import Any

from frictionless import Package

from sgwlib import Sandbox, load_catalogue
from sgwlib.catalogue import bundled_folder
from sgwlib.simulation.api import api_model
from sgwlib.simulation.sandbox import rules_of
from sgwlib.simulation.sandbox.guards import QUESTIONS, all_guards, applied_to
from sgwlib.simulation.sandbox.operations import OPERATIONS
from tests.simulation.sandbox.calls import GIB, done, new_volume, refused

EDITIONS = [load_catalogue(edition=name) for name in load_catalogue().editions]


def test_each_pair_of_each_edition_has_a_guard() -> None:
    missing = [
        (edition.edition, *pair)
        for edition in EDITIONS
        for pair in edition.pairs
        if not rules_of(*pair)
    ]
    assert missing == []
    assert (
        rules_of("ListGateways", "VolumeInUse") == rules_of("RefreshCache", "InternalError") == ()
    )


def test_the_table_is_a_data_package() -> None:
    folder = bundled_folder() / "sandbox"
    assert Package(str(folder / "datapackage.json")).validate().valid


def test_no_guard_answers_an_undocumented_pair() -> None:
    catalogue = load_catalogue()
    wrong = [
        (name, each.guard.code)
        for name in OPERATIONS
        for each in applied_to(name)
        if each.coded and not catalogue.documented_anywhere(name, each.guard.code)
    ]
    assert wrong == []


def test_the_table_has_the_guards_that_the_operations_name_and_the_code_asks() -> None:
    named = {each.guard.name for name in OPERATIONS for each in applied_to(name)}
    assert set(all_guards()) == named == set(QUESTIONS)
    for guard in all_guards().values():
        assert guard.code in load_catalogue().known_codes
        assert guard.rule.text.endswith(".")
        assert guard.rule.source
        assert guard.rule.source.startswith("a guess: ") == guard.guessed


def test_each_guard_concerns_operations_and_members_that_there_are() -> None:
    shapes: list[Any] = [api_model().operation_model(name).input_shape for name in OPERATIONS]
    names = {"each", *OPERATIONS, *(f"-{name}" for name in OPERATIONS)}
    names |= {member for shape in shapes for member in shape.members}
    for guard in all_guards().values():
        assert guard.concerns
        assert {*guard.concerns} <= names, guard
        exempt = {each[1:] for each in guard.concerns if each.startswith("-")}
        assert not exempt & {
            name for name in OPERATIONS for each in applied_to(name) if each.guard == guard
        }


def test_the_guards_of_a_stage_are_together() -> None:
    stages = [each.stage for each in all_guards().values()]
    assert [*dict.fromkeys(stages)] == [
        *("service", "form", "gateway", "type", "connection", "appliance", "repeated", "resource"),
        *("state", "uniqueness", "limit"),
    ]
    assert stages == sorted(stages, key=[*dict.fromkeys(stages)].index)


def test_the_gateway_comes_before_the_volume_and_the_connection_before_its_state() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    volume = new_volume(sandbox, gateway)
    sandbox.connect(volume)
    unknown = volume.replace("/vol-", "/vol-0")
    assert refused(sandbox, "DeleteVolume", VolumeARN=unknown) == "VolumeNotFound"
    gateway.power_off()
    assert refused(sandbox, "DeleteVolume", VolumeARN=unknown) == "GatewayNotConnected"
    assert refused(sandbox, "DeleteVolume", VolumeARN=volume) == "GatewayNotConnected"
    done(sandbox, "DeleteGateway", GatewayARN=gateway.arn)
    assert refused(sandbox, "DeleteVolume", VolumeARN=volume) == "GatewayNotFound"


def test_the_arn_of_a_volume_does_not_stand_for_its_gateway() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    volume = new_volume(sandbox, gateway)
    for arn in (volume, f"{gateway.arn}/target/iqn.1997-05.com.amazon:data"):
        for operation in ("DeleteGateway", "ListLocalDisks", "UpdateGatewayInformation"):
            assert refused(sandbox, operation, GatewayARN=arn) == "InvalidParameters"


def test_where_no_edition_has_a_code_the_answer_has_none() -> None:
    """These two operations are documented with one code only, and the tags with none."""
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    off, shut_down = sandbox.gateway("cached"), sandbox.gateway("cached")
    off.power_off()
    done(sandbox, "ShutdownGateway", GatewayARN=shut_down.arn)
    not_connected = "The specified gateway is not connected."
    unknown = gateway.arn[:-8] + "00000000"
    invalid = "The specified request contains invalid parameters."
    for operation, given, message in (
        ("DescribeUploadBuffer", {"GatewayARN": unknown}, "The specified gateway was not found."),
        (
            "DeleteSnapshotSchedule",
            {"VolumeARN": f"{gateway.arn}/volume/vol-1122AABB"},
            "The specified volume was not found.",
        ),
        ("ListTagsForResource", {"ResourceARN": unknown}, invalid),
        ("ListTagsForResource", {"ResourceARN": gateway.arn, "Marker": "none!"}, invalid),
        ("DescribeUploadBuffer", {"GatewayARN": off.arn}, not_connected),
        ("DescribeUploadBuffer", {"GatewayARN": shut_down.arn}, not_connected),
    ):
        found = sandbox.answer(operation, json.dumps(given).encode())
        assert not isinstance(found, bytes)
        assert (found.exception, found.code) == ("InvalidGatewayRequestException", None)
        assert found.message == message


def test_live_answers_have_the_pairs_and_messages_that_were_observed() -> None:
    def messages(*, live: bool) -> list[tuple[str | None, str | None]]:
        sandbox = Sandbox(live=live)
        volumes = [new_volume(sandbox, sandbox.gateway("cached")) for _ in range(1)]
        volumes += [new_volume(sandbox, sandbox.gateway("cached"), ClientToken="token-other")]
        file = {"GatewayARN": sandbox.gateway("s3-file").arn}
        found = [
            sandbox.answer("DescribeBandwidthRateLimit", json.dumps(file).encode()),
            sandbox.answer(
                "DescribeCachediSCSIVolumes", json.dumps({"VolumeARNs": volumes}).encode()
            ),
        ]
        return [(each.code, each.message) for each in found if not isinstance(each, bytes)]

    stored = Sandbox(live=True)
    both = [new_volume(stored, stored.gateway("stored")) for _ in range(2)]
    assert refused(stored, "DescribeStorediSCSIVolumes", VolumeARNs=both) == "InvalidParameters"
    assert messages(live=False) == [
        ("NotSupported", "The specified operation is not supported."),
        ("InvalidParameters", "The specified request contains invalid parameters."),
    ]
    assert messages(live=True) == [
        (
            "UnsupportedOperationForGatewayType",
            "This operation is not valid for the specified gateway.",
        ),
        (None, "Cannot describe volumes of multiple gateways"),
    ]


def test_a_repeated_token_is_answered_again_and_changes_nothing() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    volume = new_volume(sandbox, gateway)
    for _ in range(31):
        assert new_volume(sandbox, gateway) == volume
    for number in range(31):
        new_volume(sandbox, gateway, f"more-{number}")
    assert new_volume(sandbox, gateway) == volume, "even if there is no room for another"
    given: dict[str, object] = {"GatewayARN": gateway.arn, "TargetName": "data"}
    given |= {
        "ClientToken": "token-data",
        "NetworkInterfaceId": gateway.address,
        "VolumeSizeInBytes": 11 * GIB,
    }
    assert refused(sandbox, "CreateCachediSCSIVolume", **given) == "VolumeAlreadyExists"


def test_a_failing_service_answers_every_operation_with_its_carrier() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("stored")
    sandbox.failing = True
    found = refused(sandbox, "DescribeUploadBuffer", GatewayARN=gateway.arn)
    assert found == "InternalServerError"
    assert refused(sandbox, "ListGateways") == "InternalError"
    sandbox.crashing = True
    assert refused(sandbox, "ListTapes") == "InternalFailure"
