"""Whole flows with a real boto3 client, as programs and people go through them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

import sgwlib
from sgwlib import Fault, Sandbox, inject
from tests.simulation.sandbox.calls import GIB

HOST = "iqn.1991-05.com.microsoft:host"


def code(client: Any, operation: str, **given: Any) -> str:
    """Call an operation that is refused, and return the error code."""
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**given)
    response: Any = caught.value.response
    assert type(caught.value) is not ClientError, "the exception is a typed one"
    return str(response["error"]["errorCode"])


def cached_volume(client: Any, gateway: Any, name: str = "data", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.create_cached_iscsi_volume(
        **{
            "GatewayARN": gateway.arn,
            "VolumeSizeInBytes": 10 * GIB,
            "TargetName": name,
            "NetworkInterfaceId": gateway.address,
            "ClientToken": f"token-{name}",
        }
        | more
    )
    return made


def stored_volume(client: Any, gateway: Any, name: str = "data", **more: Any) -> str:
    given = {
        "GatewayARN": gateway.arn,
        "DiskId": next(disk.id for disk in gateway.disks if not disk.use),
        "PreserveExistingData": False,
        "TargetName": name,
        "NetworkInterfaceId": gateway.address,
    }
    return str(client.create_stored_iscsi_volume(**given | more)["VolumeARN"])


def test_activation() -> None:
    sandbox = Sandbox()
    client, appliance = sandbox.client(), sandbox.appliance("cached", disks=[150, 150])
    given = {"GatewayName": "first", "GatewayTimezone": "GMT-5:00", "GatewayRegion": "us-east-1"}
    found = code(client, "activate_gateway", ActivationKey="INVALIDKEY", **given)
    assert found == "ActivationKeyNotFound"
    sandbox.advance(minutes=31)
    key = appliance.activation_key
    assert code(client, "activate_gateway", ActivationKey=key, **given) == "ActivationKeyExpired"
    key = appliance.new_key()
    arn = client.activate_gateway(ActivationKey=key, **given)["GatewayARN"]
    assert code(client, "activate_gateway", ActivationKey=key, **given) == "ActivationKeyInvalid"
    assert (appliance.arn, appliance.activated) == (arn, True)
    found = client.describe_gateway_information(GatewayARN=arn)
    assert (found["GatewayName"], found["GatewayTimezone"]) == ("first", "GMT-5:00")
    assert (found["GatewayState"], found["GatewayType"]) == ("RUNNING", "CACHED")
    window = client.describe_maintenance_start_time(GatewayARN=arn)
    assert (window["HourOfDay"], window["DayOfWeek"]) == (19, 3), "a Wednesday, five hours earlier"
    client.delete_gateway(GatewayARN=arn)
    again = {**given, "ActivationKey": appliance.new_key()}
    assert code(client, "activate_gateway", **again) == "DuplicateCertificateInfo"


def test_the_wrong_kind_of_machine_cannot_become_another_kind_of_gateway() -> None:
    sandbox = Sandbox()
    client = sandbox.client()
    given = {"GatewayName": "any", "GatewayTimezone": "GMT", "GatewayRegion": "us-east-1"}
    file = {**given, "ActivationKey": sandbox.appliance("s3-file").activation_key}
    assert code(client, "activate_gateway", GatewayType="CACHED", **file) == "InvalidParameters"
    volume = sandbox.appliance("cached")
    client.activate_gateway(ActivationKey=volume.activation_key, GatewayType="STORED", **given)
    assert volume.kind == "stored"
    arn, disks = volume.arn, [volume.disks[0].id]
    client.add_working_storage(GatewayARN=arn, DiskIds=disks)
    found = code(client, "add_working_storage", GatewayARN=arn, DiskIds=disks)
    assert found == "DiskAlreadyAllocated", "the ids of a stored gateway stay"
    off = sandbox.appliance("cached")
    off.power_off()
    key = off.activation_key
    assert code(client, "activate_gateway", ActivationKey=key, **given) == "InvalidParameters"


def test_describe_after_delete_and_delete_twice() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    volume = cached_volume(client, gateway)["VolumeARN"]
    assert client.delete_volume(VolumeARN=volume)["VolumeARN"] == volume
    assert code(client, "delete_volume", VolumeARN=volume) == "VolumeNotFound"
    found = code(client, "describe_cached_iscsi_volumes", VolumeARNs=[volume])
    assert found == "VolumeNotFound"
    client.delete_gateway(GatewayARN=gateway.arn)
    arn = {"GatewayARN": gateway.arn}
    assert code(client, "describe_gateway_information", **arn) == "GatewayNotFound"
    assert code(client, "delete_gateway", **arn) == "GatewayNotFound"
    assert code(client, "describe_cached_iscsi_volumes", VolumeARNs=[volume]) == "GatewayNotFound"
    assert client.list_gateways()["Gateways"] == []


def test_a_disk_twice() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    disk, path = gateway.disks[-1].id, gateway.disks[-1].path
    given = {"GatewayARN": gateway.arn}
    client.add_cache(**given, DiskIds=[disk])
    assert code(client, "add_cache", **given, DiskIds=[disk]) == "DiskDoesNotExist", "a new id"
    disks = client.list_local_disks(**given)["Disks"]
    now = next(each for each in disks if each["DiskPath"] == path)
    assert (now["DiskAllocationType"], now["DiskId"] == disk) == ("CACHE STORAGE", False)
    for operation in ("add_cache", "add_upload_buffer"):
        found = code(client, operation, **given, DiskIds=[now["DiskId"]])
        assert found == "DiskAlreadyAllocated"
    cache = client.describe_cache(**given)
    assert (cache["CacheAllocatedInBytes"], now["DiskId"] in cache["DiskIds"]) == (250 * GIB, True)


def test_a_stored_volume_takes_a_disk_and_gives_it_back() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("stored")
    disk, other = (each.id for each in gateway.disks if not each.use)
    volume = stored_volume(client, gateway, DiskId=disk)
    [found] = client.describe_stored_iscsi_volumes(VolumeARNs=[volume])["StorediSCSIVolumes"]
    assert (found["VolumeDiskId"], found["VolumeSizeInBytes"]) == (disk, 100 * GIB)
    assert (found["VolumeStatus"], found["PreservedExistingData"]) == ("AVAILABLE", False)
    with pytest.raises(ClientError, match="disk is already allocated"):
        stored_volume(client, gateway, "more", DiskId=disk)
    with pytest.raises(ClientError, match="volume already exists"):
        stored_volume(client, gateway, DiskId=disk)
    with pytest.raises(ClientError, match="target already exists"):
        stored_volume(client, gateway, DiskId=other)
    listed = client.list_local_disks(GatewayARN=gateway.arn)["Disks"]
    [used] = [each for each in listed if each["DiskId"] == disk]
    assert used["DiskAllocationResource"].startswith(
        "iqn.1997-05.com.amazon:data::1::us-east-1-vol-"
    )
    client.delete_volume(VolumeARN=volume)
    assert stored_volume(client, gateway, DiskId=disk)


def test_existing_data_is_uploaded_one_volume_at_a_time() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("stored")
    volumes = [
        stored_volume(client, gateway, name, PreserveExistingData=True) for name in ("one", "two")
    ]

    def statuses() -> list[str]:
        found = client.describe_stored_iscsi_volumes(VolumeARNs=volumes)["StorediSCSIVolumes"]
        by_arn = {each["VolumeARN"]: each["VolumeStatus"] for each in found}
        return [by_arn[each] for each in volumes]

    seen = [tuple(statuses()) for _ in range(12)]  # who polls gets ahead
    assert [*dict.fromkeys(seen)] == [
        ("BOOTSTRAPPING", "PASS THROUGH"),
        ("AVAILABLE", "BOOTSTRAPPING"),
        ("AVAILABLE", "AVAILABLE"),
    ]


def test_snapshots() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    volume = cached_volume(client, gateway)["VolumeARN"]
    unknown = {"VolumeARN": f"{volume}0", "SnapshotDescription": "none"}
    assert code(client, "create_snapshot", **unknown) == "VolumeNotFound"
    given = {"VolumeARN": volume, "SnapshotDescription": "nightly"}
    first, second = (client.create_snapshot(**given)["SnapshotId"] for _ in range(2))
    assert first != second
    assert sandbox.snapshots == {first: "pending", second: "pending"}
    assert code(client, "delete_volume", VolumeARN=volume) == "SnapshotInProgressException"
    with pytest.raises(ClientError, match="snapshot"):
        cached_volume(client, gateway, "restored", SnapshotId=first)
    sandbox.advance(minutes=1)
    assert sandbox.snapshots[first] == "completed"
    restored = cached_volume(client, gateway, "restored", SnapshotId=first)["VolumeARN"]
    [found] = client.describe_cached_iscsi_volumes(VolumeARNs=[restored])["CachediSCSIVolumes"]
    assert (found["SourceSnapshotId"], found["VolumeStatus"]) == (first, "AVAILABLE")
    third = client.create_snapshot(**given)["SnapshotId"]
    client.delete_gateway(GatewayARN=gateway.arn)
    sandbox.advance(days=1)
    assert sandbox.snapshots[third] == "pending", "it never completes"


def test_pending_snapshots_wait_while_nothing_can_be_uploaded() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    arn, volume = {"GatewayARN": gateway.arn}, cached_volume(client, gateway)["VolumeARN"]
    for stop, start in (
        (lambda: client.shutdown_gateway(**arn), lambda: client.start_gateway(**arn)),
        (gateway.power_off, gateway.power_on),
        (gateway.fill_buffer, lambda: gateway.fill_buffer(50)),
    ):
        taken = client.create_snapshot(VolumeARN=volume, SnapshotDescription="x")["SnapshotId"]
        stop()
        sandbox.advance(days=1)
        assert sandbox.snapshots[taken] == "pending"
        start()
        assert code(client, "delete_volume", VolumeARN=volume) == "SnapshotInProgressException"
        sandbox.advance(minutes=1)
        assert sandbox.snapshots[taken] == "completed"
    client.delete_volume(VolumeARN=volume)


def test_recovery_points_are_for_a_gateway_that_is_off() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    volume = cached_volume(client, gateway)["VolumeARN"]
    given = {"VolumeARN": volume, "SnapshotDescription": "rescue"}
    take = "create_snapshot_from_volume_recovery_point"
    assert code(client, take, **given) == "VolumeNotReady"
    sandbox.advance(minutes=90)
    [point] = client.list_volume_recovery_points(GatewayARN=gateway.arn)["VolumeRecoveryPointInfos"]
    gateway.power_off()
    sandbox.advance(days=1)
    assert code(client, "create_snapshot", **given) == "GatewayNotConnected"
    found = client.create_snapshot_from_volume_recovery_point(**given)
    assert found["VolumeRecoveryPointTime"] == point["VolumeRecoveryPointTime"]
    assert point["VolumeRecoveryPointTime"].startswith("2026-01-01T01:00:0")


def test_the_same_target_twice_and_a_new_address() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    cached_volume(client, gateway)
    with pytest.raises(ClientError, match="target already exists"):
        cached_volume(client, gateway, ClientToken="token-other")
    before = gateway.address
    now = gateway.change_address()
    assert now != before
    with pytest.raises(ClientError, match="network configuration"):
        cached_volume(client, gateway, "more", NetworkInterfaceId=before)
    cached_volume(client, gateway, "more")


def test_shut_down_ask_start() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    arn = {"GatewayARN": gateway.arn}
    client.shutdown_gateway(**arn)
    assert client.describe_gateway_information(**arn)["GatewayState"] == "SHUTDOWN"
    assert code(client, "list_local_disks", **arn) == "GatewayNotConnected"
    assert client.list_gateways()["Gateways"][0]["GatewayARN"] == gateway.arn
    gateway.power_off()
    assert code(client, "start_gateway", **arn) == "GatewayNotConnected"
    gateway.power_on()
    client.start_gateway(**arn)
    assert client.describe_gateway_information(**arn)["GatewayState"] == "RUNNING"
    assert client.list_local_disks(**arn)["Disks"]


def test_rename_and_read_back() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    arn = {"GatewayARN": gateway.arn}
    new = {"GatewayName": "renamed", "GatewayTimezone": "GMT+1:00"}
    found = client.update_gateway_information(**arn, **new, GatewayCapacity="Medium")
    assert found["GatewayName"] == "renamed"
    information = client.describe_gateway_information(**arn)
    assert new.items() <= information.items()
    assert (information["GatewayCapacity"], information["GatewayARN"]) == ("Medium", gateway.arn)
    assert code(client, "update_gateway_information", GatewayARN=f"{gateway.arn}0") == (
        "InvalidParameters"
    )


def test_limits_deleted_twice_and_the_maintenance_window() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    arn = {"GatewayARN": gateway.arn}
    limits = {
        "AverageUploadRateLimitInBitsPerSec": 60_000,
        "AverageDownloadRateLimitInBitsPerSec": 200_000,
    }
    client.update_bandwidth_rate_limit(**arn, **limits)
    assert limits.items() <= client.describe_bandwidth_rate_limit(**arn).items()
    client.update_bandwidth_rate_limit(**arn, AverageUploadRateLimitInBitsPerSec=70_000)
    client.delete_bandwidth_rate_limit(**arn, BandwidthType="UPLOAD")
    left = client.describe_bandwidth_rate_limit(**arn)
    assert "AverageUploadRateLimitInBitsPerSec" not in left
    assert left["AverageDownloadRateLimitInBitsPerSec"] == 200_000
    client.delete_bandwidth_rate_limit(**arn, BandwidthType="All")
    found = code(client, "delete_bandwidth_rate_limit", **arn, BandwidthType="ALL")
    assert found == "BandwidthThrottleScheduleNotFound"
    monthly = {"HourOfDay": 3, "MinuteOfHour": 5, "DayOfMonth": 28}
    client.update_maintenance_start_time(**arn, **monthly)
    window = client.describe_maintenance_start_time(**arn)
    assert monthly.items() <= window.items()
    assert "DayOfWeek" not in window
    found = code(client, "update_maintenance_start_time", **arn, DayOfWeek=1)
    assert found == "InvalidParameters"
    policy = {"AutomaticUpdatePolicy": "EMERGENCY_VERSIONS_ONLY"}
    client.update_maintenance_start_time(**arn, SoftwareUpdatePreferences=policy)
    window = client.describe_maintenance_start_time(**arn)
    assert window["SoftwareUpdatePreferences"] == policy
    assert window["DayOfMonth"] == 28


def test_chap() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    made = cached_volume(client, gateway)
    volume, target = made["VolumeARN"], {"TargetARN": made["TargetARN"]}
    gateway.targets_lost = True
    with pytest.raises(sgwlib.SgwError, match="targets are lost"):
        sandbox.connect(volume)
    gateway.targets_lost = False
    assert client.describe_chap_credentials(**target)["ChapCredentials"] == []
    found = code(client, "delete_chap_credentials", **target, InitiatorName=HOST)
    assert found == "InitiatorNotFound"
    sandbox.connect(volume, HOST)
    secret = {"SecretToAuthenticateInitiator": "1" * 12}
    client.update_chap_credentials(**target, **secret, InitiatorName=HOST)
    client.delete_volume(VolumeARN=cached_volume(client, gateway, "more")["VolumeARN"])
    [found] = client.describe_chap_credentials(**target)["ChapCredentials"]
    assert found == {**target, **secret, "InitiatorName": HOST}
    [described] = client.describe_cached_iscsi_volumes(VolumeARNs=[volume])["CachediSCSIVolumes"]
    assert described["VolumeiSCSIAttributes"]["ChapEnabled"] is True
    with pytest.raises(sgwlib.SgwError, match="CHAP refuses"):
        sandbox.connect(volume, "iqn.other")
    sandbox.connect(volume, HOST)
    assert code(client, "delete_volume", VolumeARN=volume) == "VolumeInUse"
    client.update_chap_credentials(**target, **secret, InitiatorName=HOST)  # closes connections
    client.delete_volume(VolumeARN=volume)
    assert code(client, "describe_chap_credentials", **target) == "TargetNotFound"


def test_volumes_of_two_gateways_in_one_call() -> None:
    sandbox = Sandbox()
    client = sandbox.client()
    volumes = [
        cached_volume(client, sandbox.gateway("cached"), name)["VolumeARN"] for name in ("a", "b")
    ]
    found = code(client, "describe_cached_iscsi_volumes", VolumeARNs=volumes)
    assert found == "InvalidParameters"
    assert {each["VolumeARN"] for each in client.list_volumes()["VolumeInfos"]} == {*volumes}


def test_schedules_take_snapshots() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("stored")
    volume = {"VolumeARN": stored_volume(client, gateway)}
    schedule = client.describe_snapshot_schedule(**volume)
    assert (schedule["StartAt"], schedule["RecurrenceInHours"]) == (0, 24)
    client.update_snapshot_schedule(**volume, StartAt=6, RecurrenceInHours=12, Description="two")
    sandbox.advance(days=2)
    assert len(sandbox.snapshots) == 4
    gateway.power_off()
    sandbox.advance(days=2)
    assert len(sandbox.snapshots) == 4, "none without the gateway"
    gateway.power_on()
    sandbox.advance(hours=12, minutes=1)
    assert len(sandbox.snapshots) == 5
    client.update_snapshot_schedule(**volume, StartAt=0, RecurrenceInHours=5)
    sandbox.advance(days=5)
    times = [each.time for each in sandbox.events if each.what == "scheduled snapshot"][5:]
    assert [(after - before).seconds for before, after in pairwise(times)] == [5 * 60 * 60] * 23
    client.update_gateway_information(GatewayARN=gateway.arn, GatewayTimezone="GMT-3:00")
    client.update_snapshot_schedule(**volume, StartAt=6, RecurrenceInHours=24)
    client.update_gateway_information(GatewayARN=gateway.arn, GatewayTimezone="GMT")
    sandbox.advance(days=1)
    assert sandbox.events[-2].time.hour == 6, "in the time zone of now"
    found = code(client, "delete_snapshot_schedule", **volume)
    assert found == "UnsupportedOperationForGatewayType"
    cached = {"VolumeARN": cached_volume(client, sandbox.gateway("cached"))["VolumeARN"]}
    assert "StartAt" not in client.describe_snapshot_schedule(**cached)
    client.update_snapshot_schedule(**cached, StartAt=1, RecurrenceInHours=24)
    client.delete_snapshot_schedule(**cached)
    assert "StartAt" not in client.describe_snapshot_schedule(**cached)


def test_the_last_update_has_the_time_of_the_gateway() -> None:
    sandbox = Sandbox()
    client, arn = sandbox.client(), {"GatewayARN": sandbox.gateway("stored").arn}
    client.update_gateway_information(**arn, GatewayTimezone="GMT-5:30")
    client.update_gateway_software_now(**arn)
    found = client.describe_gateway_information(**arn)["LastSoftwareUpdate"]
    assert found.startswith("2025-12-31T18:30:0")


def test_tags_are_sorted_and_at_most_50() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    volume = {"VolumeARN": cached_volume(client, gateway)["VolumeARN"]}
    tags = [{"Key": f"key-{number}", "Value": ""} for number in range(51)]
    assert code(client, "create_snapshot", **volume, SnapshotDescription="x", Tags=tags) == (
        "InvalidParameters"
    )
    two = [{"Key": "b", "Value": "1"}, {"Key": "a", "Value": "2"}]
    client.add_tags_to_resource(ResourceARN=gateway.arn, Tags=two)
    client.update_snapshot_schedule(**volume, StartAt=0, RecurrenceInHours=1, Tags=two)
    client.update_snapshot_schedule(**volume, StartAt=0, RecurrenceInHours=2)
    found = client.describe_gateway_information(GatewayARN=gateway.arn)["Tags"]
    assert found == client.describe_snapshot_schedule(**volume)["Tags"] == two[::-1]
    client.add_tags_to_resource(ResourceARN=gateway.arn, Tags=[*tags[:48], *two])
    with pytest.raises(ClientError, match="invalid parameters"):
        client.add_tags_to_resource(ResourceARN=gateway.arn, Tags=[tags[-1]])


def test_a_key_is_for_encryption_and_encryption_needs_a_key() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("stored")
    key = {"KMSKey": "alias/mine"}
    for wrong in ({"KMSEncrypted": True}, key, {"KMSEncrypted": False, **key}):
        with pytest.raises(ClientError, match="invalid parameters"):
            stored_volume(client, gateway, **wrong)
    volume = stored_volume(client, gateway, KMSEncrypted=True, **key)
    [found] = client.describe_stored_iscsi_volumes(VolumeARNs=[volume])["StorediSCSIVolumes"]
    assert found["KMSKey"] == "alias/mine"


def test_a_full_buffer_lets_data_pass_through() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("cached")
    volume = cached_volume(client, gateway)["VolumeARN"]

    def status() -> str:
        [found] = client.describe_cached_iscsi_volumes(VolumeARNs=[volume])["CachediSCSIVolumes"]
        return str(found["VolumeStatus"])

    gateway.fill_buffer()
    assert status() == "PASS THROUGH"
    buffer = client.describe_upload_buffer(GatewayARN=gateway.arn)
    assert buffer["UploadBufferUsedInBytes"] == buffer["UploadBufferAllocatedInBytes"] == 150 * GIB
    with pytest.raises(ClientError, match="staging area"):
        cached_volume(client, gateway, "more")
    gateway.fill_buffer(10)
    assert status() == "BOOTSTRAPPING"
    sandbox.advance(minutes=1)
    assert status() == "AVAILABLE"


def test_a_full_upload_buffer_is_no_longer_full_once_it_is_larger() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway(disks=[50, 100])
    volume = cached_volume(client, gateway)["VolumeARN"]
    gateway.fill_buffer()
    small, large = (each.id for each in gateway.disks if not each.use)

    def used() -> int:
        return int(client.describe_upload_buffer(GatewayARN=gateway.arn)["UploadBufferUsedInBytes"])

    client.add_cache(GatewayARN=gateway.arn, DiskIds=[large])
    assert used() == 150 * GIB
    client.add_upload_buffer(GatewayARN=gateway.arn, DiskIds=[small])
    assert used() == 150 * GIB  # the same data
    sandbox.advance(minutes=1)
    client.create_snapshot(VolumeARN=volume, SnapshotDescription="now")


def test_terraform_s_life_of_a_cached_volume() -> None:
    """The calls of terraform-provider-aws for a gateway, its storage and a volume, in order."""
    sandbox = Sandbox()
    client, appliance = sandbox.client(), sandbox.appliance("cached", disks=[150, 150])
    arn = client.activate_gateway(
        ActivationKey=appliance.activation_key,
        GatewayName="tf-acc",
        GatewayTimezone="GMT",
        GatewayRegion="us-east-1",
        GatewayType="CACHED",
        Tags=[{"Key": "made-by", "Value": "terraform"}],
    )["GatewayARN"]
    gateway = {"GatewayARN": arn}
    for _ in range(6):  # until 6 successes in a row
        assert client.describe_gateway_information(**gateway)["GatewayState"] == "RUNNING"
    client.describe_smb_settings(**gateway)  # beyond the sandbox: a canned success
    assert sandbox.events[-1].outcome == "canned success"
    client.describe_bandwidth_rate_limit(**gateway)
    client.describe_maintenance_start_time(**gateway)
    cache, buffer = client.list_local_disks(**gateway)["Disks"]
    client.add_upload_buffer(**gateway, DiskIds=[buffer["DiskId"]])
    client.add_cache(**gateway, DiskIds=[cache["DiskId"]])
    paths = {
        each["DiskPath"]: each["DiskId"] for each in client.list_local_disks(**gateway)["Disks"]
    }
    assert paths[cache["DiskPath"]] in client.describe_cache(**gateway)["DiskIds"]
    volume = cached_volume(client, appliance, "tf", Tags=[{"Key": "a", "Value": "1"}])["VolumeARN"]
    [found] = client.describe_cached_iscsi_volumes(VolumeARNs=[volume])["CachediSCSIVolumes"]
    assert (found["TargetName"], found["VolumeSizeInBytes"]) == ("tf", 10 * GIB)
    assert found["CreatedDate"] == datetime.fromtimestamp(found["CreatedDate"].timestamp(), UTC)
    attributes = found["VolumeiSCSIAttributes"]
    assert attributes["NetworkInterfaceId"] == appliance.address
    client.remove_tags_from_resource(ResourceARN=volume, TagKeys=["a"])  # its only tag
    client.add_tags_to_resource(ResourceARN=volume, Tags=[{"Key": "b", "Value": "2"}])
    tags = client.list_tags_for_resource(ResourceARN=volume)["Tags"]
    assert tags == [{"Key": "b", "Value": "2"}]
    tags = client.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert tags == [{"Key": "made-by", "Value": "terraform"}]
    client.delete_volume(VolumeARN=volume)
    found = code(client, "describe_cached_iscsi_volumes", VolumeARNs=[volume])
    assert found in ("VolumeNotFound", "GatewayNotFound"), "Terraform's check accepts both"
    client.delete_gateway(**gateway)
    assert code(client, "describe_gateway_information", **gateway) == "GatewayNotFound"


def test_file_systems() -> None:
    sandbox = Sandbox()
    client, gateway = sandbox.client(), sandbox.gateway("fsx-file")
    given = {"UserName": "user", "Password": "word", "GatewayARN": gateway.arn}
    first = {**given, "LocationARN": sandbox.file_system(), "ClientToken": "token-1"}
    arn = client.associate_file_system(**first)["FileSystemAssociationARN"]
    assert client.associate_file_system(**first)["FileSystemAssociationARN"] == arn
    second = {**given, "LocationARN": sandbox.file_system(), "ClientToken": "token-2"}
    found = code(client, "associate_file_system", **second)
    assert found == "FileSystemAssociationEndpointIpAddressMissing"
    network = {"EndpointNetworkConfiguration": {"IpAddresses": ["10.1.1.1"]}}
    other = client.associate_file_system(**second, **network)["FileSystemAssociationARN"]
    cache = {"CacheStaleTimeoutInSeconds": 300}
    client.update_file_system_association(FileSystemAssociationARN=arn, CacheAttributes=cache)
    found = client.describe_file_system_associations(FileSystemAssociationARNList=[arn, other])
    one, two = found["FileSystemAssociationInfoList"]
    assert (one["CacheAttributes"], one["LocationARN"]) == (cache, first["LocationARN"])
    assert two["EndpointNetworkConfiguration"]["IpAddresses"] == ["10.1.1.1"]
    client.disassociate_file_system(FileSystemAssociationARN=arn)
    found = code(client, "disassociate_file_system", FileSystemAssociationARN=arn)
    assert found == "FileSystemAssociationNotFound"


# --- The client itself ------------------------------------------------------------------------


def test_lists_have_pages() -> None:
    sandbox = Sandbox()
    client = sandbox.client()
    gateways = [sandbox.gateway("cached") for _ in range(3)]
    for gateway in gateways:
        for number in range(7):
            cached_volume(client, gateway, f"data-{number}", ClientToken=f"{gateway.id}-{number}")
    everything = [each["VolumeARN"] for each in client.list_volumes()["VolumeInfos"]]
    assert everything == sorted(everything)
    assert len(everything) == 21
    for size in (1, 2, 7, 21, 100):
        pages = [
            *client.get_paginator("list_volumes").paginate(PaginationConfig={"PageSize": size})
        ]
        assert [each["VolumeARN"] for page in pages for each in page["VolumeInfos"]] == everything
        assert len(pages) == -(-21 // size)
        assert "Marker" not in pages[-1]
    names = [each["GatewayARN"] for each in client.list_gateways()["Gateways"]]
    assert names == sorted(gateway.arn for gateway in gateways)
    one = client.list_volumes(GatewayARN=gateways[0].arn)
    assert (len(one["VolumeInfos"]), one["GatewayARN"]) == (7, gateways[0].arn)
    other = client.list_gateways(Limit=1)["Marker"]
    for marker in ("nonsense", "YWJj", other):
        assert code(client, "list_volumes", Marker=marker) == "InvalidParameters"
    client.delete_gateway(GatewayARN=names[0])  # the marker stays good
    assert [each["GatewayARN"] for each in client.list_gateways(Marker=other)["Gateways"]] == names[
        1:
    ]


def test_the_client_validates_retries_and_takes_plans() -> None:
    sandbox = Sandbox()
    client = sandbox.client(plan=Fault("ListGateways", "ThrottlingException", times=1))
    found = client.list_gateways()
    assert (found["ResponseMetadata"]["RetryAttempts"], found["Gateways"]) == (1, [])
    with pytest.raises(ParamValidationError):
        client.delete_volume(VolumeARN="short")
    with inject(client, "ListGateways", "InternalError"), pytest.raises(ClientError):
        client.list_gateways()
    assert client.list_gateways()["Gateways"] == []
    sandbox.failing = True
    with pytest.raises(client.exceptions.InternalServerError):
        client.list_gateways()
    assert [each.outcome for each in sandbox.events][-3:] == ["InternalError"] * 3
    loose = Sandbox().client(config=Config(parameter_validation=False))
    with pytest.raises(ClientError, match="ValidationException"):
        loose.delete_volume(VolumeARN="short")


def test_a_client_is_for_the_region_of_its_sandbox() -> None:
    sandbox = Sandbox("eu-west-1", "999999999999")
    with pytest.raises(sgwlib.SgwError, match="expected the sandbox's, 'eu-west-1'"):
        sandbox.client(region_name="us-east-1")
    with pytest.raises(sgwlib.SgwError, match="unexpected keyword argument 'colour'"):
        sandbox.client(colour="red")
    start = "arn:aws:storagegateway:eu-west-1:999999999999:gateway/sgw-"
    assert sandbox.gateway("stored").arn.startswith(start)
    assert sandbox.client().meta.region_name == "eu-west-1"


def test_threads_share_a_sandbox() -> None:
    sandbox = Sandbox()
    gateways = [sandbox.gateway("cached") for _ in range(2)]
    clients = [sandbox.client() for _ in range(4)]

    def create(number: int) -> str:
        gateway = gateways[number % 2]
        try:
            made = cached_volume(
                clients[number % 4], gateway, f"data-{number // 4}", ClientToken=f"token-{number}"
            )
        except ClientError as error:
            return str(error.response["Error"]["Message"])
        return str(made["VolumeARN"])

    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(create, range(64))]
    made = [each for each in found if each.startswith("arn:")]
    assert len(made) == len({*made}) == 32, "each target name once a gateway"
    assert len([each for each in sandbox.events if each.what == "CreateCachediSCSIVolume"]) == 64
